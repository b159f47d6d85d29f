"""Keyset paging: pages are cut by id, never by counting."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self, cast

from django.utils.translation import gettext as _

from folkmoot.core.errors import Invalid
from folkmoot.core.ids import LARGEST_ID, id_in


@dataclass(frozen=True)
class Page:
    """Which part of a list, newest first, is asked for; the three ids themselves are left out."""

    limit: int
    max_id: int | None = None  # only what is older
    since_id: int | None = None  # only what is newer, the newest of it
    min_id: int | None = None  # only what is newer, directly above

    @classmethod
    def parse(cls, query: Mapping[str, str], *, limit: int, most: int) -> Self:
        """The page a query string asks for; more than ``most`` is cut to it, nonsense raises ``Invalid``."""
        asked = _number(query, "limit", 1)
        return cls(
            limit=min(asked or limit, most),
            max_id=_number(query, "max_id", 0),
            since_id=_number(query, "since_id", 0),
            min_id=_number(query, "min_id", 0),
        )

    @property
    def ascending(self) -> bool:
        """Whether rows are to be read from the oldest up, because the page directly above an id is wanted."""
        return self.min_id is not None

    @property
    def above(self) -> int:
        """Every id of the page is larger than this: one statement then fits every page."""
        return max(self.since_id or 0, self.min_id or 0)

    @property
    def below(self) -> int:
        """Every id of the page is smaller than this."""
        return LARGEST_ID if self.max_id is None else self.max_id


@dataclass(frozen=True)
class Slice[T]:
    """One page, newest first; ``older`` is the next page's ``max_id``, ``newer`` the previous page's ``min_id``."""

    items: tuple[T, ...]
    older: int | None
    newer: int | None
    newest: int | None = field(default=None, compare=False)  # the id that the first item stands at in the list

    @classmethod
    def cut(cls, rows: Sequence[T], page: Page, id_of: Callable[[T], int]) -> "Slice[T]":
        """The page from up to ``limit + 1`` rows in reading order (the extra row only tells that there is more)."""
        more = len(rows) > page.limit
        kept = tuple(rows[: page.limit])
        if page.ascending:
            kept = kept[::-1]
        if not kept:
            return cls((), older=None, newer=None)
        more_below = page.ascending or more
        more_above = more if page.ascending else page.max_id is not None
        return cls(
            kept,
            older=id_of(kept[-1]) if more_below else None,
            newer=id_of(kept[0]) if more_above else None,
            newest=id_of(kept[0]),
        )

    def filled[U](self, items: Iterable[U]) -> "Slice[U]":
        """The same place in the list with other items, such as views instead of ids."""
        return cast("Slice[U]", replace(self, items=cast("tuple[T, ...]", tuple(items))))


def _number(query: Mapping[str, str], field: str, smallest: int) -> int | None:
    raw = query.get(field, "")
    if not raw:
        return None
    found = id_in(raw)
    if found is None or found < smallest:
        raise Invalid(field, _("“%(field)s” must be a whole number.") % {"field": field})
    return found
