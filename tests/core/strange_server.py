"""A server on loopback that answers exactly what a test tells it to, and remembers what it was asked."""

import socket
import threading
from collections.abc import Callable
from typing import Self

type Answer = bytes | Callable[[socket.socket], None]


def answer(body: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    if "Content_Length" not in headers:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode() + body


class StrangeServer:
    """``answers`` maps paths to bytes, or to a function that talks to the guest by itself."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.closed = threading.Event()
        self._door = socket.create_server(("127.0.0.1", 0))
        self._door.settimeout(0.05)
        self.port: int = self._door.getsockname()[1]
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        self._start(self._serve)
        return self

    def __exit__(self, *_problem: object) -> None:
        self.closed.set()
        for thread in self._threads:
            thread.join(5)
        self._door.close()

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def _start(self, work: Callable[[], None]) -> None:
        self._threads.append(threading.Thread(target=work, daemon=True))
        self._threads[-1].start()

    def _serve(self) -> None:
        while not self.closed.is_set():
            try:
                guest, _ = self._door.accept()
            except TimeoutError:
                continue
            self._start(lambda guest=guest: self._talk(guest))  # type: ignore[misc] # mypy loses the default's type

    def _talk(self, guest: socket.socket) -> None:
        with guest:
            guest.settimeout(60)
            try:
                question = b""
                while b"\r\n\r\n" not in question and (more := guest.recv(65_536)):
                    question += more
                self.asked.append(question.decode("latin-1"))
                told = self.answers[question.split(b" ")[1].decode("latin-1")]
                guest.sendall(told) if isinstance(told, bytes) else told(guest)
            except (OSError, KeyError, IndexError):
                return

    def drip(self, first: bytes, drop: bytes, pause: float = 0.05) -> Callable[[socket.socket], None]:
        """Send ``first``, then ``drop`` again and again until nobody listens."""

        def talk(guest: socket.socket) -> None:
            guest.sendall(first)
            while not self.closed.wait(pause):
                guest.sendall(drop)

        return talk
