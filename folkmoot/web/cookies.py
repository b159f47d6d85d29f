"""The small cookies beside the session: what this browser chose, and messages for the next page."""

from typing import Any

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse

YEAR = 365 * 86_400
MESSAGES = "messages"


def keep(response: HttpResponse, name: str, value: str) -> None:
    """Have this browser remember a choice for a year; under HTTPS the cookie is bound to this host."""
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(called(name), value, max_age=YEAR, samesite="Lax", httponly=True, secure=secure)


def kept(request: HttpRequest, name: str) -> str:
    """What this browser remembers, or nothing."""
    return request.COOKIES.get(called(name), "")


def called(name: str) -> str:
    """The whole name of a cookie: browsers take one that begins with ``__Host-`` from this host alone."""
    return f"__Host-{name}" if settings.SESSION_COOKIE_SECURE else name


class Messages(CookieStorage):
    """Messages for the next page: they must not cost a database write."""

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.cookie_name = called(MESSAGES)
