"""The two ways in that behaviour tests use: a signed-in browser's requests, and a program's with a bearer token."""

import io
import json
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.core import signals
from django.db import close_old_connections
from django.test import Client

type Form = Mapping[str, object] | None


@dataclass(frozen=True)
class Answer:
    """What came back over WSGI, as a program sees it."""

    status_code: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()

    def json(self) -> Any:
        return json.loads(self.content)


class Door:
    """A program at the real WSGI entrance: ``folkmoot.project.wsgi`` picks the middleware stack, as in production."""

    def __init__(self, token: str = "", **headers: str) -> None:
        self.headers = {**({"Authorization": f"Bearer {token}"} if token else {}), **headers}

    def get(self, url: str, query: Form = None, **headers: str) -> Answer:
        return self.request("GET", f"{url}?{urlencode(query, doseq=True)}" if query else url, headers=headers)

    def post(self, url: str, form: Form = None, *, body: object = None, **headers: str) -> Answer:
        """Post a form, or a JSON ``body``."""
        return self._send("POST", url, form, body, headers)

    def put(self, url: str, form: Form = None, *, body: object = None, **headers: str) -> Answer:
        return self._send("PUT", url, form, body, headers)

    def patch(self, url: str, form: Form = None, *, body: object = None, **headers: str) -> Answer:
        return self._send("PATCH", url, form, body, headers)

    def delete(self, url: str, **headers: str) -> Answer:
        return self.request("DELETE", url, headers=headers)

    def request(self, method: str, url: str, content: bytes = b"", *, headers: Mapping[str, str]) -> Answer:
        """Send exactly this; header names may use underscores for dashes."""
        from folkmoot.project.wsgi import application

        started: list[Any] = []
        environ = _environ(method, url, content, {**self.headers, **headers})
        with _open_connection():
            body = application(environ, lambda status, fields, _exc_info=None: started.extend((status, fields)))
            try:
                received = b"".join(body)
            finally:
                if hasattr(body, "close"):
                    body.close()
        return Answer(int(started[0].split()[0]), _Headers(started[1]), received)

    def _send(self, method: str, url: str, form: Form, body: object, headers: Mapping[str, str]) -> Answer:
        if body is not None:
            return self.request(
                method, url, json.dumps(body).encode(), headers={"Content-Type": "application/json", **headers}
            )
        encoded = urlencode(form or {}, doseq=True).encode()
        return self.request(
            method, url, encoded, headers={"Content-Type": "application/x-www-form-urlencoded", **headers}
        )


class _Headers(dict[str, str]):
    """Header fields by name, whatever the case."""

    def __init__(self, fields: list[tuple[str, str]]) -> None:
        super().__init__({name.title(): value for name, value in fields})

    def __getitem__(self, name: str) -> str:
        return super().__getitem__(name.title())

    def __contains__(self, name: object) -> bool:
        return super().__contains__(str(name).title())

    def get(self, name: str, default: Any = None) -> Any:
        return super().get(name.title(), default)


def client_of(login: Any) -> Client:
    """A browser's requests of somebody who has just signed in, staff with a second factor; ``None`` for a visitor."""
    client = Client()
    if login is not None:
        client.force_login(login)
        come_in(client, login)
    return client


def come_in(client: Client, login: Any, **record: Any) -> None:
    """The session notes how somebody signed in: by password a moment ago, and staff as whoever has shown a factor.

    ``at=…`` is another moment; ``method="mfa"`` or the like another way.
    """
    from allauth.account.internal.flows.login import (
        _AUTHENTICATION_METHODS_USER_SESSION_KEY,
        AUTHENTICATION_METHODS_SESSION_KEY,
    )

    session = client.session
    records = [{"method": "password", "at": time.time(), **record}]
    if not record and login.account.is_staff:
        records.append({"method": "mfa", "type": "totp", "id": _factor(login), "at": time.time()})
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(login.pk)
    session[AUTHENTICATION_METHODS_SESSION_KEY] = records
    session.save()


def _factor(login: Any) -> int:
    """An app that nobody has: what is in it matters to those who type codes alone."""
    from allauth.mfa.models import Authenticator

    data = {"secret": "", "spent": 0}
    return int(Authenticator.objects.get_or_create(user_id=login.pk, type="totp", defaults={"data": data})[0].pk)


@contextmanager
def _open_connection() -> Generator[None]:
    """The test's own transaction stays open: a request closes connections that are out of use."""
    around = (signals.request_started, signals.request_finished)
    for signal in around:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in around:
            signal.connect(close_old_connections)


def _environ(method: str, url: str, content: bytes, headers: Mapping[str, str]) -> dict[str, Any]:
    parts = urlsplit(url)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": parts.path,
        "QUERY_STRING": parts.query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "localhost:8000",
        "CONTENT_LENGTH": str(len(content)) if content else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(content),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in headers.items():
        key = name.upper().replace("-", "_")
        environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
    return environ
