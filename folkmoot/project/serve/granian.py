"""One worker process of Granian, on sockets that the parent opened.

Granian's own server would be a second supervisor with one address; its workers are used directly.
"""

import asyncio
import importlib
import os
import signal
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from granian.http import HTTP1Settings

_native: Any = importlib.import_module("granian._granian")  # its stubs lag behind what its own server calls
_scheduler = vars(importlib.import_module("granian._futures"))["_new_cbscheduler"]
_watched = vars(importlib.import_module("granian._futures"))["_future_watcher_wrapper"]
_called = vars(importlib.import_module("granian.wsgi"))["_callback_wrapper"]

_BACKLOG = 1024
_NOT_UNIX = False
_NO_TLS: Any = (False, None, None, None, "tls1.3", None, [], False)
_NO_METRICS = (None, None)
_STALLED = 60_000  # milliseconds after which whoever takes nothing of an answer any more is let go
_GOODBYE = 3.0  # seconds that answers on their way get when the service ends; browsers ask again for the rest
_HTTP1 = HTTP1Settings(header_read_timeout=15_000)  # milliseconds a client may take to say what it wants


def load(target: str) -> Any:
    """The application behind ``package.module:name``."""
    module, _, name = target.partition(":")
    return getattr(importlib.import_module(module), name)


def run_wsgi(target: str, sockets: list[socket.socket], threads: int, static: Path | None) -> None:
    """Answer requests until told to stop; those received by then are answered still."""
    application, ends, loop = load(target), _Ends(), asyncio.new_event_loop()
    mount = ([("/static", str(static))], None, str(60 * 60 * 24 * 365)) if static else None
    for opened in sockets:
        http = ("auto", _HTTP1, None, mount)
        worker = _native.WSGIWorker(1, _held(opened), None, 1, 512, threads, 30, _BACKLOG, *http, *_NO_TLS, _NO_METRICS)
        call = _called(application, {}, None)
        worker.serve_mtr(_scheduler(loop, call, impl_asyncio=True), loop, ends.new())
    _wait_for_the_end()
    ends.begin()
    ends.wait()


def run_rsgi(application: Any, sockets: list[socket.socket]) -> None:
    """Serve an asyncio application until told to stop."""
    ends, loop = _Ends(), asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    application.__rsgi_init__(loop)
    call = _watched(application.__rsgi__)
    over = asyncio.Event()
    for opened in sockets:
        http = ("1", _HTTP1, None, False, None)
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _STALLED)  # connections take it over
        worker = _native.RSGIWorker(1, _held(opened), None, 1, 8, 1, 30, 16 * _BACKLOG, *http, *_NO_TLS, _NO_METRICS)
        sign = ends.new(lambda: loop.call_soon_threadsafe(_check, ends, over))
        worker.serve_mtr(_scheduler(loop, call, impl_asyncio=True), loop, sign)
    loop.add_signal_handler(signal.SIGTERM, _close, application, ends, over)
    loop.run_until_complete(over.wait())
    application.__rsgi_del__(loop)


class _Ends:
    """The signals that end Granian's workers, one for each address, and their answers."""

    def __init__(self) -> None:
        self.signals: list[Any] = []
        self.done: list[threading.Event] = []

    def new(self, then: Callable[[], object] = lambda: None) -> Any:
        sign, done = _native.WorkerSignal(), threading.Event()

        def ended() -> None:
            done.set()
            then()

        sign.add_cb(ended)
        self.signals.append(sign)
        self.done.append(done)
        return sign

    def begin(self) -> None:
        for sign in self.signals:
            sign.set()

    def wait(self) -> None:
        for done in self.done:
            done.wait()


def _wait_for_the_end() -> None:
    """Return once SIGTERM has come; a pipe keeps it, however soon it comes and whichever thread it reaches."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing)
    signal.signal(signal.SIGTERM, lambda *_: None)
    os.read(reading, 1)


def _close(application: Any, ends: _Ends, over: asyncio.Event) -> None:
    application.close()
    ends.begin()
    asyncio.get_running_loop().call_later(_GOODBYE, over.set)


def _check(ends: _Ends, over: asyncio.Event) -> None:
    if all(done.is_set() for done in ends.done):
        over.set()


def _held(opened: socket.socket) -> tuple[None, Any]:
    return None, _native.SocketHolder(opened.fileno(), _NOT_UNIX, _BACKLOG)
