"""One request of a program: whom it speaks for and what it sent."""

from functools import cached_property
from time import time
from typing import TYPE_CHECKING

from django.http import HttpRequest

from folkmoot.accounts.actions import seen_today
from folkmoot.accounts.queries import bearer, get_account
from folkmoot.api.errors import NoToken
from folkmoot.api.parameters import Parameters, query_pairs

if TYPE_CHECKING:
    from folkmoot.accounts.queries import Account

_SEEN_MOST = 10_000  # a bound on memory; forgetting costs one read each
_DAY = 24 * 60 * 60
_seen: dict[int, int] = {}  # account: day; spares a read, since each process notes an account once a day


class Call:
    """What an endpoint is given."""

    def __init__(self, request: HttpRequest, viewer: int, ids: tuple[int, ...], most: int) -> None:
        self.request = request
        self.most = most  # bytes of the body
        self.viewer = viewer
        self.ids = ids  # those in the path, in order

    @property
    def id(self) -> int:
        """The one id in the path."""
        return self.ids[0]

    @cached_property
    def actor(self) -> "Account":
        """The account that writes."""
        return get_account(self.viewer, self.viewer)

    @cached_property
    def sent(self) -> Parameters:
        """What came with the request, wherever it stood."""
        return Parameters.of(self.request, self.most)

    @cached_property
    def query(self) -> dict[str, str]:
        """The query string alone."""
        return dict(query_pairs(self.request))


def holder(request: HttpRequest, scopes: frozenset[str]) -> tuple[int, bool]:
    """The account whose token a request carries, and whether the token has one of ``scopes``; cookies mean nothing."""
    kind, _, raw = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    found = bearer(raw.strip()) if kind.lower() == "bearer" else None
    if found is None:
        raise NoToken
    return found.account_id, not scopes.isdisjoint(found.scopes)


def note_visit(account_id: int) -> None:
    """Once a day: whoever reads through a program is here as well, so that the home feed is kept."""
    today = int(time()) // _DAY
    if _seen.get(account_id) == today:
        return
    if len(_seen) > _SEEN_MOST:
        _seen.clear()
    _seen[account_id] = today
    seen_today(account_id)
