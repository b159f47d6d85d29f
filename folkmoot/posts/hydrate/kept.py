"""The shared half of posts, kept by the versions of the post and its author."""

from collections.abc import Iterable
from time import monotonic

from folkmoot.core.keeping import Keeping
from folkmoot.posts.hydrate.loading import load
from folkmoot.posts.hydrate.views import Body, Key

_cache = Keeping[Key, Body](4_000, 60)  # bodies, some 2 KB each; a minute for what is counted about their authors


def bodies(keys: Iterable[Key]) -> dict[Key, Body]:
    """The shared halves of posts in these states, or in a newer one; a post deleted meanwhile is left out."""
    now = monotonic()
    wanted = set(keys)
    found = _cache.find(wanted, now)
    if missing := wanted - found.keys():
        fresh = load(missing)
        _cache.keep(fresh, now)
        newest = {key.id: body for key, body in fresh.items()}
        found |= {key: newest[key.id] for key in missing if key.id in newest}
    return found
