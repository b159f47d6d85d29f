"""Accounts that need neither approval nor a confirmed address: the first owner's, and those the operator makes."""

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.actions.admit import admit
from folkmoot.accounts.actions.grant import give
from folkmoot.accounts.actions.join import make_account, make_login
from folkmoot.accounts.capabilities import Role
from folkmoot.accounts.models import Account
from folkmoot.accounts.queries import sign_up_problem
from folkmoot.accounts.reach import Level
from folkmoot.audit.actions import record
from folkmoot.core.errors import Invalid, NotFound
from folkmoot.instance.actions import finish_setup, use_setup_link

MEMBER = "member"


@transaction.atomic
def create_account(username: str, email: str, password: str, role: str) -> Account:
    """Make a confirmed and approved account with a role (``member``, or one of ``Role``): the command line's way.

    ``Invalid`` names the field that will not do.
    """
    if role != MEMBER and role not in Role:
        raise Invalid("role", _("A role is member, or one of those on the page of roles."))
    if problem := sign_up_problem(username):
        raise Invalid("username", problem)
    login = make_login(email, password)
    login.approved_at = timezone.now()
    login.save(update_fields=["approved_at"])
    EmailAddress.objects.create(user=login, email=login.email, primary=True, verified=True)
    account = make_account(login, username, "", Level.MEMBER)
    admit(login.id)
    if role != MEMBER:
        give(account.id, role, None)
    record(None, "account.create", "account", account.id, role)  # last: the log is the lock that others wait for
    account.refresh_from_db()
    return account


@transaction.atomic
def create_first_owner(token: str, username: str, email: str, password: str) -> Account:
    """Spend the set-up link on the first owner; ``NotFound`` when the link is dead or somebody was faster.

    A field that will not do raises ``Invalid`` and leaves the link alive.
    """
    use_setup_link(token)
    if not finish_setup():
        raise NotFound
    return create_account(username, email, password, Role.OWNER)
