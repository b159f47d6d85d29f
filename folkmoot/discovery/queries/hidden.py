"""Which hashtags staff keep off the rise: nobody is led to them from elsewhere either."""

from collections.abc import Iterable

from folkmoot.discovery.kinds import Kind
from folkmoot.discovery.likeness import skeleton
from folkmoot.discovery.models import Decision


def hidden_among(names: Iterable[str]) -> frozenset[str]:
    """Those of these hashtags that staff hid, in whatever letters they are written; no statement for none."""
    keys = {name: skeleton(name) for name in names}
    if not keys:
        return frozenset()
    decided = Decision.objects.filter(kind=Kind.TAG, allowed=False, key__in=set(keys.values()))
    hidden = set(decided.values_list("key", flat=True))
    return frozenset(name for name, key in keys.items() if key in hidden)
