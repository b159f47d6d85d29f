"""The house that programs come to: lets them in, listens to what they ask, brings them what is new."""

import asyncio
import logging
import socket
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import DatabaseError, close_old_connections

from folkmoot.accounts.queries import still_good
from folkmoot.api.streaming.deliveries import Delivery, Listening, deliveries
from folkmoot.api.streaming.listening import enter
from folkmoot.api.streaming.memory import Memory
from folkmoot.api.streaming.streams import HEALTH, Refused, stream_at
from folkmoot.core.errors import Busy
from folkmoot.core.push import Message
from folkmoot.project.files_and_streams.streaming import asking, requests
from folkmoot.project.files_and_streams.streaming.backlog import Backlog
from folkmoot.project.files_and_streams.streaming.connection import Connection
from folkmoot.project.files_and_streams.streaming.entrance import Entrance
from folkmoot.project.files_and_streams.streaming.frames import Frames
from folkmoot.project.files_and_streams.streaming.hall import Hall
from folkmoot.project.files_and_streams.streaming.lines import Events, Socket
from folkmoot.project.files_and_streams.streaming.requests import Request

log = logging.getLogger(__name__)

BEAT = 15.0  # seconds between two signs of life
LONGEST_SILENCE = 60.0  # seconds after which a program that answers no sign of life is let go
CHECK = 30.0  # seconds between two looks at whether all tokens still work
_AT_ONCE = 500  # lines that are written to before others get their turn
_READERS = 2  # threads that look at tokens
_BACKLOG = 1_024


