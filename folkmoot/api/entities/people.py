"""Accounts as JSON, kept by their versions: most of what lists of people take is making them."""

from collections.abc import Iterable, Mapping
from time import monotonic

from orjson import Fragment

from folkmoot.accounts.hydrate import views
from folkmoot.accounts.queries import AccountKey
from folkmoot.api.answers import encoded
from folkmoot.api.entities.accounts import account

KEPT = 4_000  # accounts, some 1 KB each
KEPT_SECONDS = 60  # for what is counted about them


def people(keys: Iterable[AccountKey]) -> dict[int, Fragment]:
    """The accounts in these states, or in newer ones, by id; one that is gone meanwhile is left out."""
    now = monotonic()
    wanted = set(keys)
    found = {key.id: kept[1] for key in wanted if (kept := _cache.get(key)) and kept[0] > now - KEPT_SECONDS}
    if missing := [key.id for key in wanted if key.id not in found]:
        fresh = {
            AccountKey(view.id, view.version): Fragment(encoded(account(view))) for view in views(missing).values()
        }
        _keep(fresh, now)
        found |= {key.id: shown for key, shown in fresh.items()}
    return found


_cache: dict[AccountKey, tuple[float, Fragment]] = {}


def _keep(fresh: Mapping[AccountKey, Fragment], now: float) -> None:
    for key, shown in fresh.items():
        _cache.pop(key, None)  # the end of the dictionary is what was made last
        _cache[key] = now, shown
    for oldest in list(_cache)[: max(0, len(_cache) - KEPT)]:
        _cache.pop(oldest, None)
