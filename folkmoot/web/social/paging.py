"""Lists in pages: the whole page at first, then only what is older."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from folkmoot.accounts.actions.trust import note_reading
from folkmoot.core.cursors import Page
from folkmoot.web.social import cards

if TYPE_CHECKING:
    from django.http import HttpResponse

    from folkmoot.core.cursors import Slice
    from folkmoot.posts.hydrate import PostView
    from folkmoot.web.requests import WebRequest

POSTS = 20
PEOPLE = 40
MORE = "more"  # the id of the element that the next page takes the place of


def page_of(request: "WebRequest", size: int = POSTS) -> Page:
    """The part of a list that the address asks for."""
    return Page.parse(request.GET, limit=size, most=size)


def show_posts(
    request: "WebRequest", template: str, found: "Slice[PostView]", context: dict[str, Any] | None = None
) -> "HttpResponse":
    """A page with a list of posts."""
    note_reading(request.account)
    posts = {"posts": cards.feed(found.items, request.viewer)}
    return show(request, template, "social/more_posts.html", found, posts | (context or {}))


def show(
    request: "WebRequest", template: str, more: str, found: "Slice[Any]", context: dict[str, Any]
) -> "HttpResponse":
    """A page with a list, or only its next part when that is asked for from within the page."""
    links = {"found": found, "older": older(request, found), "is_first": "max_id" not in request.GET}
    newer = _link(request, "min_id", found.newer)
    return varying(render(request, more if wants_more(request) else template, {**context, **links, "newer": newer}))


def wants_more(request: "WebRequest") -> bool:
    """Whether only the next part of a list is asked for, from within its page."""
    htmx = request.htmx
    return bool(htmx and htmx.target == MORE and not htmx.history_restore_request)


def older(request: "WebRequest", found: "Slice[Any]") -> str:
    """The way to what is older; empty at the end."""
    return _link(request, "max_id", found.older)


def varying(response: "HttpResponse") -> "HttpResponse":
    """A page of which a part may be asked for at the same address."""
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def _link(request: "WebRequest", name: str, cursor: int | None) -> str:
    if cursor is None:
        return ""
    rest = [(key, value) for key, value in request.GET.items() if key not in {"max_id", "min_id", "since_id"}]
    return "?" + urlencode([*rest, (name, str(cursor))])
