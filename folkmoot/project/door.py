"""The door of every request: who it really comes from, whether it may be answered, and its line in the log."""

import logging
import time
from collections.abc import Callable, Iterable
from functools import cache
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.utils import translation

from folkmoot.core import limits
from folkmoot.core.errors import TooMany
from folkmoot.core.limits.rules import ENTRANCE, ENTRANCE_NOW
from folkmoot.project import notices
from folkmoot.project.environment import Environment
from folkmoot.project.log import log_request, requests_are_logged
from folkmoot.project.reading import LOOPBACK_NAMES

logger = logging.getLogger(__name__)

type Environ = dict[str, Any]
type Answer = Callable[..., Any]
type Application = Callable[[Environ, Answer], Iterable[bytes]]

ENTRANCES = frozenset({"/sign-in", "/sign-up", "/password/reset", "/confirm-email", "/sign-up/challenge"})
_QUIET = 60.0  # seconds between two warnings
METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
_HEARSAY = ("HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT")
_warned: dict[str, float] = {}


class Door:
    """A WSGI application in front of the site's own."""

    def __init__(self, application: Application, environment: Environment) -> None:
        self.application = application
        self.environment = environment
        self.hosts = environment.hosts
        self.is_trusted = cache(self._is_trusted)

    def __call__(self, environ: Environ, start_response: Answer) -> Iterable[bytes]:
        """Straighten the request, turn it away or have it answered, and note it."""
        started = time.perf_counter()
        trusted = self._straighten(environ)
        if environ["PATH_INFO"] in ENTRANCES and (crowd := _crowd(environ)):
            return crowd(start_response)  # without a line in the log, which would be a flood as well
        answer = start_response
        if requests_are_logged():

            def answer(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
                log_request(environ, status, started)
                return start_response(status, headers, exc_info)

        notice = self._notice(environ, trusted=trusted)
        return notice(answer) if notice else self.application(environ, answer)

    def _straighten(self, environ: Environ) -> bool:
        """Believe forwarded headers of trusted proxies alone, and let nobody behind us see any; whether one sent it."""
        came_from = environ.pop("HTTP_X_FORWARDED_FOR", "")
        came_over = environ.pop("HTTP_X_FORWARDED_PROTO", "")
        for name in _HEARSAY:
            environ.pop(name, None)
        if not self.environment.trusted_proxies or not self.is_trusted(environ.get("REMOTE_ADDR", "")):
            return False
        environ["REMOTE_ADDR"] = self._client(came_from) or environ["REMOTE_ADDR"]
        environ["wsgi.url_scheme"] = "https" if came_over.rpartition(",")[2].strip().lower() == "https" else "http"
        return True

    def _client(self, came_from: str) -> str:
        """The nearest address that is not one of our proxies: what lies behind it, anybody may have written."""
        for word in reversed(came_from.split(",")):
            address = word.strip()
            if not _is_address(address):
                return ""
            if not self.is_trusted(address):
                return address
        return ""

    def _is_trusted(self, address: str) -> bool:
        return _is_address(address) and any(ip_address(address) in net for net in self.environment.trusted_proxies)

    def _notice(self, environ: Environ, *, trusted: bool) -> notices.Notice | None:
        """What to say instead of an answer: a strange method or host name, or plain http where others can listen."""
        if environ["REQUEST_METHOD"] not in METHODS:
            return _said(environ, notices.unknown_method)
        host = _host(environ)
        if host not in self.hosts:
            return _said(environ, notices.unknown_host)
        if environ["wsgi.url_scheme"] == "https":
            return None
        if not trusted and host in LOOPBACK_NAMES and _is_loopback(environ.get("REMOTE_ADDR", "")):
            return None
        return _said(environ, lambda: notices.needs_https(self.environment, behind_proxy=trusted))


def _said(environ: Environ, notice: Callable[[], notices.Notice]) -> notices.Notice:
    """A notice in the language that the browser asks for."""
    from folkmoot.web.languages import asked_for

    with translation.override(asked_for(environ.get("HTTP_ACCEPT_LANGUAGE", "")) or settings.LANGUAGE_CODE):
        return notice()


def _host(environ: Environ) -> str:
    """The host name that the browser asked for, without a port."""
    host: str = environ.get("HTTP_HOST", "").lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def _crowd(environ: Environ) -> notices.Notice | None:
    """Whoever floods the entrance is turned away before anything is read, looked up, computed or drawn."""
    address = environ.get("REMOTE_ADDR", "")
    try:
        limits.count(ENTRANCE_NOW, limits.near(address))
        limits.count_from(ENTRANCE, address)
    except TooMany as refusal:
        _warn(address)
        wait = refusal.retry_after
        return _said(environ, lambda: notices.crowded(wait))
    return None


def _warn(address: str) -> None:
    now = time.monotonic()
    if now >= _warned.get("next", 0.0):
        _warned["next"] = now + _QUIET
        logger.warning("the entrance is crowded: requests from %s are refused for a minute", limits.near(address))


@cache
def _is_loopback(address: str) -> bool:
    return _is_address(address) and ip_address(address).is_loopback


def _is_address(address: str) -> bool:
    try:
        ip_address(address)
    except ValueError:
        return False
    return True
