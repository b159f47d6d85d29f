"""Every address of the API, and what a token must be made for to use it."""

from collections.abc import Callable
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse

from folkmoot.api.answers import finished
from folkmoot.api.calls import Call, holder, note_visit
from folkmoot.api.endpoints import (
    accounts,
    edits,
    favourites,
    filters,
    follows,
    lists,
    media,
    polls,
    quotes,
    reactions,
    scheduled,
    statuses,
    tags,
    timelines,
)
from folkmoot.api.errors import OutOfScope
from folkmoot.api.parameters import BODY_MOST, FILE_MOST
from folkmoot.core.errors import NotFound
from folkmoot.core.ids import LARGEST_ID

_FOLLOW = frozenset({"follows", "blocks", "mutes"})  # what Mastodon's old scope "follow" covers
_DIGITS = len(str(LARGEST_ID))
_VERB, _NAMING = 5, (["react"], ["unreact"])  # behind these in an address stands an emoji, which may look like an id


class Route(NamedTuple):
    """What answers at an address, and the scopes of which a token needs one."""

    endpoint: Callable[[Call], HttpResponse]
    scopes: frozenset[str]
    with_file: bool = False


def dispatch(request: HttpRequest) -> HttpResponse:
    """Answer one request: the address first, then the token, then its scope."""
    route, ids = find(request.method or "", request.path_info)
    viewer, may = holder(request, route.scopes)
    if not may:
        raise OutOfScope
    note_visit(viewer)
    return finished(route.endpoint(Call(request, viewer, ids, FILE_MOST if route.with_file else BODY_MOST)), viewer)


def find(method: str, path: str) -> tuple[Route, tuple[int, ...]]:
    """The route of an address and the ids in it; ``NotFound`` when there is none."""
    method = "GET" if method == "HEAD" else method
    if ":" in path:
        raise NotFound
    if route := _ROUTES.get(f"{method} {path}"):
        return route, ()
    words = path.split("/")
    if words[_VERB:-1] in _NAMING:
        words[-1] = ":name"
    if words[3:4] == ["tags"]:
        words[4:5] = [":name"]
    ids = tuple(int(word) for word in words if _is_id(word))
    pattern = "/".join([":id" if _is_id(word) else word for word in words])
    route = _ROUTES.get(f"{method} {pattern}")
    if route is None or max(ids, default=0) > LARGEST_ID:
        raise NotFound
    return route, ids


def _is_id(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) <= _DIGITS


def _route(endpoint: Callable[[Call], HttpResponse], scope: str, *, with_file: bool = False) -> Route:
    verb, _, thing = scope.partition(":")
    return Route(endpoint, frozenset({scope, verb} | ({"follow"} if thing in _FOLLOW else set())), with_file)


