"""What every process does at its first request is done once before they part, so that they share what it makes."""

import io
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings

PLACES = ("/", "/sign-in", "/api/v2/instance")  # templates, forms and programs: together they touch most rooms

type Site = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def rehearse(site: Site) -> None:
    """Look up how the tables hang together, and answer a visitor whom nobody sees."""
    for model in apps.get_models(include_auto_created=True):
        model._meta.get_fields()  # noqa: SLF001 - the public face of models has an underscore
    for path in PLACES:
        for _ in site(_asking_for(path), lambda *_: None):
            pass


def _asking_for(path: str) -> dict[str, Any]:
    origin = urlsplit(settings.FOLKMOOT.origin)
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": origin.netloc,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "SERVER_NAME": origin.hostname,
        "SERVER_PORT": str(origin.port or 80),
        "wsgi.url_scheme": origin.scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
    }
