"""Roles, given and taken."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.capabilities import HELD, Capability, Role, of_roles
from folkmoot.accounts.events import RolesChanged
from folkmoot.accounts.interaction import require
from folkmoot.accounts.models import Account, RoleGrant
from folkmoot.accounts.queries import get_account, roles
from folkmoot.audit.actions import record
from folkmoot.core.errors import Invalid, NotAllowed
from folkmoot.core.events import publish
from folkmoot.core.rows import insert_once
from folkmoot.instance.actions import finish_setup


@transaction.atomic
def grant_role(actor: Account | None, account_id: int, role: str) -> None:
    """Give an account a role: those who give roles may, as far as they hold it all, and the command line (``None``)."""
    if role not in Role:
        raise Invalid("role", _("A role is one of those on the page of roles."))
    _require_hold(actor, role)
    get_account(None, account_id)
    give(account_id, role, actor.id if actor else None)


@transaction.atomic
def revoke_role(actor: Account | None, account_id: int, role: str) -> None:
    """Take a role from an account, by the same right; the last owner who is there keeps theirs."""
    _require_hold(actor, role)
    holders = RoleGrant.objects.select_for_update(of=("self",)).filter(role=role).order_by("id")
    held = dict(holders.values_list("account_id", "account__active"))
    if account_id not in held:
        return
    if role == Role.OWNER and not any(active for other, active in held.items() if other != account_id):
        raise NotAllowed(_("A community needs an owner: make somebody else an owner first."))
    take(account_id, role, actor.id if actor else None)


def give(account_id: int, role: str, actor_id: int | None) -> None:
    """The grant and its entry in the log, once; with its first owner the community is set up."""
    moment = timezone.now()
    made = insert_once(RoleGrant, account_id=account_id, role=role, granted_at=moment, granted_by=actor_id)
    if not made:
        return
    if role == Role.OWNER:
        finish_setup()
    record(actor_id, "role.grant", "account", account_id, role)
    publish(RolesChanged(account_id, role, given=True, by=actor_id))


def take(account_id: int, role: str, actor_id: int | None) -> None:
    """The end of a grant and its entry in the log; whether a community may do without is not asked."""
    RoleGrant.objects.filter(account=account_id, role=role).delete()
    record(actor_id, "role.revoke", "account", account_id, role)
    publish(RolesChanged(account_id, role, given=False, by=actor_id))


def _require_hold(actor: Account | None, role: str) -> None:
    """Nobody hands on or takes more than they hold themselves, by their roles alone and not in anybody's place."""
    if actor is None:
        return
    require(actor, Capability.ROLES)
    if not HELD.get(role, frozenset()) <= of_roles(roles(actor.id)):
        raise NotAllowed(_("You can give and take only roles that include nothing beyond your own."))
