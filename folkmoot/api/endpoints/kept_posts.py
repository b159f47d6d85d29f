"""Posts by what was done to them, and who did it, for programs."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from django.http import HttpResponse

from folkmoot.accounts.hydrate import AccountView
from folkmoot.api.answers import answer, encoded, listed
from folkmoot.api.calls import Call, Visit, open_route, route
from folkmoot.api.endpoints.accounts import PEOPLE, PEOPLE_AT_ONCE, POSTS, POSTS_AT_ONCE, around
from folkmoot.api.endpoints.accounts import people as people_page
from folkmoot.api.entities.statuses import status
from folkmoot.core.cursors import Page, Slice
from folkmoot.posts import actions, queries
from folkmoot.posts.hydrate import PostView, posts
from folkmoot.posts.queries import get_post

if TYPE_CHECKING:
    from folkmoot.accounts.queries import Account


def several(visit: Visit) -> HttpResponse:
    """Some statuses by their ids, in the order asked for; those that the viewer may not see are left out."""
    return answer([status(view) for view in posts(visit.viewer, visit.sent.ids("id")[:POSTS_AT_ONCE])])


def bookmarks(call: Call) -> HttpResponse:
    """What the viewer keeps for later."""
    return _page(call, queries.bookmarks)


def favourites(call: Call) -> HttpResponse:
    """What the viewer likes."""
    return _page(call, queries.likes)


def favourited_by(call: Call) -> HttpResponse:
    """Who likes a status."""
    return _people(call, queries.liked_by)


def reblogged_by(call: Call) -> HttpResponse:
    """Who boosted a status."""
    return _people(call, queries.boosted_by)


def pin(call: Call) -> HttpResponse:
    """Show a status of the viewer's at the top of the profile."""
    return _press(call, actions.pin)


def unpin(call: Call) -> HttpResponse:
    """Take a status from the top of the viewer's profile."""
    return _press(call, actions.unpin)


def _page(call: Call, query: Callable[[int, Page], Slice[PostView]]) -> HttpResponse:
    page = Page.parse(call.query, limit=POSTS, most=POSTS_AT_ONCE)
    cut = query(call.viewer, page)
    return listed(encoded([status(view) for view in cut.items]), around(call, cut, page))


def _people(call: Call, query: Callable[[int | None, int, Page], Slice[AccountView]]) -> HttpResponse:
    page = Page.parse(call.query, limit=PEOPLE, most=PEOPLE_AT_ONCE)
    return people_page(call, query(call.viewer, get_post(call.viewer, call.id).post_id, page), page)


def _press(call: Call, action: "Callable[[Account, int], None]") -> HttpResponse:
    show = partial(get_post, call.viewer)
    target = show(call.id).post_id
    action(call.actor, target)
    return answer(status(show(target)))


ROUTES = {
    "GET /api/v1/statuses": open_route(several, "read:statuses"),
    "GET /api/v1/bookmarks": route(bookmarks, "read:bookmarks"),
    "GET /api/v1/favourites": route(favourites, "read:favourites"),
    "GET /api/v1/statuses/:id/favourited_by": route(favourited_by, "read:accounts"),
    "GET /api/v1/statuses/:id/reblogged_by": route(reblogged_by, "read:accounts"),
    "POST /api/v1/statuses/:id/pin": route(pin, "write:accounts"),
    "POST /api/v1/statuses/:id/unpin": route(unpin, "write:accounts"),
}
