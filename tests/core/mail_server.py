"""A mail server for one letter, just polite enough for ``smtplib``."""

import base64
import socket
import threading
from typing import Self


class MailServer:
    """Listens on loopback; remembers who signed in, and the last letter."""

    def __init__(self) -> None:
        self.refuse = False
        self.refuses = ""  # what it says to each recipient
        self.sender, self.letter, self.credentials = "", b"", ""
        self.recipients: list[str] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self._door.settimeout(0.1)
        self.port: int = self._door.getsockname()[1]
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="mail-server")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_problem: object) -> None:
        self._closed.set()
        self._thread.join()
        self._door.close()

    def _serve(self) -> None:
        while not self._closed.is_set():
            try:
                guest, _ = self._door.accept()
            except TimeoutError:
                continue
            with guest:
                guest.settimeout(2)
                try:
                    self._converse(guest)
                except OSError:
                    continue

    def _converse(self, guest: socket.socket) -> None:
        lines = guest.makefile("rb")
        guest.sendall(b"421 away\r\n" if self.refuse else b"220 here\r\n")
        for raw in lines:
            line = raw.decode("latin-1").strip()
            if line.upper() == "DATA":
                guest.sendall(b"354 go on\r\n")
                self.letter = b"".join(iter(lines.readline, b".\r\n"))
            guest.sendall(self._answer(line))

    def _answer(self, line: str) -> bytes:
        word, _, rest = line.partition(" ")
        if word.upper() == "EHLO":
            return b"250-here\r\n250 AUTH PLAIN\r\n"
        if word.upper() == "QUIT":
            return b"221 bye\r\n"
        if word == "AUTH":
            self.credentials = base64.b64decode(rest.split()[1]).decode()
            return b"235 welcome\r\n"
        if word.upper() == "MAIL":
            self.sender = rest.split(":", 1)[1].split()[0]
        elif word.upper() == "RCPT":
            self.recipients.append(rest.split(":", 1)[1])
            if self.refuses:
                return f"{self.refuses}\r\n".encode()
        return b"250 ok\r\n"
