"""From an address of the API to what answers there, past the token and its scope."""

from itertools import chain

from django.http import HttpRequest, HttpResponse

from folkmoot.api.answers import finished
from folkmoot.api.calls import Call, Route, Visit, holder, note_visit
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

_DIGITS = len(str(LARGEST_ID))
_VERB, _NAMING = 5, (["react"], ["unreact"])  # behind these in an address stands an emoji, which may look like an id


def dispatch(request: HttpRequest) -> HttpResponse:
    """Answer one request: the address first, then the token, then its scope."""
    route, ids = find(request.method or "", request.path_info)
    most = FILE_MOST if route.with_file else BODY_MOST
    if route.is_open and "HTTP_AUTHORIZATION" not in request.META:
        return finished(route.endpoint(Visit(request, None, ids, most)), None)
    viewer, may = holder(request, route.scopes)
    if not may:
        raise OutOfScope
    note_visit(viewer)
    return finished(route.endpoint(Call(request, viewer, ids, most)), viewer)


def find(method: str, path: str) -> tuple[Route, tuple[int, ...]]:
    """The route of an address and the ids in it; ``NotFound`` when there is none."""
    method = "GET" if method == "HEAD" else method
    if ":" in path:
        raise NotFound
    if route := ROUTES.get(f"{method} {path}"):
        return route, ()
    words = path.split("/")
    if words[_VERB:-1] in _NAMING:
        words[-1] = ":name"
    if words[3:4] == ["tags"]:
        words[4:5] = [":name"]
    ids = tuple(int(word) for word in words if _is_id(word))
    pattern = "/".join([":id" if _is_id(word) else word for word in words])
    route = ROUTES.get(f"{method} {pattern}")
    if route is None or max(ids, default=0) > LARGEST_ID:
        raise NotFound
    return route, ids


def _is_id(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) <= _DIGITS


ROUTES: dict[str, Route] = dict(
    chain.from_iterable(
        module.ROUTES.items()
        for module in (
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
    )
)
