"""JSON answers, the addresses in them, and the links to the pages around them."""

from datetime import UTC, datetime
from time import time

import orjson
from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse

from folkmoot.core.html import with_origin
from folkmoot.instance.queries import community
from folkmoot.media.addresses import finish_bytes, is_marked

_VISITORS, _VISITORS_SECONDS = "api.visitors", 10  # an address that is open no longer is refused where the files are
_TYPE = "application/json; charset=utf-8"
ORIGIN: str = settings.FOLKMOOT.origin


def answer(value: object, *, status: int = 200) -> HttpResponse:
    """A value as JSON."""
    return HttpResponse(encoded(value), content_type=_TYPE, status=status)


def listed(items: bytes, links: str) -> HttpResponse:
    """Entities that are JSON already, with the addresses of the pages around them, if they are one of several."""
    response = HttpResponse(items, content_type=_TYPE)
    if links:
        response.headers["Link"] = links
    return response


def encoded(value: object) -> bytes:
    """A value as JSON in UTF-8."""
    return orjson.dumps(value)


def finished(response: HttpResponse, viewer: int | None) -> HttpResponse:
    """The answer with the addresses of pictures that this viewer can use."""
    if is_marked(response.content):
        response.content = own_addresses(response.content, viewer)
    return response


def own_addresses(kept: bytes, viewer: int | None) -> bytes:
    """The same for JSON that is no answer yet."""
    open_here = cache.get_or_set(_VISITORS, lambda: community().visitors == "posts", _VISITORS_SECONDS)
    return finish_bytes(kept, viewer, time(), visitors_may_read=bool(open_here))


def links(path: str, limit: int | None, *, older: int | None, newest: int | None, asked: str = "") -> str:
    """The ``Link`` header: ``next`` leads to what is older, ``prev`` to what has come since; both ask as before."""
    start = f"<{ORIGIN}{path}?{asked}limit={limit}&" if limit else f"<{ORIGIN}{path}?{asked}"
    found = [f'{start}max_id={older}>; rel="next"'] if older is not None else []
    if newest is not None:
        found.append(f'{start}min_id={newest}>; rel="prev"')
    return ", ".join(found)


def absolute(html: str) -> str:
    """HTML of ours for programs elsewhere: its links to this site name the site."""
    return with_origin(html, ORIGIN)


def iso(moment: datetime) -> str:
    """A moment as Mastodon writes it: UTC, to the millisecond."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
