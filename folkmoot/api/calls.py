"""One request of a program: whom it speaks for and what it sent; and what is said of an address."""

from collections.abc import Callable
from functools import cached_property
from time import time
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from folkmoot.accounts.actions import seen_today, token_used
from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.queries import Bearer, Waiting, bearer, footing, get_account, may, waiting_bearer
from folkmoot.api.errors import NoFactor, NoToken, Waits
from folkmoot.api.parameters import Parameters, query_pairs
from folkmoot.core.emoji import one_emoji
from folkmoot.core.errors import NotAllowed

if TYPE_CHECKING:
    from folkmoot.accounts.queries import Account

_FOLLOW = frozenset({"follows", "blocks", "mutes"})  # what Mastodon's old scope "follow" covers
_SEEN_MOST = 10_000  # a bound on memory; forgetting costs one read each
_DAY = 24 * 60 * 60
_seen: dict[int, int] = {}  # token: day; spares a read, since each process notes a token once a day


class Visit:
    """What an endpoint is given that answers those without a token too: then the viewer is ``None``."""

    app_id: int | None = None  # of the app whose token it is
    waiting: Waiting | None = None  # whose token it is, if they are no member yet

    def __init__(self, request: HttpRequest, viewer: int | None, ids: tuple[int, ...], most: int) -> None:
        self.request = request
        self.most = most  # bytes of the body
        self._viewer = viewer
        self.ids = ids  # those in the path, in order

    @property
    def viewer(self) -> int | None:
        """The account that looks."""
        return self._viewer

    @property
    def id(self) -> int:
        """The one id in the path."""
        return self.ids[0]

    @cached_property
    def sent(self) -> Parameters:
        """What came with the request, wherever it stood."""
        return Parameters.of(self.request, self.most)

    @cached_property
    def query(self) -> dict[str, str]:
        """The query string alone."""
        return dict(query_pairs(self.request))


class Call(Visit):
    """What an endpoint is given when a token speaks for an account."""

    def __init__(self, request: HttpRequest, viewer: int, ids: tuple[int, ...], most: int) -> None:
        super().__init__(request, viewer, ids, most)
        self._member = viewer

    @property
    def viewer(self) -> int:
        """The account that looks."""
        return self._member

    @cached_property
    def actor(self) -> "Account":
        """The account that writes."""
        return get_account(self.viewer, self.viewer)


def emoji_of(call: Call) -> str:
    """The emoji at the end of the address, or between colons the name of one of the community's own."""
    said = call.request.path_info.removesuffix("/").rpartition("/")[2]  # some clients end an address with a slash
    return one_emoji(said) or f":{said}:"


class Route(NamedTuple):
    """What answers at an address, and the scopes of which a token needs one."""

    endpoint: Callable[[Any], HttpResponse]  # of a ``Call``, or of a ``Visit`` where it is open
    scopes: frozenset[str]
    with_file: bool = False
    is_open: bool = False
    for_apps: bool = False  # also for a token that speaks for no account, but for the app alone
    for_waiting: bool = False  # also for those who signed up and are no members yet
    reads: bool = False  # feeds and threads
    needs: Capability | None = None  # what whoever asks has to be allowed in the community besides

    def reading(self) -> "Route":
        """The same where something of others is read, which lets trust in a newcomer grow."""
        return self._replace(reads=True)

    def also(self, scope: str) -> "Route":
        """The same for those whose token is for ``scope``."""
        return self._replace(scopes=self.scopes | {scope})


def route(endpoint: Callable[[Call], HttpResponse], scope: str, *, with_file: bool = False) -> Route:
    """An address for those with a token for ``scope``, or for a wider one."""
    wider, _, thing = scope.rpartition(":")
    return Route(endpoint, frozenset({scope, wider or scope} | ({"follow"} if thing in _FOLLOW else set())), with_file)


def open_route(endpoint: Callable[[Visit], HttpResponse], scope: str) -> Route:
    """An address that answers without a token as well; one that is sent must work, and be for ``scope``."""
    return route(endpoint, scope)._replace(is_open=True, for_apps=True)


def free_route(endpoint: Callable[[Visit], HttpResponse]) -> Route:
    """An address that says the same to everybody: a token that comes along is not looked at."""
    return Route(endpoint, frozenset(), is_open=True)


def app_route(endpoint: Callable[[Visit], HttpResponse]) -> Route:
    """An address for whoever has a token, an app's own included, whatever it is for."""
    return Route(endpoint, frozenset(), for_apps=True)


def staff_route(endpoint: Callable[[Call], HttpResponse], scope: str, needs: Capability) -> Route:
    """An address for those who run the community, as far as they may do this, with a token for ``scope``."""
    wider = ":".join(scope.split(":")[:2])
    return Route(endpoint, frozenset({scope, wider}), needs=needs)


def check_staff(found: Bearer, needs: Capability) -> None:
    """Whoever may do this passes: with a second factor, and a token given by somebody who had a role then.

    In the test profile nobody has a second factor, and tokens are as old as their makers say.
    """
    if found.account_id is None or not may(found.account_id, needs):
        raise NotAllowed
    if settings.TEST_PROFILE:
        return
    stands_on = footing(found.token_id)
    if not stands_on.has_role:
        raise NotAllowed
    if not stands_on.has_factor:
        raise NoFactor


def holder(request: HttpRequest) -> Bearer:
    """Whose token a request carries, and what for; cookies mean nothing."""
    kind, _, raw = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    if kind.lower() != "bearer":
        raise NoToken
    if found := bearer(raw.strip()):
        return found
    if waiting := waiting_bearer(raw.strip()):
        raise Waits(waiting)
    raise NoToken


def note_visit(found: Bearer) -> None:
    """Once a day: whoever reads through a program is here as well, so that the home feed is kept; and so is the app."""
    today = int(time()) // _DAY
    if _seen.get(found.token_id) == today:
        return
    if len(_seen) > _SEEN_MOST:
        _seen.clear()
    _seen[found.token_id] = today
    token_used(found.token_id)
    if found.account_id is not None:
        seen_today(found.account_id)
