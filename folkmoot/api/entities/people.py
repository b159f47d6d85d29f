"""Accounts as JSON, kept by their versions: most of what lists of people take is making them."""

from collections.abc import Iterable
from time import monotonic

from orjson import Fragment

from folkmoot.accounts.hydrate import views
from folkmoot.accounts.queries import AccountKey
from folkmoot.api.answers import encoded
from folkmoot.api.entities.accounts import account
from folkmoot.core.keeping import Keeping

_cache = Keeping[AccountKey, Fragment](4_000, 60)  # accounts, some 1 KB each; a minute for what is counted about them


def people(keys: Iterable[AccountKey]) -> dict[int, Fragment]:
    """The accounts in these states, or in newer ones, by id; one that is gone meanwhile is left out."""
    now = monotonic()
    wanted = set(keys)
    known = _cache.find(wanted, now)
    found = {key.id: shown for key, shown in known.items()}
    if missing := wanted - known.keys():
        seen = views(key.id for key in missing).values()
        fresh = {AccountKey(view.id, view.version): Fragment(encoded(account(view))) for view in seen}
        _cache.keep(fresh, now)
        found |= {key.id: shown for key, shown in fresh.items()}
    return found
