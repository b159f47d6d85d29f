"""Programs and browsers that do not give up: what was not answered is sent again, with the same key."""

import http.client
import json
import threading
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

FORM_TOKEN = "a" * 32  # the cookie and the field of a form agree; that is all Django asks
TURNED_AWAY = {502, 503}
PATIENCE = 45.0  # seconds until a request must have been answered


@dataclass
class Line:
    """One client's way to the server: a connection that is opened again whenever it breaks."""

    url: str
    gives_up: bool = False  # take "not now" for an answer
    broken: int = 0
    answers: dict[int, int] = field(default_factory=dict)
    strange: list[str] = field(default_factory=list)
    _open: http.client.HTTPConnection | None = None

    def send(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, str, bool]:
        """Status and text, and whether it may have been carried out by an earlier try already."""
        until, again = time.monotonic() + PATIENCE, False
        while time.monotonic() < until:
            try:
                status, text = self._try(method, path, body, headers)
            except (OSError, http.client.HTTPException):
                self.broken += 1
                self._open, again = None, True
                time.sleep(0.03)
                continue
            self.answers[status] = self.answers.get(status, 0) + 1
            if status in TURNED_AWAY and not self.gives_up:
                time.sleep(0.1)
                continue
            if status >= 500 and status not in TURNED_AWAY:
                self.strange.append(f"{method} {path}: {status} {text[:300]}")
            return status, text, again
        raise TimeoutError(f"{method} {path} was never answered")

    def _try(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
        if self._open is None:
            parts = urlsplit(self.url)
            self._open = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
        self._open.request(method, path, body or None, headers)
        answer = self._open.getresponse()
        return answer.status, answer.read().decode()


@dataclass
class Member:
    """One account of the server, through the JSON door and through its forms."""

    id: int
    name: str
    token: str
    session: str
    line: Line

    def api(self, method: str, path: str, body: object = None, key: str = "") -> tuple[int, Any, bool]:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        raw = json.dumps(body).encode() if body is not None else b""
        status, text, again = self.line.send(method, f"/api/v1/{path}", raw, headers)
        return status, json.loads(text or "null"), again

    def form(self, path: str, **fields: str) -> tuple[int, str]:
        headers = {
            "Cookie": f"session={self.session}; csrf={FORM_TOKEN}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        body = urlencode({"csrfmiddlewaretoken": FORM_TOKEN, **fields}).encode()
        return self.line.send("POST", path, body, headers)[:2]


class Pool:
    """The posts that were acknowledged, for others to answer and like."""

    def __init__(self) -> None:
        self._ids: list[int] = []
        self._lock = threading.Lock()

    def add(self, post_id: int) -> None:
        with self._lock:
            self._ids.append(post_id)

    def some(self, chance: Any) -> int | None:
        with self._lock:
            return chance.choice(self._ids[-80:]) if self._ids else None
