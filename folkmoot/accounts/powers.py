"""Who may do what: roles as they are held, and what they bring at this moment."""

from functools import cache
from typing import NamedTuple

from django.db.models import Q

from folkmoot.accounts.capabilities import NAMED, STAND_IN, WITHOUT_PAGES, Capability, in_effect, roles_with
from folkmoot.core.errors import NotFound
from folkmoot.core.rows import select


class Standing(NamedTuple):
    """The roles of an account, and what they let it do in this community."""

    roles: frozenset[str]
    capabilities: frozenset[Capability]


def may(account_id: int, capability: str) -> bool:
    """Whether an account may do something that is not for everybody; not while it is suspended. One statement."""
    return bool(select(_may_text(capability), {"account": account_id}))


def require_viewer(viewer: int, *one_of: str) -> None:
    """Those pass whose role includes it; for anybody else it is not there (``NotFound``)."""
    if not any(may(viewer, capability) for capability in one_of):
        raise NotFound


def may_sql(account: str, capability: str) -> str:
    """The same as a condition of a statement; ``account`` is a column or a parameter."""
    return f"""EXISTS (SELECT 1 FROM accounts_rolegrant g JOIN accounts_account ga ON ga.id = g.account_id
      WHERE g.account_id = {account} AND ga.active AND ({_brings("g", capability)}))"""


def holders(capability: str) -> list[int]:
    """The active accounts that may do something, by id: who can be told of it, who can be asked."""
    return [row[0] for row in select(_holders_text(capability), {})]


def standing(account_id: int) -> Standing:
    """What an account is and may do, in one statement; whether it is active was asked before."""
    held = select(_STANDING, {"account": account_id})
    mine = frozenset(role for holder, role in held if holder == account_id)
    return Standing(mine, in_effect(mine, {role for _holder, role in held}))


def roles(account_id: int) -> frozenset[str]:
    """The roles that an account holds, those without pages of staff among them."""
    return frozenset(row[0] for row in select(_ROLES, {"account": account_id}))


def staff_sql(viewer: str) -> str:
    """Whether ``viewer`` helps to run the community, as a condition of a statement."""
    return f"""EXISTS (SELECT 1 FROM accounts_rolegrant g JOIN accounts_account ga ON ga.id = g.account_id
      WHERE g.account_id = {viewer} AND ga.active AND {has_pages("g")})"""


HAS_PAGES = ~Q(role__in=WITHOUT_PAGES)  # that a role opens pages of staff, of rows of grants


def has_pages(grant: str) -> str:
    """The same as a condition of a statement."""
    return f"{grant}.role NOT IN ({_quoted(WITHOUT_PAGES)})"


_ROLES = "SELECT role FROM accounts_rolegrant WHERE account_id = %(account)s"
_STANDING = f"""SELECT account_id, role FROM accounts_rolegrant
  WHERE account_id = %(account)s OR role IN ({", ".join(repr(role) for role in NAMED)})"""


@cache
def _may_text(capability: str) -> str:
    return f"SELECT 1 WHERE {may_sql('%(account)s', capability)}"


@cache
def _holders_text(capability: str) -> str:
    return f"""SELECT DISTINCT g.account_id FROM accounts_rolegrant g JOIN accounts_account a ON a.id = g.account_id
      WHERE a.active AND ({_brings("g", capability)}) ORDER BY g.account_id"""


def _brings(grant: str, capability: str) -> str:
    own = f"{grant}.role IN ({_quoted(roles_with(Capability(capability)))})"
    stand_in = STAND_IN.get(capability)
    if stand_in is None:
        return own
    return f"""{own} OR ({grant}.role IN ({_quoted(stand_in.roles)})
      AND NOT EXISTS (SELECT 1 FROM accounts_rolegrant n WHERE n.role = '{stand_in.named}'))"""


def _quoted(roles: "frozenset[str] | tuple[str, ...]") -> str:
    return ", ".join(f"'{role}'" for role in sorted(roles))
