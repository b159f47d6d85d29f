"""A mail server on loopback for tests: it answers each line as a script says, and keeps what it was handed."""

import contextlib
import socketserver
import threading
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field

GREETING, GOODBYE = "220 here", "221 bye"
USUAL = {"EHLO": "250 here", "HELO": "250 here", "MAIL": "250 ok", "RCPT": "250 ok", "RSET": "250 ok"}


@dataclass
class MailServer:
    """What one running server was told and handed."""

    port: int
    answers: Mapping[str, str]
    lines: list[str] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}?tls=off"


class Talk(socketserver.StreamRequestHandler):
    """One connection."""

    server: "_Server"

    def handle(self) -> None:
        said = self.server.said
        greeting = said.answers.get("CONNECT", GREETING)
        if greeting and self._say(greeting):
            while self._answered(self.rfile.readline().decode().strip(), said):
                pass

    def _answered(self, line: str, said: MailServer) -> bool:
        verb = line.partition(" ")[0].upper()
        said.lines.append(line)
        if verb in {"", "QUIT"}:
            return bool(verb) and not self._say(GOODBYE)
        if verb == "DATA" and verb not in said.answers:
            return self._take(said)
        answer = said.answers.get(verb, USUAL.get(verb, "502 what?"))
        return bool(answer) and self._say(answer)

    def _take(self, said: MailServer) -> bool:
        self._say("354 go on")
        letter: list[str] = []
        while (line := self.rfile.readline().decode().rstrip("\r\n")) != ".":
            letter.append(line)
        said.letters.append("\n".join(letter))
        return self._say("250 taken")

    def _say(self, answer: str) -> bool:
        self.wfile.write(answer.encode() + b"\r\n")
        return True


class _Server(socketserver.ThreadingTCPServer):
    said: MailServer


@contextlib.contextmanager
def mail_server(**answers: str) -> Generator[MailServer]:
    """``mail_server(MAIL="550 not you")`` says that to ``MAIL FROM``; an empty answer closes the line."""
    with _Server(("127.0.0.1", 0), Talk) as server:
        server.said = MailServer(server.server_address[1], answers)
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield server.said
        server.shutdown()
