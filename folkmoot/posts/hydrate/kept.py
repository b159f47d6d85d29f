"""The shared half of posts, kept by the versions of the post and its author."""

from collections.abc import Iterable, Mapping
from time import monotonic

from folkmoot.posts.hydrate.loading import load
from folkmoot.posts.hydrate.views import Body, Key

_KEPT = 4_000  # bodies, some 2 KB each
_KEPT_SECONDS = 60  # for what is counted about their authors


def bodies(keys: Iterable[Key]) -> dict[Key, Body]:
    """The shared halves of posts in these states, or in a newer one; a post deleted meanwhile is left out."""
    now = monotonic()
    wanted = set(keys)
    found = {key: kept[1] for key in wanted if (kept := _cache.get(key)) and kept[0] > now - _KEPT_SECONDS}
    if missing := wanted - found.keys():
        fresh = load(missing)
        _keep(fresh, now)
        newest = {key.id: body for key, body in fresh.items()}
        found |= {key: newest[key.id] for key in missing if key.id in newest}
    return found


_cache: dict[Key, tuple[float, Body]] = {}


def _keep(fresh: Mapping[Key, Body], now: float) -> None:
    for oldest in list(_cache)[: max(0, len(_cache) + len(fresh) - _KEPT)]:
        _cache.pop(oldest, None)
    _cache.update({key: (now, body) for key, body in fresh.items()})
