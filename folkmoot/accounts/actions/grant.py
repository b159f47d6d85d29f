"""Roles, given and taken."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.events import RolesChanged
from folkmoot.accounts.models import Account, RoleGrant
from folkmoot.accounts.queries import get_account
from folkmoot.audit.actions import record
from folkmoot.core.errors import Invalid, NotAllowed
from folkmoot.core.events import publish
from folkmoot.core.rows import insert_once
from folkmoot.instance.actions import finish_setup


@transaction.atomic
def grant_role(actor: Account | None, account_id: int, role: str) -> None:
    """Give an account a role; owners may, and the command line (``None``)."""
    _require_owner(actor)
    if role not in RoleGrant.Role:
        raise Invalid("role", _("A role is moderator or owner."))
    get_account(None, account_id)
    give(account_id, role, actor.id if actor else None)


@transaction.atomic
def revoke_role(actor: Account | None, account_id: int, role: str) -> None:
    """Take a role from an account; the last owner keeps theirs."""
    _require_owner(actor)
    holders = RoleGrant.objects.select_for_update().filter(role=role).order_by("id")
    held = [grant.account_id for grant in holders]
    if account_id not in held:
        return
    if role == RoleGrant.Role.OWNER and len(held) == 1:
        raise NotAllowed(_("A community needs an owner: make somebody else an owner first."))
    take(account_id, role, actor.id if actor else None)


def give(account_id: int, role: str, actor_id: int | None) -> None:
    """The grant and its entry in the log, once; with its first owner the community is set up."""
    moment = timezone.now()
    made = insert_once(RoleGrant, account_id=account_id, role=role, granted_at=moment, granted_by=actor_id)
    if not made:
        return
    if role == RoleGrant.Role.OWNER:
        finish_setup()
    record(actor_id, "role.grant", "account", account_id, role)
    publish(RolesChanged(account_id))


def take(account_id: int, role: str, actor_id: int | None) -> None:
    """The end of a grant and its entry in the log; whether a community may do without is not asked."""
    RoleGrant.objects.filter(account=account_id, role=role).delete()
    record(actor_id, "role.revoke", "account", account_id, role)
    publish(RolesChanged(account_id))


def _require_owner(actor: Account | None) -> None:
    if actor is not None and not (actor.active and actor.is_owner):
        raise NotAllowed(_("Only an owner can do this."))
