"""Who holds which role, since when and by whom, for those who give roles."""

from datetime import datetime
from typing import NamedTuple

from folkmoot.accounts.capabilities import HELD, Capability, Role, of_roles
from folkmoot.accounts.models import RoleGrant
from folkmoot.accounts.powers import require_viewer, roles


class Held(NamedTuple):
    """A role that somebody holds; ``by`` is ``None`` for the command line, ``may_take`` says what is the viewer's."""

    account_id: int
    active: bool
    role: Role
    since: datetime
    by: int | None
    may_take: bool


def held_roles(viewer: int) -> list[Held]:
    """All roles that somebody holds, in the order of roles, then as they were given (``NotFound`` for others)."""
    open_to = roles_to_give(viewer)
    order = {role.value: place for place, role in enumerate(Role)}
    columns = ("account_id", "account__active", "role", "granted_at", "granted_by")
    rows = list(RoleGrant.objects.filter(role__in=order).order_by("id").values_list(*columns))
    owners = [account_id for account_id, active, role, *_rest in rows if role == Role.OWNER and active]
    found = [
        Held(
            account_id, active, Role(role), since, by, role in open_to and (role, owners) != (Role.OWNER, [account_id])
        )
        for account_id, active, role, since, by in rows
    ]
    return sorted(found, key=lambda each: order[each.role])


def roles_to_give(viewer: int) -> list[Role]:
    """The roles that somebody may give and take: those with nothing beyond their own (``NotFound`` for others)."""
    require_viewer(viewer, Capability.ROLES)
    own = of_roles(roles(viewer))
    return [role for role in Role if HELD[role] <= own]
