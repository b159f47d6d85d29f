"""The one way out: every request to another server goes through here, and only to public addresses.

The name is resolved once, the answer is checked, and the connection is made to the checked address: a name that
answers differently the second time gains nothing. All limits hold for the whole request, redirects included.
"""

import ipaddress
import os
import socket
import threading
import time
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from http.cookiejar import DefaultCookiePolicy
from importlib.metadata import version
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

import requests
from django.conf import settings
from requests_hardened import Config, HTTPSession
from requests_hardened.ip_filter_adapter import IPFilterAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection

VERSION = version("folkmoot")
_CHUNK = 16_384
_REDIRECTS = {301, 302, 303, 307, 308}
_PUBLIC_IPV6 = ipaddress.ip_network("2000::/3")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_EVERY_PORT = range(1, 65_536)


@dataclass(frozen=True)
class Limits:
    """How far one request may go; ``ports`` and ``loopback`` are widened by tests and the test profile only."""

    seconds: float = 5.0
    bytes: int = 1024 * 1024  # of the body, unpacked
    cut: bool = False  # what is longer is read as far as this, instead of not at all
    redirects: int = 3
    ports: Container[int] = frozenset({80, 443})
    loopback: bool = False


@dataclass(frozen=True)
class Response:
    """What another server answered; header names are lower case."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


class Unreachable(Exception):  # noqa: N818 - what the caller meets, whatever the mistake was
    """The address may not be asked, did not answer in time, or answered too much."""


def fetch(url: str, *, limits: Limits, accept: str = "*/*") -> Response:
    """GET the address; any status is an answer, ``Unreachable`` says why there is none."""
    return _gone_out(_Trip(limits, {"Accept": accept}), url)


def post(url: str, body: bytes, *, headers: Mapping[str, str], limits: Limits) -> Response:
    """POST to the address; any status is an answer, but nothing is carried on to another place."""
    return _gone_out(_Trip(replace(limits, redirects=0), headers, body), url)


def may_be_asked(url: str, limits: Limits) -> bool:
    """Whether an address is one that could be asked, as far as that shows before its name is resolved."""
    limits = _allowed(limits)
    try:
        parts = urlsplit(url)
        _check(parts, limits)
    except (Unreachable, ValueError):
        return False
    try:
        _require_public(parts.hostname or "", limits)
    except Unreachable:
        return False
    except ValueError:
        return True  # a name
    return True


def _gone_out(trip: "_Trip", url: str) -> Response:
    walk = threading.Thread(target=trip.go, args=(url,), name="fetch", daemon=True)
    walk.start()
    walk.join(trip.limits.seconds)
    if trip.response is None and trip.problem is None:
        trip.abandon()
        raise Unreachable(f"{url} took longer than {trip.limits.seconds:g} s")
    if trip.response is None:
        raise Unreachable(f"{url}: {trip.problem}") from trip.problem
    return trip.response


class _Trip:
    """One request with its redirects: a thread of its own, whose sockets the caller can cut off at any moment."""

    def __init__(self, limits: Limits, headers: Mapping[str, str], body: bytes | None = None) -> None:
        self.limits = _allowed(limits)
        self.headers = {"Accept-Encoding": "gzip", **headers}
        self.body = body  # something to hand in; else there is something to fetch
        self.until = time.monotonic() + limits.seconds
        self.response: Response | None = None
        self.problem: Exception | None = None
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self._abandoned = False

    def go(self, url: str) -> None:
        try:
            with self._session() as session:
                self.response = self._follow(session, url)
        except Exception as problem:  # noqa: BLE001 - whatever a hostile server brings about is its answer
            self.problem = problem
        finally:
            self.abandon()

    def abandon(self) -> None:
        """Cut every connection, even in the middle of a handshake or of a header sent one byte a second."""
        with self._lock:
            self._abandoned = True
            for line in self._sockets:
                _cut(line)
            self._sockets.clear()

    def watch(self, line: socket.socket) -> socket.socket:
        """Keep a second handle on a fresh connection: TLS takes the first one over."""
        with self._lock:
            if self._abandoned:
                line.close()
                raise Unreachable("too late")
            self._sockets.append(socket.socket(fileno=os.dup(line.fileno())))
        return line

    def _session(self) -> HTTPSession:
        session = HTTPSession(
            Config(
                ip_filter_enable=True,
                ip_filter_allow_loopback_ips=self.limits.loopback,
                never_redirect=True,
                default_timeout=(self.limits.seconds, self.limits.seconds),
                user_agent_override=f"Folkmoot/{VERSION} (+{settings.FOLKMOOT.origin})",
            )
        )
        session.trust_env = False
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        for scheme in _DEFAULT_PORTS:
            session.mount(f"{scheme}://", _Adapter(self, scheme))
        return session

    def _follow(self, session: HTTPSession, url: str) -> Response:
        for _ in range(self.limits.redirects + 1):
            _check(urlsplit(url), self.limits)
            with self._ask(session, url) as answer:
                target = answer.headers.get("Location", "") if answer.status_code in _REDIRECTS else ""
                if not target:
                    headers = {name.lower(): value for name, value in answer.headers.items()}
                    return Response(url, answer.status_code, headers, self._body(answer))
            before, url = url, urljoin(url, target)
            if before.startswith("https:") and not url.startswith("https:"):
                raise Unreachable("redirected out of an encrypted connection")
        raise Unreachable(f"more than {self.limits.redirects} redirects")

    def _ask(self, session: HTTPSession, url: str) -> requests.Response:
        method = "GET" if self.body is None else "POST"
        answer: requests.Response = session.request(method, url, data=self.body, stream=True, headers=self.headers)
        return answer

    def _body(self, answer: requests.Response) -> bytes:
        body = bytearray()
        for chunk in answer.iter_content(_CHUNK):
            body += chunk
            if len(body) > self.limits.bytes and self.limits.cut:
                return bytes(body[: self.limits.bytes])
            if len(body) > self.limits.bytes:
                raise Unreachable(f"more than {self.limits.bytes:,} bytes")
            if time.monotonic() > self.until:
                raise Unreachable(f"took longer than {self.limits.seconds:g} s")
        return bytes(body)


class _Adapter(IPFilterAdapter):  # type: ignore[misc] # the package has no types
    """Connects to the address that was checked, and checks it once more with our own, stricter eyes."""

    def __init__(self, trip: _Trip, scheme: str) -> None:
        super().__init__(is_https_proto=scheme == "https", allow_loopback=trip.limits.loopback)
        self._connection = _watched(HTTPSConnection if scheme == "https" else HTTPConnection, trip)

    def get_connection_with_tls_context(self, *arguments: Any, **options: Any) -> Any:
        pool = super().get_connection_with_tls_context(*arguments, **options)
        pool.ConnectionCls = self._connection
        return pool


def _watched(kind: type[HTTPConnection], trip: _Trip) -> type[HTTPConnection]:
    def connect(self: HTTPConnection) -> socket.socket:
        _require_public(self.host, trip.limits)
        return trip.watch(kind._new_conn(self))  # noqa: SLF001 - the one place where urllib3 opens a connection

    return type(f"Watched{kind.__name__}", (kind,), {"_new_conn": connect})


def _allowed(limits: Limits) -> Limits:
    return replace(limits, ports=_EVERY_PORT, loopback=True) if settings.TEST_PROFILE else limits


def _check(url: SplitResult, limits: Limits) -> None:
    if url.scheme not in _DEFAULT_PORTS or not url.hostname:
        raise Unreachable("not an address of the web")
    if url.username is not None or url.password is not None:
        raise Unreachable("a name or password in the address")
    if (url.port or _DEFAULT_PORTS[url.scheme]) not in limits.ports:
        raise Unreachable(f"port {url.port} is not one of the web")


def _require_public(host: str, limits: Limits) -> None:
    address = ipaddress.ip_address(host.strip("[]"))
    if limits.loopback and address.is_loopback:
        return
    public = address.is_global and not address.is_multicast and not address.is_reserved
    if not public or (address.version == 6 and address not in _PUBLIC_IPV6):  # noqa: PLR2004 - IPv6
        raise Unreachable(f"{address} is not a public address")


def _cut(line: socket.socket) -> None:
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass  # the other side was first
    finally:
        line.close()
