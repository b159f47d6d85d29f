"""Hashtags, for programs."""

from typing import Any
from urllib.parse import quote

from django.http import HttpResponse

from folkmoot.api.answers import ORIGIN, answer, encoded, links, listed
from folkmoot.api.calls import Call, route
from folkmoot.core.cursors import Page
from folkmoot.core.errors import NotFound
from folkmoot.core.html import clean, tags_in
from folkmoot.posts import actions, queries
from folkmoot.posts.queries import TagView

TAGS, MOST = 100, 200
_NAME = 4  # where it stands in the address


def followed(call: Call) -> HttpResponse:
    """The hashtags that the viewer follows."""
    page = Page.parse(call.query, limit=TAGS, most=MOST)
    cut = queries.followed_tags(call.viewer, page)
    newest = cut.items[0].id if cut.items else None
    limit = page.limit if "limit" in call.query else None
    return listed(
        encoded([tag(each) for each in cut.items]),
        links("/api/v1/followed_tags", limit, older=cut.older, newest=newest),
    )


def show(call: Call) -> HttpResponse:
    """A hashtag; one that nobody used looks like any other."""
    name = name_in(call)
    featured = queries.is_featured(call.viewer, name)
    return answer(tag(queries.tag_by_name(call.viewer, name), featured=featured))


def follow(call: Call) -> HttpResponse:
    """Follow a hashtag."""
    actions.follow_tag(call.actor, name_in(call))
    return show(call)


def unfollow(call: Call) -> HttpResponse:
    """Stop following a hashtag."""
    actions.unfollow_tag(call.actor, name_in(call))
    return show(call)


def name_in(call: Call) -> str:
    """The hashtag that the address names."""
    name = clean(call.request.path_info.split("/")[_NAME])
    if tags_in(f"#{name}") != [name]:
        raise NotFound
    return name


def tag(view: TagView, *, featured: bool = False) -> dict[str, Any]:
    """A Tag; how often it is used is counted nowhere."""
    return {
        "id": view.name,
        "name": view.name,
        "url": f"{ORIGIN}/tags/{quote(view.name, safe='')}",
        "history": [],
        "following": view.followed,
        "featuring": featured,
    }


ROUTES = {
    "GET /api/v1/followed_tags": route(followed, "read:follows"),
    "GET /api/v1/tags/:name": route(show, "read"),
    "POST /api/v1/tags/:name/follow": route(follow, "write:follows"),
    "POST /api/v1/tags/:name/unfollow": route(unfollow, "write:follows"),
}
