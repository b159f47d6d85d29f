"""A plug-in for Mastodon.py's own pytest: notes each answer of the server, and ends sleeps when it has settled.

It runs in the environment of the clients (``.tools/clients``), without anything of ours.
"""

import json
import os
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests

OURS = "granian"
PACE = 0.4  # of each sleep: they are long enough for another server's queues
_SLEEP, _SEND = time.sleep, requests.Session.send


def pytest_configure() -> None:
    if "FOLKMOOT_ANSWERS" not in os.environ:
        return
    time.sleep = _rest
    requests.Session.send = _noted


def _rest(seconds: float) -> None:
    """A part of the time, and then as long as the server is busy with what it was told."""
    _SLEEP(seconds * PACE)
    with socket.create_connection(("127.0.0.1", int(os.environ["FOLKMOOT_SETTLED"]))) as line:
        line.recv(1)


def _noted(session: requests.Session, request: requests.PreparedRequest, **options: Any) -> requests.Response:
    answer = _SEND(session, request, **options)
    if answer.headers.get("server") == OURS and not options.get("stream"):  # others come from recordings and mocks
        with Path(os.environ["FOLKMOOT_ANSWERS"]).open("a") as file:
            file.write(_line(request.method, request.url, answer.status_code, answer.text))
    return answer


def recorded(folder: Path) -> Iterator[str]:
    """The answers in a folder of recordings, as they are noted."""
    import yaml

    for path in sorted(folder.glob("*.yaml")):
        for each in (yaml.load(path.read_text(), yaml.CSafeLoader) or {}).get("interactions", ()):
            body = each["response"]["body"].get("string") or ""
            if isinstance(body, str):
                yield _line(each["request"]["method"], each["request"]["uri"], each["response"]["status"]["code"], body)


def _line(method: str | None, url: str | None, status: int, text: str) -> str:
    try:
        body = json.loads(text)
    except ValueError:
        return ""
    return json.dumps({"method": method, "path": urlsplit(url or "").path, "status": status, "body": body}) + "\n"


if __name__ == "__main__":
    sys.stdout.writelines(recorded(Path(sys.argv[1])))
