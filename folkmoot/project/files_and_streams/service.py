"""The service's addresses: ``/media/…`` for files, ``/stream`` for pages that wait, ``/health``, nothing else.

Programs have their streams on a port of their own, in the same process (``streaming``).
"""

import asyncio
import contextlib
import socket
from typing import Any
from urllib.parse import parse_qs

from folkmoot.core import push
from folkmoot.core.push import Message
from folkmoot.project.files_and_streams.ear import Ear
from folkmoot.project.files_and_streams.files import Files, Headers
from folkmoot.project.files_and_streams.listeners import Listener, Listeners
from folkmoot.project.files_and_streams.streaming import House

_PLAIN = ("content-type", "text/plain; charset=utf-8")
_HARMLESS: Headers = [
    ("x-content-type-options", "nosniff"),
    ("content-security-policy", "sandbox; default-src 'none'; frame-ancestors 'none'"),
]
_SAFE: Headers = [*_HARMLESS, ("cache-control", "no-store")]


class Service:
    """An RSGI application."""

    def __init__(self, site: str, streams: list[socket.socket] | None = None) -> None:
        self.listeners = Listeners()
        self.house, self.streams = House(), streams or []
        self.cors: Headers = [("access-control-allow-origin", site), ("vary", "origin")]
        self.files = Files(_HARMLESS, self.cors)  # captions are read by scripts of the page, as browsers see it
        self.site = site

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin to hear the product."""
        self.house.open(loop, self.streams)
        self.ear = Ear(lambda message: loop.call_soon_threadsafe(self.hear, message))
        self.ear.start()

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Stop hearing it."""
        self.ear.stop()

    def hear(self, message: Message) -> None:
        """Pass on what the product told us."""
        self.listeners.hear(message)
        self.house.hear(message)

    def close(self) -> None:
        """Send everybody who listens away, and look for no more files: the service ends."""
        self.listeners.close()
        self.house.close()
        self.files.close()

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        """Answer one request."""
        reads = scope.method in {"GET", "HEAD"}
        if reads and scope.path.startswith("/media/") and await self.files.answer(scope, protocol):
            return
        if scope.path == "/stream" and scope.method == "GET":
            await self._stream(scope, protocol)
        elif scope.path == "/health" and reads:
            protocol.response_str(200, [*_SAFE, _PLAIN], f"ok, {self.listeners.count} listening\n")
        else:
            protocol.response_str(404, [*_SAFE, _PLAIN], "There is nothing here.\n")

    async def _stream(self, scope: Any, protocol: Any) -> None:
        account_id = push.account_of(parse_qs(scope.query_string).get("ticket", [""])[0])
        headers = [*_SAFE, *(self.cors if scope.headers.get("origin") == self.site else [])]
        if account_id is None:
            protocol.response_str(403, [*headers, _PLAIN], "This ticket is not valid, or not any more.\n")
        elif listener := self.listeners.join(account_id):
            await self._speak(listener, protocol, [*headers, ("content-type", "text/event-stream")])
        else:
            protocol.response_str(503, [*headers, _PLAIN, ("retry-after", "60")], "Too many are listening.\n")

    async def _speak(self, listener: Listener, protocol: Any, headers: Headers) -> None:
        watch = asyncio.ensure_future(_until_gone(protocol, listener))
        try:
            with contextlib.suppress(TimeoutError, RuntimeError):  # stalled, or gone in the middle of a line
                await listener.speak(protocol.response_stream(200, headers))
        finally:
            watch.cancel()
            self.listeners.part(listener)


async def _until_gone(protocol: Any, listener: Listener) -> None:
    await protocol.client_disconnect()
    listener.leave()
