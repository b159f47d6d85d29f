"""Which hashtags staff keep off the rise: nobody is led to them from elsewhere either."""

from collections.abc import Iterable, Sequence

from folkmoot.discovery.kinds import Kind
from folkmoot.discovery.likeness import skeleton
from folkmoot.discovery.models import Decision
from folkmoot.posts.queries import TagView


def unhidden(tags: Sequence[TagView]) -> list[TagView]:
    """All of these hashtags but those that staff hid, in whatever letters they are written."""
    hidden = _hidden_among(each.shown for each in tags)
    return [each for each in tags if each.shown not in hidden]


def _hidden_among(names: Iterable[str]) -> frozenset[str]:
    """Which of these staff hid; no statement for none."""
    keys = {name: skeleton(name) for name in names}
    if not keys:
        return frozenset()
    decided = Decision.objects.filter(kind=Kind.TAG, allowed=False, key__in=set(keys.values()))
    hidden = set(decided.values_list("key", flat=True))
    return frozenset(name for name, key in keys.items() if key in hidden)
