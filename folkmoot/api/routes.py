"""From an address of the API to what answers there, past the token and its scope."""

from importlib import import_module
from itertools import chain
from pkgutil import iter_modules

from django.http import HttpRequest, HttpResponse

from folkmoot.accounts.actions.trust import note_minute
from folkmoot.accounts.queries import has_agreed
from folkmoot.api import endpoints
from folkmoot.api.answers import finished
from folkmoot.api.calls import Call, Route, Visit, check_staff, holder, note_visit
from folkmoot.api.errors import HasToAgree, MembersOnly, OutOfScope, Waits
from folkmoot.api.limits import keep_pace
from folkmoot.api.parameters import BODY_MOST, FILE_MOST
from folkmoot.core.errors import NotFound
from folkmoot.core.ids import LARGEST_ID
from folkmoot.instance.queries import manner

_DIGITS = len(str(LARGEST_ID))
_VERB, _NAMING = 5, (["react"], ["unreact"], ["reactions"])  # behind these stands an emoji, which may look like an id
_NAMED = (  # as may a name here
    ("/api/v1/tags/", 4),
    ("/api/v1/timelines/tag/", 5),
    ("/api/v2/notifications/", 4),
    ("/api/v1/instance/terms_of_service/", 5),
    ("/api/v1/admin/email_domain_blocks/", 5),
)


def dispatch(request: HttpRequest) -> HttpResponse:
    """Answer one request: the address first, then the token, then its scope."""
    route, ids = find(request.method or "", request.path_info)
    visit = _visit(request, route, ids)
    return finished(route.endpoint(visit), visit.viewer)


def find(method: str, path: str) -> tuple[Route, tuple[int, ...]]:
    """The route of an address and the ids in it; ``NotFound`` when there is none."""
    method = "GET" if method == "HEAD" else method
    path = path.removesuffix("/")  # some clients end an address with it
    if ":" in path:
        raise NotFound
    if route := ROUTES.get(f"{method} {path}"):
        return route, ()
    words = path.split("/")
    if words[_VERB:-1] in _NAMING:
        words[-1] = ":name"
    for start, place in _NAMED:
        if path.startswith(start):
            words[place : place + 1] = [":name"]
    ids = tuple(int(word) for word in words if _is_id(word))
    pattern = "/".join([":id" if _is_id(word) else word for word in words])
    route = ROUTES.get(f"{method} {pattern}")
    if route is None or max(ids, default=0) > LARGEST_ID:
        raise NotFound
    return route, ids


def _visit(request: HttpRequest, route: Route, ids: tuple[int, ...]) -> Visit:
    """What the endpoint is given: an app's own token reads what visitors may, where they may."""
    most = FILE_MOST if route.with_file else BODY_MOST
    if route.is_open and not (route.scopes and "HTTP_AUTHORIZATION" in request.META):
        keep_pace(request, None)
        return Visit(request, None, ids, most)
    try:
        found = holder(request)
    except Waits as error:
        return _of_waiting(error, route, Visit(request, None, ids, most))
    if route.scopes and route.scopes.isdisjoint(found.scopes):
        raise OutOfScope
    keep_pace(request, found.account_id)
    note_visit(found)
    if route.reads and found.is_new and found.account_id:
        note_minute(found.account_id)
    if route.needs:
        check_staff(found, route.needs)
    if found.account_id is not None:
        _check_agreed(request, route, found.account_id)
        visit: Visit = Call(request, found.account_id, ids, most)
    elif route.for_apps:
        visit = Visit(request, None, ids, most)
    else:
        raise MembersOnly
    visit.app_id = found.app_id
    return visit


def _check_agreed(request: HttpRequest, route: Route, account_id: int) -> None:
    """Changed policies hold for programs as for pages: reading goes on, to write one agrees first."""
    wanted = manner().asks if request.method not in {"GET", "HEAD"} and "push" not in route.scopes else 0
    if wanted and not has_agreed(account_id, wanted):
        raise HasToAgree


def _of_waiting(error: Waits, route: Route, visit: Visit) -> Visit:
    """Whoever signed up and is no member yet may ask how that stands, and nothing else."""
    if not route.for_waiting:
        raise error
    visit.waiting = error.waiting
    return visit


def _is_id(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) <= _DIGITS


_MODULES = [import_module(f"{endpoints.__name__}.{found.name}") for found in iter_modules(endpoints.__path__)]
ROUTES: dict[str, Route] = dict(chain.from_iterable(module.ROUTES.items() for module in _MODULES))
