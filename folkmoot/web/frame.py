"""The navigation and the community's card as HTML: the same from page to page, so they are rendered once and kept."""

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from django.template import engines
from markupsafe import Markup

from folkmoot.instance.queries import Community

if TYPE_CHECKING:
    from django.template.backends.jinja2 import Jinja2

    from folkmoot.web.chrome import Chrome

KEPT = 400  # some 7 KB each, in every process


class Frame(NamedTuple):
    """Where a member can go: beside the page on a desk, below it in the hand."""

    side: Markup
    bottom: Markup


def frame_of(chrome: "Chrome") -> Frame:
    """The navigation of a member on this page."""
    me = chrome.account.username if chrome.account else ""
    here = _place(chrome.request.path, f"/@{me}")
    known = (chrome.language, me, here, chrome.unread, chrome.may, chrome.waiting, chrome.has_rising)
    found = _frames.get(known)
    if found is None:
        if len(_frames) >= KEPT:
            _frames.clear()
        found = _frames[known] = _frame(chrome)
    return found


@lru_cache(maxsize=8)
def about(community: Community, language: str) -> Markup:
    """The card that says what this community is."""
    del language
    return Markup(_pieces().about(community))  # noqa: S704 - our own template escaped it


@lru_cache(maxsize=8)
def foot(language: str, *, has_keys: bool) -> Markup:
    """What stands below every page."""
    del language
    return Markup(_pieces().foot(has_keys))  # noqa: S704 - our own template escaped it


_frames: dict[Any, Frame] = {}


def _place(path: str, me: str) -> str:
    """The part of an address that the navigation tells apart."""
    if path.startswith("/@"):
        return me if path == me or path.startswith(f"{me}/") else "/@"
    return "/staff/cases" if path.startswith("/staff/cases/") else path


def _frame(chrome: "Chrome") -> Frame:
    pieces, places, staff = _pieces(), chrome.places, chrome.staff_places
    parts = (pieces.side(places, staff), pieces.bottom(places[:4], places[4:] + staff))
    return Frame(*(Markup(part) for part in parts))  # noqa: S704 - our own template escaped it


@cache
def _pieces() -> Any:
    return cast("Jinja2", engines["jinja2"]).env.get_template("components/frame.html").module
