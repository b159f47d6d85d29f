"""Another site for tests: a real server on loopback, found under names that end in ``.test``."""

import socket
from collections.abc import Generator
from dataclasses import replace
from typing import Any

import pytest

from folkmoot.posts.tasks import looking
from tests.core.strange_server import StrangeServer, answer

NAMES = (".test",)


class Site(StrangeServer):
    """Says what a test wants it to say about its pages."""

    def at(self, path: str, host: str = "news.test") -> str:
        return self.url(path, host)

    def says(self, path: str, head: str, content_type: str = "text/html; charset=utf-8") -> str:
        self.answers[path] = answer(f"<html><head>{head}</head></html>".encode(), Content_Type=content_type)
        return self.at(path)

    def shows(self, path: str, picture: bytes) -> str:
        self.answers[path] = answer(picture, Content_Type="image/jpeg")
        return self.at(path)

    def times(self, path: str) -> int:
        """How often a page was asked for."""
        return sum(asked.startswith(f"GET {path} ") for asked in self.asked)


def opened(monkeypatch: pytest.MonkeyPatch) -> Generator[Site]:
    """A site, and the one client as it is, but for the loopback and the port, and with time enough."""
    real = socket.getaddrinfo

    def found(host: Any, *rest: Any, **more: Any) -> Any:
        return real("127.0.0.1" if str(host).endswith(NAMES) else host, *rest, **more)

    with Site() as site:
        monkeypatch.setattr(socket, "getaddrinfo", found)
        for name in ("PAGE", "PICTURE", "OEMBED"):
            wider = replace(getattr(looking, name), loopback=True, ports=frozenset({site.port}), seconds=60)
            monkeypatch.setattr(looking, name, wider)
        yield site


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Generator[Site]:
    yield from opened(monkeypatch)
