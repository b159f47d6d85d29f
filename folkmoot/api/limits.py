"""What is counted, how much of it is left, and the headers that say so."""

from functools import wraps
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse

from folkmoot.api.answers import iso
from folkmoot.core import limits
from folkmoot.core.limits import Limit, Standing, rules
from folkmoot.posts.interaction import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from folkmoot.api.calls import Call


def tell(response: HttpResponse, limit: Standing | None) -> HttpResponse:
    """The answer, with what it says of a limit; nothing where there is none."""
    if limit:
        response.headers["X-RateLimit-Limit"] = str(limit.most)
        response.headers["X-RateLimit-Remaining"] = str(limit.left)
        response.headers["X-RateLimit-Reset"] = iso(limit.resets_at)
    return response


def paced(endpoint: "Callable[[Call], HttpResponse]") -> "Callable[[Call], HttpResponse]":
    """An endpoint that writes a post, with how many may follow, as counted when it was let through."""

    @wraps(endpoint)
    def with_pace(call: "Call") -> HttpResponse:
        before = counted.set(None)
        try:
            response = endpoint(call)
            now = counted.get()
        finally:
            counted.reset(before)
        return tell(response, now)

    return with_pace


def count(request: HttpRequest, limit: Limit) -> Standing | None:
    """Count one more from where a request comes: ``TooMany`` for one too many, ``None`` where there is no limit."""
    return limits.count_from(limit, request.META.get("REMOTE_ADDR", ""))


def keep_pace(request: HttpRequest, account_id: int | None) -> None:
    """Refuse programs that ask more often than any member needs: by account, and visitors by where they come from."""
    if account_id is not None:
        limits.count_often(rules.API, account_id)
        return
    address = request.META.get("REMOTE_ADDR", "")
    limits.count_often(rules.API_VISITORS, limits.near(address))
    limits.count_often(rules.API_VISITORS.around, limits.wide(address))
