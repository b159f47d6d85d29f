"""What can be asked about pictures."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from folkmoot.core.errors import NotFound
from folkmoot.core.rows import among, id_list, select


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture as it is shown; ``width`` and ``height`` are those of the largest of its files."""

    id: int
    name: str
    width: int
    height: int
    widths: tuple[int, ...]
    alt: str
    focus: tuple[float, float]
    blurhash: str
    moving: bool


_COLUMNS = ("id", "name", "width", "height", "widths", "alt", "focus_x", "focus_y", "blurhash", "moving")
COLUMN_COUNT = len(_COLUMNS)


@cache
def picture_columns(picture: str) -> str:
    """The columns that ``picture_of`` reads, for a statement that joins ``media_picture``."""
    return ", ".join(f"{picture}.{name}" for name in _COLUMNS)


def picture_of(row: Sequence[Any]) -> PictureView:
    """The view in one row of ``picture_columns``."""
    some_id, name, width, height, widths, alt, focus_x, focus_y, blurhash, moving = row
    sizes = tuple(map(int, widths.split()))
    return PictureView(some_id, name, width, height, sizes, alt, (focus_x, focus_y), blurhash, bool(moving))


def pictures(ids: Collection[int]) -> dict[int, PictureView]:
    """The pictures with these ids, whoever may see them, in exactly one query (none for no ids)."""
    if not ids:
        return {}
    return {row[0]: picture_of(row) for row in select(_some(), {"ids": id_list(ids)})}


def own_picture(viewer: int, picture_id: int) -> PictureView:
    """A picture of the viewer's own, used or not; ``NotFound`` when it is not theirs or gone."""
    rows = select(_OWN, {"id": picture_id, "viewer": viewer})
    if not rows:
        raise NotFound
    return picture_of(rows[0])


def unused(viewer: int, ids: Collection[int]) -> list[PictureView]:
    """Those of these uploads that are the viewer's own and used nowhere yet, in the order asked for."""
    rows = select(_unused(), {"ids": id_list(ids), "viewer": viewer}) if ids else []
    found = {row[0]: picture_of(row) for row in rows}
    return [found[i] for i in dict.fromkeys(ids) if i in found]


_OWN = f"SELECT {picture_columns('m')} FROM media_picture m WHERE m.id = %(id)s AND m.owner_id = %(viewer)s"


@cache
def _some() -> str:
    return f"SELECT {picture_columns('m')} FROM media_picture m WHERE {among('m.id', 'ids')}"


@cache
def _unused() -> str:
    return f"{_some()} AND m.owner_id = %(viewer)s AND m.used_at IS NULL"
