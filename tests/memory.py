"""What a process remembers besides its database: forgotten between tests, as by a restart."""

import functools
import sys
from collections.abc import Iterator
from typing import Any

from django.core.cache import cache

from folkmoot.core import few, limits

NAMES = frozenset({"_cache", "_seen"})  # dictionaries by accounts and posts, whose numbers come again in another test


def forget(*, laid: bool = False) -> None:
    """What one test left behind is nothing to the next; on a ground ``laid`` for many, the tables are read again."""
    cache.clear()
    limits.forget_all()
    for each in few.every():
        each._known.clear()
        each._version = -1 if laid else few._version()
    for kept in _kept(len(sys.modules)):
        kept.clear()


@functools.lru_cache(maxsize=1)
def _kept(_modules: int) -> list[Any]:
    return list(_every())


def _every() -> Iterator[Any]:
    from folkmoot.web.shelf import Shelf

    ours = [module for name, module in list(sys.modules.items()) if name.startswith("folkmoot.")]
    for module in ours:
        for name, value in vars(module).items():
            if isinstance(value, Shelf):
                yield value.kept
            elif name in NAMES:
                yield value
