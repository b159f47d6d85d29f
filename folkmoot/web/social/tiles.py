"""What an account showed and played, as small squares in a grid: one for each post."""

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from django.template import engines
from markupsafe import Markup

from folkmoot.posts.hydrate import Body, PostView
from folkmoot.posts.visibility import open_to_visitors
from folkmoot.web import pictures
from folkmoot.web.social import players

if TYPE_CHECKING:
    from django.template.backends.jinja2 import Jinja2

_SIGNS = {"video": "film", "loop": "play", "sound": "note"}


class Tile(NamedTuple):
    """One post in the grid; one with a warning shows nothing but that."""

    path: str
    words: str  # what a picture shows, what a recording is called; empty where nobody said
    warning: str
    src: str
    focus: str
    tint: str
    sign: str  # an icon that tells what it is, where that is not one picture
    number: int  # of pictures and recordings


def grid(views: Iterable[PostView], viewer: int | None) -> Markup:
    """The tiles of these posts, with addresses that are the viewer's own."""
    tiles = [pictures.finish(str(_pieces().tile(_tile(view.body))), viewer, is_own=view.mark.mine) for view in views]
    return Markup("".join(tiles))  # noqa: S704 - our own template escaped it


def _tile(body: Body) -> Tile:
    count = len(body.pictures) + len(body.recordings)
    if body.cover:
        return Tile(body.path, "", body.cover, "", "", "", "", count)
    return _picture(body, count) if body.pictures else _recording(body, count)


def _picture(body: Body, count: int) -> Tile:
    first = pictures.shown(body.pictures[0], for_visitors=open_to_visitors(body.files_scope))
    sign = "stack" if count > 1 else ""
    return Tile(body.path, first.picture.alt, "", first.src, first.focus, first.tint, sign, count)


def _recording(body: Body, count: int) -> Tile:
    first = players.shown(body.recordings[0], for_visitors=open_to_visitors(body.files_scope))
    sign = "stack" if count > 1 else _SIGNS[first.recording.kind]
    return Tile(body.path, first.name, "", first.poster, "", first.tint, sign, count)


@cache
def _pieces() -> Any:
    return cast("Jinja2", engines["jinja2"]).env.get_template("social/tile.html").module
