"""An empty Django view without middleware: what B0 measures."""

from typing import Any

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import path


def empty(_request: HttpRequest) -> HttpResponse:
    """Two letters."""
    return HttpResponse(b"ok", content_type="text/plain")


urlpatterns = [path("empty", empty)]


def _application() -> Any:
    settings.ROOT_URLCONF = "bench.empty"
    settings.MIDDLEWARE = []
    django.setup()
    return WSGIHandler()


application = _application()
