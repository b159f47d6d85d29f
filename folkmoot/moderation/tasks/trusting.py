"""A letter to whoever staff put on another level of trust."""

from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.accounts.queries.trust import row_of
from folkmoot.instance.queries import community
from folkmoot.moderation.events import TrustDecided
from folkmoot.moderation.tasks import letters
from folkmoot.notifications.letters.sending import speaking


def on_trust_decided(event: TrustDecided) -> None:
    """Tell a member why something is open to them now, or is not for the moment."""
    account = Account.objects.select_related("login").filter(id=event.account_id, active=True).first()
    row = row_of(event.account_id)
    if account is None or row.set_by is None:
        return
    with speaking(account):
        subject = _("What is open to you at %(community)s") % {"community": community().name}
        said = _("Those who run this community decided anew what is open to you. They wrote:")
        where = _("What that means, and how more opens, stands here:")
        letters.send(account, subject, [said, row.reason, f"{where}\n{letters.origin()}/settings/standing"])
