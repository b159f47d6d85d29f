"""One readable line for each event: UTC, the process it comes from, and nothing that identifies a person."""

import json
import logging
import re
import sys
import time
from collections.abc import Callable
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any
from urllib.parse import quote

_process = "main"
_form = "lines"
_LONGEST_PATH = 200  # characters
_SECRET_PATHS = ("/setup/", "/confirm-email/", "/password/", "/invitations/", "/invite/", "/sign-up/")
_PLAIN = re.compile(r"[!-~]*")  # the usual address: nothing in it needs quoting
_requests = logging.getLogger("folkmoot.requests")


class LineFormatter(logging.Formatter):
    """``2026-03-01 12:00:00 web-1 info text``, and a traceback indented below it."""

    converter: Callable[..., time.struct_time] = time.gmtime

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(process_name)s %(level)s %(message)s", "%Y-%m-%d %H:%M:%S")

    def format(self, record: logging.LogRecord) -> str:
        """The record as text; what was logged cannot begin a line of its own."""
        record.process_name = _process
        record.level = record.levelname.lower()
        return super().format(record).replace("\r", "\\r").replace("\n", "\n    ")


class JsonFormatter(logging.Formatter):
    """The same as one JSON object in each line, for whatever gathers logs."""

    def format(self, record: logging.LogRecord) -> str:
        """The record with its moment, process, level, part of the program, text and traceback."""
        said = {"level": record.levelname.lower(), "part": record.name, "text": record.getMessage()}
        if record.exc_info:
            said["trace"] = self.formatException(record.exc_info)
        return _json(int(record.created), **said)


def logging_settings(level: str, form: str) -> dict[str, Any]:
    """Django's LOGGING: everything to standard error, where the system's journal picks it up."""
    global _form  # noqa: PLW0603 - a server writes one kind of lines
    _form = form
    quiet = {"level": "ERROR"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": JsonFormatter if form == "json" else LineFormatter}},
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["lines"], "level": level.upper()},
        "loggers": {
            "django": {"handlers": [], "level": "INFO" if level == "debug" else "WARNING", "propagate": True},
            "django.request": quiet,  # each request has a line already
            "django.security": quiet,
            "_granian": {"level": "WARNING"},
            "asyncio": {"level": "WARNING"},
            "websockets": {"level": "WARNING"},  # its notes hold addresses, and tokens with them
            "oauthlib": {"level": "WARNING"},  # its notes hold codes and tokens
        },
    }


def name_process(name: str) -> None:
    """Which part of the server the lines of this process come from."""
    global _process  # noqa: PLW0603 - a process has one name
    _process = name


def requests_are_logged() -> bool:
    """Whether each request gets its line."""
    return _requests.isEnabledFor(logging.INFO)


def log_request(environ: dict[str, Any], status: str, started: float) -> None:
    """One line for an answered request: no query, no secret part of an address, no full IP address."""
    took = (time.perf_counter() - started) * 1000
    method, path = quote(str(environ["REQUEST_METHOD"])[:10]), public_path(environ.get("PATH_INFO") or "/")
    peer, now = prefix(environ.get("REMOTE_ADDR", "")), int(time.time())
    if _form == "json":
        line = _json(now, method=method, path=path, status=int(status[:3]), ms=round(took, 1), network=peer)
    else:
        line = f"{_stamp(now)} {_process} {method} {path} {status[:3]} {took:.1f}ms {peer}"
    sys.stderr.write(line + "\n")


def public_path(path: str) -> str:
    """The address's path as it may stand in a log: secrets left out, nothing that could break the line."""
    for secret in _SECRET_PATHS:
        if path.startswith(secret) and len(path) > len(secret):
            return f"{secret}…"
    if _PLAIN.fullmatch(path):
        return path[:_LONGEST_PATH]
    try:
        path = path.encode("latin-1").decode()  # WSGI hands bytes over as latin-1
    except UnicodeError:
        path = quote(path, errors="replace")
    return "".join(c if c.isprintable() and c != " " else quote(c, errors="replace") for c in path[:_LONGEST_PATH])


@lru_cache(maxsize=1_000)
def prefix(address: str) -> str:
    """The network an address is in: enough to see an attack, too little to see a person."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "-"
    if parsed.is_loopback:
        return "loopback"
    return _v4_prefix(parsed) if isinstance(parsed, IPv4Address) else _v6_prefix(parsed)


def _json(second: int, **said: str | float) -> str:
    return json.dumps({"at": f"{_stamp(second).replace(' ', 'T')}Z", "process": _process, **said}, ensure_ascii=False)


@lru_cache(maxsize=1)
def _stamp(second: int) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(second))


def _v4_prefix(address: IPv4Address) -> str:
    return ".".join([*str(address).split(".")[:3], "0/24"])


def _v6_prefix(address: IPv6Address) -> str:
    if address.ipv4_mapped:
        return _v4_prefix(address.ipv4_mapped)
    return ":".join(address.exploded.split(":")[:3]) + "::/48"
