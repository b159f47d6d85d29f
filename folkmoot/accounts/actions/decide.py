"""What staff answer to applicants."""

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.actions.admit import admit
from folkmoot.accounts.actions.trust import vouch
from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.events import Approved, Declined
from folkmoot.accounts.interaction import require
from folkmoot.accounts.models import Account, Login
from folkmoot.audit.actions import record
from folkmoot.core.errors import NotAllowed, NotFound
from folkmoot.core.events import publish
from folkmoot.core.html import clean
from folkmoot.instance.queries import community


@transaction.atomic
def approve(actor: Account, login_id: int) -> None:
    """Let an applicant in, also one who was turned away before; a mail says so.

    Where no mail can be sent, whoever lets somebody in answers for the address as well.
    """
    require(actor, Capability.SIGN_UPS)
    login = _applicant(login_id)
    if login.approved_at is not None:
        return
    login.approved_at, login.approved_by = timezone.now(), actor.id
    login.declined_at = login.declined_by = None
    login.save(update_fields=["approved_at", "approved_by", "declined_at", "declined_by"])
    record(actor.id, "application.approve", "login", login.id, "")
    vouch(login.id)
    publish(Approved(login.id))
    if community().confirms == "staff":
        EmailAddress.objects.filter(user_id=login.id, primary=True).update(verified=True)
    admit(login.id)


@transaction.atomic
def decline(actor: Account, login_id: int, note: str) -> None:
    """Turn an applicant away, with a note that the mail carries; ``NotAllowed`` for members."""
    require(actor, Capability.SIGN_UPS)
    login = _applicant(login_id)
    if login.approved_at is not None:
        raise NotAllowed(_("This person is a member already."))
    if login.declined_at is not None:
        return
    login.declined_at, login.declined_by = timezone.now(), actor.id
    login.decision_note = clean(note).strip()
    login.save(update_fields=["declined_at", "declined_by", "decision_note"])
    record(actor.id, "application.decline", "login", login.id, "")
    publish(Declined(login.id))


def _applicant(login_id: int) -> Login:
    login = Login.objects.select_for_update().filter(id=login_id).first()
    if login is None:
        raise NotFound
    return login
