"""Members as those who run the community know them: whether they were let in, what they wrote, how they stand."""

from collections.abc import Collection
from dataclasses import dataclass

from allauth.account.models import EmailAddress

from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.hydrate import AccountView, views
from folkmoot.accounts.models import Account, RoleGrant
from folkmoot.accounts.powers import require_viewer
from folkmoot.accounts.queries import standing
from folkmoot.core.errors import NotFound

_LOOK = (Capability.MEMBERS, Capability.CASES, Capability.SIGN_UPS)
_COLUMNS = (
    *("id", "language", "login_id", "login__email", "login__reason", "login__approved_at"),
    *("suspended_at", "unlisted_at", "limited_at"),
)


@dataclass(frozen=True)
class Person:
    """One member; ``login_id`` is empty where there is none.

    ``email`` is empty unless addresses were asked for by somebody who may look members up by them; ``reason`` is empty
    for all who let nobody in, ``language`` as well, and ``confirmed`` tells them no more than ``approved``.
    """

    account: AccountView
    login_id: int | None
    email: str
    language: str
    reason: str  # why they wanted to join
    confirmed: bool
    approved: bool
    suspended: bool
    limited: bool
    roles: frozenset[str]


def person(viewer: int, account_id: int, *, addresses: bool = False) -> Person:
    """One member who is not erased; for those who look after members (``NotFound``)."""
    found = persons(viewer, [account_id], addresses=addresses).get(account_id)
    if found is None or found.account.username.startswith("-"):
        raise NotFound
    return found


def persons(viewer: int, ids: Collection[int], *, addresses: bool = False) -> dict[int, Person]:
    """These members, in whatever state; for those who look after members (``NotFound``).

    Whoever asks for ``addresses`` as well notes it in the log (``note_addresses``).
    """
    require_viewer(viewer, *_LOOK)
    may = standing(viewer).capabilities
    addressed, lets_in = addresses and Capability.COLLEAGUES in may, Capability.SIGN_UPS in may
    rows = {row["id"]: row for row in Account.objects.filter(id__in=ids).values(*_COLUMNS)}
    people, roles = views(rows), _roles(rows)
    logins = [row["login_id"] for row in rows.values() if row["login_id"]]
    confirmed = set(EmailAddress.objects.filter(user_id__in=logins, verified=True).values_list("user_id", flat=True))
    return {
        some_id: Person(
            account=people[some_id],
            login_id=row["login_id"],
            email=(row["login__email"] or "") if addressed else "",
            language=row["language"] if lets_in else "",
            reason=(row["login__reason"] or "") if lets_in else "",
            confirmed=row["login_id"] in confirmed if lets_in else row["login__approved_at"] is not None,
            approved=row["login__approved_at"] is not None,
            suspended=row["suspended_at"] is not None,
            limited=bool(row["unlisted_at"] or row["limited_at"]),
            roles=roles.get(some_id, frozenset()),
        )
        for some_id, row in rows.items()
    }


def _roles(ids: Collection[int]) -> dict[int, frozenset[str]]:
    held: dict[int, frozenset[str]] = {}
    for account_id, role in RoleGrant.objects.filter(account__in=ids).values_list("account_id", "role"):
        held[account_id] = held.get(account_id, frozenset()) | {role}
    return held
