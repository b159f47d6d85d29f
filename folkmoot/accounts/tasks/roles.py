"""Letters to whoever was given a role, or lost one."""

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _

from folkmoot.accounts.capabilities import WITHOUT_PAGES, Role
from folkmoot.accounts.events import RolesChanged
from folkmoot.accounts.models import Account
from folkmoot.instance.queries import community


def on_roles_changed(event: RolesChanged) -> None:
    """Write to a member what somebody made them, or that they are that no more; not to whoever did it themselves."""
    if event.by is None or event.by == event.account_id or event.role not in Role:
        return
    account = Account.objects.select_related("login").filter(id=event.account_id, active=True).first()
    if account is None or account.login is None:
        return
    with translation.override(account.language or community().language):
        subject, parts = _given(Role(event.role)) if event.given else _taken(Role(event.role))
        send_mail(subject, "\n\n".join(parts) + "\n", None, [account.login.email])


def _given(role: Role) -> tuple[str, list[str]]:
    named = {"community": community().name, "role": role.label}
    told = _("You have a new role at %(community)s: %(role)s.") % named
    if role in WITHOUT_PAGES:
        return told, [told, _("Thank you: what you report is looked at before most other reports.")]
    origin = settings.FOLKMOOT.origin
    return told, [
        told,
        _("The pages for it stand under “Running the community”. They open once your account has a second factor:"),
        f"{origin}/settings/safety",
    ]


def _taken(role: Role) -> tuple[str, list[str]]:
    told = _("At %(community)s you do not have this role any more: %(role)s.")
    words = told % {"community": community().name, "role": role.label}
    return words, [words, _("Everything else about your account stays as it is. Thank you for what you did.")]
