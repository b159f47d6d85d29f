"""What is counted, how much of it is left, and the headers that say so."""

from datetime import UTC, datetime
from functools import wraps
from math import ceil
from time import time
from typing import TYPE_CHECKING, NamedTuple

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from folkmoot.api.answers import iso
from folkmoot.core.errors import TooMany
from folkmoot.posts.interaction import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from folkmoot.api.calls import Call

_APP = "allauth.account"  # whose settings hold the limits


class Limit(NamedTuple):
    """How often something may be done within some time."""

    most: int
    left: int
    resets_at: datetime


def tell(response: HttpResponse, limit: Limit | None) -> HttpResponse:
    """The answer, with what it says of a limit; nothing where there is none."""
    if limit:
        response.headers["X-RateLimit-Limit"] = str(limit.most)
        response.headers["X-RateLimit-Remaining"] = str(limit.left)
        response.headers["X-RateLimit-Reset"] = iso(limit.resets_at)
    return response


def paced(endpoint: "Callable[[Call], HttpResponse]") -> "Callable[[Call], HttpResponse]":
    """An endpoint that writes a post, with how many may follow: as counted when it was let through, and this one."""

    @wraps(endpoint)
    def with_pace(call: "Call") -> HttpResponse:
        before = counted.set(None)
        try:
            response = endpoint(call)
            now = counted.get()
        finally:
            counted.reset(before)
        return tell(response, Limit(now.most, now.left - 1, now.frees_at) if now else None)

    return with_pace


def count(request: HttpRequest, action: str) -> Limit | None:
    """Count one more from where a request comes: ``TooMany`` for one too many, ``None`` where there is no limit."""
    allowed = ratelimit.consume(request, app=_APP, action=action)
    limit = _of(request, action)
    if limit and allowed is None:
        wait = max(1, ceil(limit.resets_at.timestamp() - time()))
        raise TooMany(wait, most=limit.most)
    return limit


def _of(request: HttpRequest, action: str) -> Limit | None:
    rates = ratelimit.get_rates(app=_APP, action=action)
    if not rates:
        return None
    rate = rates[0]
    times = cache.get(ratelimit.get_cache_key(request, app=_APP, action=action, rate=rate), [])
    first = times[-1] if times else time()
    ends = datetime.fromtimestamp(first + rate.duration, UTC)
    return Limit(rate.amount, max(0, rate.amount - len(times)), ends)
