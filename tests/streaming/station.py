"""A running server with the cast in it, and programs that listen to it."""

import contextlib
import http.client
import json
import socket as sockets
import subprocess
import time
import urllib.parse
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.laid import laid
from tests.servers import COMMAND, ROOT, Server, _clean, database_of, fetch, start_server

STREAMING = "/api/v1/streaming"
LONG = 60.0  # seconds: the machine may be busy
_FOUND = """
import json
from folkmoot.accounts.actions import create_token
from folkmoot.accounts.models import Token
from folkmoot.project.cast import create
cast = create()
tokens = {each.username: create_token(each, "read write follow", 1)
          for each in (cast.olivia, cast.frank, cast.alice, cast.bob, cast.dan, cast.hal)}
tokens["alice:write"] = create_token(cast.alice, "write", 1)
tokens["alice:statuses"] = create_token(cast.alice, "read:statuses", 1)
tokens["alice:notifications"] = create_token(cast.alice, "read:notifications", 1)
tokens["alice:again"] = create_token(cast.alice, "read", 1)
tokens["hal:again"] = create_token(cast.hal, "read", 1)
tokens["carol"] = create_token(cast.carol, "read", 1)
print("FOUNDED", json.dumps({"tokens": tokens, "ids": {each.username: each.id for each in cast.everybody()}}))
"""


@dataclass
class Station:
    """The server, and everybody's token."""

    server: Server
    tokens: Mapping[str, str]
    ids: Mapping[str, int]

    @property
    def port(self) -> int:
        return int(self.server.url.rpartition(":")[2]) + 2

    def token(self, who: str) -> str:
        return self.tokens.get(who, who)

    def call(self, who: str, method: str, path: str, **form: Any) -> Any:
        """What a program gets from the API."""
        body = urllib.parse.urlencode(form, doseq=True).encode() if form else None
        headers = {"Authorization": f"Bearer {self.token(who)}"}
        status, text = fetch(self.server.url + path, method=method, body=body, **headers)
        assert status == 200, (status, text)
        return json.loads(text)

    def say(self, who: str, text: str, **more: Any) -> str:
        """Publish a post; its id."""
        return str(self.call(who, "POST", "/api/v1/statuses", status=text, **more)["id"])

    def list_of(self, owner: str, member: str) -> str:
        """A list with one member."""
        some_id = str(self.call(owner, "POST", "/api/v1/lists", title="Friends")["id"])
        accounts = {"account_ids[]": self.ids[member]}
        self.call(owner, "POST", f"/api/v1/lists/{some_id}/accounts", **accounts)
        return some_id

    def do(self, code: str) -> str:
        """Have Python done beside the server, in the same community."""
        return shell(self.server.data_dir, code)

    @contextlib.contextmanager
    def socket(self, who: str = "", query: Mapping[str, str] | None = None, **more: Any) -> Generator[ClientConnection]:
        """A WebSocket, which shows a token in its head."""
        headers = {"Authorization": f"Bearer {self.token(who)}"} if who else {}
        url = f"ws://127.0.0.1:{self.port}{STREAMING}?{urllib.parse.urlencode(query or {})}"
        headers |= more.pop("headers", {})
        with connect(url, additional_headers=headers, open_timeout=LONG, **more) as line:
            yield line

    @contextlib.contextmanager
    def events(self, path: str, who: str = "", **query: str) -> Generator[http.client.HTTPResponse]:
        """An answer of server-sent events."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONG)
        headers = {"Authorization": f"Bearer {self.token(who)}"} if who else {}
        line.request("GET", f"{STREAMING}{path}?{urllib.parse.urlencode(query)}", headers=headers)
        try:
            yield line.getresponse()
        finally:
            line.close()

    def refusal(self, path: str, who: str = "", **query: str) -> tuple[int, Any]:
        """Why there is no stream."""
        with self.events(path, who, **query) as answer:
            assert answer.status != 200
            return answer.status, json.loads(answer.read())

    def raw(self, data: bytes) -> bytes:
        """What comes back to bytes that are no request, until the line is closed."""
        with self.line() as line:
            line.sendall(data)
            return b"".join(iter(lambda: line.recv(65_536), b""))

    def line(self) -> sockets.socket:
        return sockets.create_connection(("127.0.0.1", self.port), timeout=LONG)


def found(folder: Path, **env: str) -> Station:
    """Found a community and serve it."""
    laid(folder)
    told = json.loads(shell(folder, _FOUND).partition("FOUNDED ")[2])
    return Station(start_server(folder, FOLKMOOT_WEB_WORKERS="1", **env), **told)


def shell(folder: Path, code: str) -> str:
    return run(folder, "django", "shell", "-c", code)


def run(folder: Path, *arguments: str) -> str:
    env = {**_clean(), **database_of(folder)}
    command = [*COMMAND, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def heard(line: ClientConnection) -> dict[str, Any]:
    """The next message, its payload as it is meant."""
    message: dict[str, Any] = json.loads(line.recv(timeout=LONG))
    with contextlib.suppress(KeyError, ValueError):
        message["payload"] = json.loads(message["payload"])
    return message


def until(line: ClientConnection, event: str) -> dict[str, Any]:
    """The next message of this kind."""
    while (message := heard(line)).get("event") != event:
        pass
    return message


def next_event(answer: http.client.HTTPResponse) -> tuple[str, Any]:
    """The next event and its data."""
    event = ""
    while True:
        name, _, value = answer.readline().decode().rstrip("\n").partition(": ")
        if name == "event":
            event = value
        elif name == "data":
            return event, value if value == "undefined" else json.loads(value)


def comes(answer: http.client.HTTPResponse, event: str, is_it: Callable[[Any], bool] = lambda _data: True) -> Any:
    """The data of the first such event; what comes late of something earlier is passed over."""
    while True:
        name, data = next_event(answer)
        if name == event and is_it(data):
            return data


def is_let_in(station: Station, who: str) -> bool:
    with station.events("/user", who) as answer:
        return answer.status == 200


def settle(line: Any) -> None:
    """Everything asked for before is done: an error comes back to what is asked for last."""
    line.send('{"type":"subscribe","stream":"settle"}')
    assert json.loads(line.recv(timeout=LONG)) == {"error": "Unknown stream type", "status": 400}


def ends(line: ClientConnection) -> ConnectionClosed:
    """How it is closed; what comes late of something earlier is passed over."""
    while True:
        try:
            line.recv(timeout=LONG)
        except ConnectionClosed as closed:
            return closed


def update(line: Any, some_id: str) -> dict[str, Any]:
    message = until(line, "update")
    return message if message["payload"]["id"] == some_id else update(line, some_id)


def upgrade(station: Station, who: str = "alice") -> bytes:
    lines = (
        f"GET {STREAMING} HTTP/1.1",
        "Host: localhost",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        f"Authorization: Bearer {station.token(who)}",
    )
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def head(line: Any) -> bytes:
    return through(line, b"\r\n\r\n")


def through(line: Any, mark: bytes) -> bytes:
    """What arrives, one byte after the other, up to a mark."""
    found = b""
    until_when = time.monotonic() + 20
    while mark not in found:
        assert time.monotonic() < until_when, found
        found += line.recv(1)
    return found
