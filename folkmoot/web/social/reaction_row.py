"""The emoji under a post, counted, each to be pressed."""

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from urllib.parse import quote

from django.template import engines
from django.utils.translation import get_language
from markupsafe import Markup

from folkmoot.core.emoji import emoji_name
from folkmoot.media.queries import PictureView
from folkmoot.posts.hydrate import PostView
from folkmoot.web.social.emojis import image

if TYPE_CHECKING:
    from django.template.backends.jinja2 import Jinja2


class Face(NamedTuple):
    """One emoji as it is shown and sent."""

    emoji: str
    shown: Markup | str
    name: str
    path: str  # as the end of an address


def reactions(view: PostView, viewer: int | None, place: str = "") -> str:
    """The row of emoji under a post as this reader sees it; empty where there are none."""
    if not view.extras.reactions:
        return ""
    place = place or f"p{view.id}"
    at = "" if place == f"p{view.post_id}" else f"?at={place}"
    faces = [(face(each.emoji, each.picture), each.count, each.mine) for each in view.extras.reactions]
    return str(_piece().row(view.post_id, view.body.path, place, at, faces, viewer is not None))


def face(emoji: str, picture: PictureView | None = None) -> Face:
    """How an emoji is shown: as itself, or as the picture of one of the community's own."""
    shown = image(emoji, picture) if picture else emoji
    return Face(emoji, shown, emoji if emoji[0] == ":" else name_of(emoji), quote(emoji, safe=":"))


def name_of(emoji: str) -> str:
    """What an emoji is called in the reader's language, as far as Unicode's names are known in it."""
    return _name(emoji, get_language() or "en")


@lru_cache(maxsize=5_000)
def _name(emoji: str, language: str) -> str:
    return emoji_name(emoji, language) or emoji


@cache
def _piece() -> Any:
    return cast("Jinja2", engines["jinja2"]).env.get_template("social/reactions.html").module
