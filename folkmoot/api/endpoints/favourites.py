"""What is done to a post with one press: favourite, reblog, bookmark."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.translation import gettext as _

from folkmoot.api.answers import answer
from folkmoot.api.calls import Call, route
from folkmoot.api.entities.statuses import status
from folkmoot.core.errors import Invalid
from folkmoot.posts import actions
from folkmoot.posts.queries import get_post

if TYPE_CHECKING:
    from folkmoot.accounts.queries import Account


def favourite(call: Call) -> HttpResponse:
    """Like a post."""
    return _do(call, actions.like)


def unfavourite(call: Call) -> HttpResponse:
    """Take a like back."""
    return _undo(call, actions.unlike)


def bookmark(call: Call) -> HttpResponse:
    """Keep a post for later."""
    return _do(call, actions.bookmark)


def unbookmark(call: Call) -> HttpResponse:
    """Keep a post no longer."""
    return _undo(call, actions.unbookmark)


def mute(call: Call) -> HttpResponse:
    """Hear no more of the thread that a post stands in."""
    return _do(call, actions.mute_thread)


def unmute(call: Call) -> HttpResponse:
    """Hear of the thread of a post again."""
    return _undo(call, actions.unmute_thread)


def reblog(call: Call) -> HttpResponse:
    """Boost a post, for all who may see it and nobody less; the answer is the boost."""
    if call.sent.text("visibility") not in {"", "public", "unlisted"}:
        raise Invalid("visibility", _("A boost is seen by all who may see the post: leave this out."))
    return answer(status(get_post(call.viewer, actions.boost(call.actor, call.id))))


def unreblog(call: Call) -> HttpResponse:
    """Take a boost back."""
    return _undo(call, actions.unboost)


def _do(call: Call, action: Callable[["Account", int], None]) -> HttpResponse:
    action(call.actor, call.id)
    return _target(call, call.id)


def _undo(call: Call, action: Callable[["Account", int], None]) -> HttpResponse:
    """Taking back is possible for what one may not see any more, too: the answer is then that it is not there."""
    target = call.id
    try:
        target = get_post(call.viewer, call.id).post_id
    finally:
        action(call.actor, target)
    return _target(call, target)


def _target(call: Call, post_id: int) -> HttpResponse:
    """The post itself, for a boost the boosted one."""
    view = get_post(call.viewer, post_id)
    return answer(status(view if view.boosted_by is None else get_post(call.viewer, view.post_id)))


ROUTES = {
    "POST /api/v1/statuses/:id/favourite": route(favourite, "write:favourites"),
    "POST /api/v1/statuses/:id/unfavourite": route(unfavourite, "write:favourites"),
    "POST /api/v1/statuses/:id/reblog": route(reblog, "write:statuses"),
    "POST /api/v1/statuses/:id/unreblog": route(unreblog, "write:statuses"),
    "POST /api/v1/statuses/:id/bookmark": route(bookmark, "write:bookmarks"),
    "POST /api/v1/statuses/:id/unbookmark": route(unbookmark, "write:bookmarks"),
    "POST /api/v1/statuses/:id/mute": route(mute, "write:mutes"),
    "POST /api/v1/statuses/:id/unmute": route(unmute, "write:mutes"),
}