_ROUTES = {
    "GET /api/v1/accounts/verify_credentials": _route(accounts.verify_credentials, "read:accounts"),
    "GET /api/v1/accounts/lookup": _route(accounts.lookup, "read:accounts"),
    "GET /api/v1/accounts/relationships": _route(follows.relationships, "read:follows"),
    "GET /api/v1/accounts/:id": _route(accounts.show, "read:accounts"),
    "POST /api/v1/accounts/:id/follow": _route(follows.follow, "write:follows"),
    "POST /api/v1/accounts/:id/unfollow": _route(follows.unfollow, "write:follows"),
    "POST /api/v1/statuses": _route(statuses.create, "write:statuses"),
    "GET /api/v1/statuses/:id": _route(statuses.show, "read:statuses"),
    "DELETE /api/v1/statuses/:id": _route(statuses.delete, "write:statuses"),
    "GET /api/v1/statuses/:id/context": _route(statuses.context, "read:statuses"),
    "POST /api/v1/statuses/:id/favourite": _route(favourites.favourite, "write:favourites"),
    "POST /api/v1/statuses/:id/unfavourite": _route(favourites.unfavourite, "write:favourites"),
    "POST /api/v1/statuses/:id/reblog": _route(favourites.reblog, "write:statuses"),
    "POST /api/v1/statuses/:id/unreblog": _route(favourites.unreblog, "write:statuses"),
    "POST /api/v1/statuses/:id/bookmark": _route(favourites.bookmark, "write:bookmarks"),
    "POST /api/v1/statuses/:id/unbookmark": _route(favourites.unbookmark, "write:bookmarks"),
    "GET /api/v1/statuses/:id/quotes": _route(quotes.index, "read:statuses"),
    "POST /api/v1/statuses/:id/quotes/:id/revoke": _route(quotes.revoke, "write:statuses"),
    "PUT /api/v1/statuses/:id/interaction_policy": _route(quotes.change_policy, "write:statuses"),
    "GET /api/v1/statuses/:id/reactions": _route(reactions.index, "read:statuses"),
    "POST /api/v1/statuses/:id/react/:name": _route(reactions.react, "write:favourites"),
    "POST /api/v1/statuses/:id/unreact/:name": _route(reactions.unreact, "write:favourites"),
    "GET /api/v1/custom_emojis": _route(reactions.custom_emojis, "read"),
    "PUT /api/v1/statuses/:id": _route(edits.update, "write:statuses"),
    "GET /api/v1/statuses/:id/source": _route(edits.source, "read:statuses"),
    "GET /api/v1/statuses/:id/history": _route(edits.history, "read:statuses"),
    "GET /api/v1/polls/:id": _route(polls.show, "read:statuses"),
    "POST /api/v1/polls/:id/votes": _route(polls.vote, "write:statuses"),
    "POST /api/v2/media": _route(media.create, "write:media", with_file=True),
    "POST /api/v1/media": _route(media.create, "write:media", with_file=True),
    "GET /api/v1/media/:id": _route(media.show, "write:media"),
    "PUT /api/v1/media/:id": _route(media.update, "write:media"),
    "DELETE /api/v1/media/:id": _route(media.delete, "write:media"),
    "GET /api/v1/scheduled_statuses": _route(scheduled.index, "read:statuses"),
    "GET /api/v1/scheduled_statuses/:id": _route(scheduled.show, "read:statuses"),
    "PUT /api/v1/scheduled_statuses/:id": _route(scheduled.change, "write:statuses"),
    "DELETE /api/v1/scheduled_statuses/:id": _route(scheduled.cancel, "write:statuses"),
    "GET /api/v1/timelines/home": _route(timelines.home, "read:statuses"),
    "GET /api/v1/timelines/list/:id": _route(lists.timeline, "read:lists"),
    "GET /api/v1/lists": _route(lists.index, "read:lists"),
    "POST /api/v1/lists": _route(lists.create, "write:lists"),
    "GET /api/v1/lists/:id": _route(lists.show, "read:lists"),
    "PUT /api/v1/lists/:id": _route(lists.update, "write:lists"),
    "DELETE /api/v1/lists/:id": _route(lists.delete, "write:lists"),
    "GET /api/v1/lists/:id/accounts": _route(lists.accounts, "read:lists"),
    "POST /api/v1/lists/:id/accounts": _route(lists.add, "write:lists"),
    "DELETE /api/v1/lists/:id/accounts": _route(lists.take_out, "write:lists"),
    "GET /api/v1/accounts/:id/lists": _route(lists.of_account, "read:lists"),
    "GET /api/v2/filters": _route(filters.index, "read:filters"),
    "POST /api/v2/filters": _route(filters.create, "write:filters"),
    "GET /api/v2/filters/:id": _route(filters.show, "read:filters"),
    "PUT /api/v2/filters/:id": _route(filters.update, "write:filters"),
    "DELETE /api/v2/filters/:id": _route(filters.delete, "write:filters"),
    "GET /api/v2/filters/:id/keywords": _route(filters.keywords, "read:filters"),
    "POST /api/v2/filters/:id/keywords": _route(filters.add_keyword, "write:filters"),
    "GET /api/v2/filters/keywords/:id": _route(filters.show_keyword, "read:filters"),
    "PUT /api/v2/filters/keywords/:id": _route(filters.update_keyword, "write:filters"),
    "DELETE /api/v2/filters/keywords/:id": _route(filters.delete_keyword, "write:filters"),
    "GET /api/v1/filters": _route(filters.index_v1, "read:filters"),
    "POST /api/v1/filters": _route(filters.create_v1, "write:filters"),
    "GET /api/v1/filters/:id": _route(filters.show_v1, "read:filters"),
    "PUT /api/v1/filters/:id": _route(filters.update_v1, "write:filters"),
    "DELETE /api/v1/filters/:id": _route(filters.delete_v1, "write:filters"),
    "POST /api/v1/statuses/:id/mute": _route(favourites.mute, "write:mutes"),
    "POST /api/v1/statuses/:id/unmute": _route(favourites.unmute, "write:mutes"),
    "GET /api/v1/followed_tags": _route(tags.followed, "read:follows"),
    "GET /api/v1/tags/:name": _route(tags.show, "read"),
    "POST /api/v1/tags/:name/follow": _route(tags.follow, "write:follows"),
    "POST /api/v1/tags/:name/unfollow": _route(tags.unfollow, "write:follows"),
}
