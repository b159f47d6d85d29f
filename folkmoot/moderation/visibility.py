"""Which cases somebody of the staff is shown: none about themselves, and none about other staff but to owners."""

from folkmoot.accounts.models import RoleGrant
from folkmoot.core.errors import NotFound
from folkmoot.core.rows import among


def kept_from(viewer: int) -> set[int]:
    """The accounts whose cases are not for this viewer; ``NotFound`` for whoever does not moderate. One statement."""
    held = list(RoleGrant.objects.values_list("account_id", "role", "account__active"))
    mine = {role for account_id, role, active in held if account_id == viewer and active}
    if not mine:
        raise NotFound
    if RoleGrant.Role.OWNER in mine:
        return {viewer}
    return {account_id for account_id, _role, _active in held}


def shown_sql(case: str) -> str:
    """That a case is about none of the accounts in the parameter ``kept`` (an ``id_list``)."""
    return f"NOT ({among(f'COALESCE({case}.account_id, 0)', 'kept')})"
