"""The one request that opens a connection: read strictly, kept nowhere, and answered in few bytes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from urllib.parse import parse_qsl

import orjson

from folkmoot.api.middleware import ANYWHERE, BEFORE
from folkmoot.api.streaming.streams import PREFIX, Refused

HEAD_MOST = 8_192  # bytes
_LINE = re.compile(r"(GET|HEAD|OPTIONS|POST|PUT|PATCH|DELETE) (/[!-~]*) HTTP/1\.1")
_FIELD = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):([^\r\n\0]*)")  # one way to match: no text makes it look twice
_FIELDS_MOST = 64
_SAFE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}


@dataclass(frozen=True)
class Request:
    """What was asked for; a cookie in it means nothing."""

    method: str
    path: str
    query: Mapping[str, str]
    fields: Mapping[str, str]

    @cached_property
    def token(self) -> str:
        """The token, wherever it stands."""
        kind, _, said = self.fields.get("authorization", "").partition(" ")
        if kind.lower() == "bearer":
            return said.strip()
        return self.query.get("access_token") or self.fields.get("sec-websocket-protocol", "").partition(",")[0].strip()

    @property
    def is_websocket(self) -> bool:
        """Whether the line is to become one for both sides."""
        return self.fields.get("upgrade", "").lower() == "websocket"

    @property
    def is_for_streams(self) -> bool:
        """Whether it is about streams at all."""
        return self.path == PREFIX or self.path.startswith(f"{PREFIX}/")


def read(data: bytes, end: int) -> Request:
    """The request in these bytes, up to its ``end``; whatever is not plainly one is refused."""
    if not 0 <= end <= HEAD_MOST:
        raise Refused(431, "The request is too large")
    first, *rest = data[:end].decode("latin-1").split("\r\n")
    line, fields = _LINE.fullmatch(first), [_FIELD.fullmatch(each) for each in rest]
    if line is None or None in fields or len(fields) > _FIELDS_MOST:
        raise Refused(400, "Bad request")
    path, _, query = line[2].partition("?")
    named = {field[1].lower(): field[2].strip(" \t") for field in fields if field}
    try:
        asked = dict(parse_qsl(query, max_num_fields=_FIELDS_MOST))
    except ValueError:
        raise Refused(400, "Bad request") from None
    return Request(line[1], path.rstrip("/") or "/", asked, named)


def refusal(refused: Refused) -> bytes:
    """Why not, as Mastodon says it."""
    return answer(refused.status, "application/json; charset=utf-8", orjson.dumps({"error": refused.error}))


def answer(status: int, kind: str, body: bytes) -> bytes:
    """A whole answer, after which the line is closed."""
    length = {"Content-Type": kind, "Content-Length": str(len(body))}
    return _head(status, {**length, "Connection": "close"}) + body


def before() -> bytes:
    """What a browser is told that asks whether a page of another site may ask."""
    return _head(204, {**BEFORE, "Connection": "close"})


def opened() -> bytes:
    """The beginning of an answer that has no end."""
    return _head(200, {"Content-Type": "text/event-stream", "Transfer-Encoding": "chunked"})


def _head(status: int, fields: Mapping[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}"]
    lines += [f"{name}: {value}" for name, value in {**_SAFE, **ANYWHERE, **fields}.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()
