"""What browsers refused to load or run on our pages: a line in the log, with nothing in it that says who saw it."""

import json
import logging
import re
import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.urls import Resolver404, resolve
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from folkmoot.web.access import Door, door, first_of_all

if TYPE_CHECKING:
    from django.http import HttpRequest

LONGEST = 16_384  # bytes of a report
MOST = 20  # reports in one request
QUIET = 3600.0  # seconds before the same thing is told again
_MOST_TOLD = 1_000  # things within that time: whoever makes things up fills no disk
_WORD = re.compile(r"[a-z-]{1,40}")
_HOST = re.compile(r"[a-z0-9.:\[\]-]{1,260}")

logger = logging.getLogger(__name__)
_told: dict["Violation", float] = {}


class Violation(NamedTuple):
    """A rule that was broken, by what, and on which page."""

    directive: str
    blocked: str
    page: str


@first_of_all
@door(Door.VISITORS)
@csrf_exempt  # browsers send these by themselves; nothing comes of them but a line in the log
@require_POST
def csp_reports(request: "HttpRequest") -> HttpResponse:
    """Take a browser's report, in either of the two forms; each thing is told once in an hour."""
    try:
        if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST:
            return HttpResponse(status=413)
        found = list(_violations(json.loads(request.body)))
    except (ValueError, RecursionError):
        return HttpResponse(status=400)
    for violation in found[:MOST]:
        _tell(violation)
    return HttpResponse(status=204)


def _violations(said: object) -> Iterator[Violation]:
    for report in said if isinstance(said, list) else [said]:
        body = _part(report, "csp-report") or _part(report, "body")
        if body:
            directive = (
                body.get("effectiveDirective") or body.get("effective-directive") or body.get("violated-directive")
            )
            blocked = body.get("blockedURL") or body.get("blocked-uri")
            yield Violation(
                _word(directive), _origin(blocked), _page(body.get("documentURL") or body.get("document-uri"))
            )


def _part(report: object, name: str) -> Mapping[str, Any]:
    found = report.get(name) if isinstance(report, dict) else None
    return found if isinstance(found, dict) else {}


def _word(said: object) -> str:
    words = str(said).split()
    return words[0] if words and _WORD.fullmatch(words[0]) else "other"


def _origin(said: object) -> str:
    """A keyword, or the host of an address: what stands behind it may be about a person."""
    text = str(said)
    if _WORD.fullmatch(text):
        return text
    try:
        host = urlsplit(text).netloc.rpartition("@")[2].lower()
    except ValueError:
        host = ""
    return host if _HOST.fullmatch(host) else "other"


def _page(said: object) -> str:
    """Which of our pages it was, by its name in the program."""
    try:
        return resolve(urlsplit(str(said)).path).view_name or "other"
    except (Resolver404, ValueError):
        return "other"


def _tell(violation: Violation) -> None:
    now = time.monotonic()
    if now < _told.get(violation, 0.0):
        return
    if len(_told) >= _MOST_TOLD:
        _forget(now)
    if len(_told) >= _MOST_TOLD:
        return
    _told[violation] = now + QUIET
    logger.warning("a browser refused %s on page %s: %s", violation.blocked, violation.page, violation.directive)


def _forget(now: float) -> None:
    for violation in [each for each, until in list(_told.items()) if until <= now]:
        _told.pop(violation, None)