class House:
    """The streaming half of the service; everything but the questions to the database happens on one loop."""

    def __init__(self) -> None:
        self.entrance, self.hall = Entrance(), Hall()
        self.news = Backlog()
        self.free = asyncio.Semaphore(_READERS)  # so that questions wait here, where they can still be taken back
        self.readers = ThreadPoolExecutor(_READERS, "tokens")
        self.writer = ThreadPoolExecutor(1, "deliveries")  # one: what came first is brought first
        self.tasks: set[asyncio.Task[None]] = set()
        self.doors: list[asyncio.Server] = []

    def open(self, loop: asyncio.AbstractEventLoop, sockets: list[socket.socket]) -> None:
        """Begin."""
        self.loop = loop
        always = (self._bring(), self._keep_alive(), self._check_often(), self._listen(sockets))
        self.tasks.update(loop.create_task(work) for work in always)

    def close(self) -> None:
        """Send everybody away."""
        for door in self.doors:
            door.close()
        for task in self.tasks:
            task.cancel()
        for line in self.everybody():
            line.end(1001)  # going away
        for threads in (self.readers, self.writer):
            threads.shutdown(wait=False, cancel_futures=True)

    def hear(self, message: Message) -> None:
        """Something happened."""
        if message.what == "access":
            for line in self.hall.holding(message.about, message.accounts):
                line.end()
        elif self.hall.channels:
            self.news.add(message)

    def everybody(self) -> tuple[Connection, ...]:
        """All who are in, and all who wait to be."""
        return (*self.hall.lines, *self.entrance.everybody())

    def welcome(self, line: Connection) -> None:
        """Somebody came."""
        self.entrance.come(line)

    def part(self, line: Connection) -> None:
        """Somebody is gone."""
        self.entrance.leave(line)
        self.hall.leave(line)

    def answer(self, line: Connection, request: Request) -> None:
        """Somebody said what they want."""
        if request.method == "OPTIONS" and request.is_for_streams:
            line.finish(requests.before())
        elif request.method != "GET" or not request.is_for_streams:
            line.refuse(Refused(404, "Not found"))
        elif request.path == HEALTH:
            line.finish(requests.answer(200, "text/plain; charset=utf-8", b"OK"))
        else:
            self.entrance.ask(line)
            self._do(line, self._let_in(line, request))

    def obey(self, line: Connection) -> None:
        """Somebody asks for something on an open line."""
        self._do(line, asking.obey(self, line))

    async def ask[T](self, question: Callable[..., T], *about: object) -> T:
        """Have a question to the database answered, away from the loop; whoever leaves before its turn asks nothing."""
        await self.free.acquire()
        answer = self.loop.run_in_executor(self.readers, _asked, question, *about)
        answer.add_done_callback(self._answered)
        return await asyncio.shield(answer)

    def _answered(self, answer: asyncio.Future[Any]) -> None:
        """The next may ask; where nobody waits for the answer any more, a refusal is no trouble to tell of."""
        self.free.release()
        if not answer.cancelled():
            answer.exception()

    def _do(self, line: Connection, work: Coroutine[Any, Any, None]) -> None:
        """Something for a line, as long as it is there."""
        line.work = task = self.loop.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        task.add_done_callback(line.rest)

    async def _listen(self, sockets: list[socket.socket]) -> None:
        for opened in sockets:
            door = await self.loop.create_server(lambda: Connection(self), sock=opened, backlog=_BACKLOG)
            self.doors.append(door)

    async def _let_in(self, line: Connection, request: Request) -> None:
        try:
            if request.is_websocket:
                await self._open_socket(line, request)
            else:
                await self._open_events(line, request)
        except Refused as refused:
            line.refuse(refused)
        except (DatabaseError, Busy):
            line.refuse(Refused(503, "There was a temporary problem serving your request, please try again"))

    async def _open_socket(self, line: Connection, request: Request) -> None:
        found = Socket(request)
        await self._enter(line, request)
        line.open(found)
        if "stream" in request.query and not line.transport.is_closing():
            await asking.subscribe(self, line, request.query)

    async def _open_events(self, line: Connection, request: Request) -> None:
        stream = stream_at(request.path, request.query)
        await self._enter(line, request)
        channels = await asking.admitted(self, line, stream)
        if not line.transport.is_closing():
            line.open(Events())
            self.hall.subscribe(line, stream, channels)

    async def _enter(self, line: Connection, request: Request) -> None:
        line.bearer = await self.ask(enter, request.token)
        self.hall.check_place(line)
        if not line.transport.is_closing():  # or nobody would ever note that it is gone
            self.entrance.leave(line)
            self.hall.enter(line)

    async def _bring(self) -> None:
        """One piece of news after the other."""
        while True:
            message = await self.news.next()
            listening = self.hall.listening(message.what)
            if not listening:
                continue
            try:
                about = (message, listening, self.hall.memory)
                found = await self.loop.run_in_executor(self.writer, _asked, _made, *about)
                for delivery in found:
                    await self._send(delivery)
            except Exception:
                log.exception("%s %s could not be brought to those who listen", message.what, message.about)

    async def _send(self, delivery: Delivery) -> None:
        frames = Frames(delivery)
        for number, (line, stream) in enumerate(self.hall.seats(delivery), 1):
            line.news(frames, stream)
            if number % _AT_ONCE == 0:
                await asyncio.sleep(0)
        await asyncio.sleep(0)  # what is written leaves before the next is, or a burst looks like a slow reader

    async def _keep_alive(self) -> None:
        while True:
            await asyncio.sleep(BEAT)
            for number, line in enumerate(tuple(self.hall.lines), 1):
                line.beat(LONGEST_SILENCE)
                if number % _AT_ONCE == 0:
                    await asyncio.sleep(0)

    async def _check_often(self) -> None:
        while True:
            await asyncio.sleep(CHECK)
            try:
                await self.check()
            except (DatabaseError, Busy):
                log.warning("the tokens of those who listen could not be looked at")

    async def check(self) -> None:
        """Let go whoever listens with a token that works no more."""
        tokens = {line.token_id for line in self.hall.lines if line.token_id}
        good = await self.ask(still_good, tokens) if tokens else set()
        for line in tuple(self.hall.lines):
            if line.token_id in tokens - good:
                line.end()


def _made(message: Message, listening: Listening, memory: Memory) -> list[Delivery]:
    return list(deliveries(message, listening, memory))


def _asked[T](question: Callable[..., T], *about: object) -> T:
    """On a thread of our own, whose connection goes back when it is done."""
    try:
        return question(*about)
    finally:
        close_old_connections()
