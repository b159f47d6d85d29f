"""Where the source of the program that runs here can be had, as its licence asks."""

from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_safe

from folkmoot.web.access import Door, door, first_of_all

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PACK = "folkmoot-source-*.tar.gz"  # project/source.py lays it among the static files


@first_of_all
@door(Door.VISITORS)
@require_safe
def source(request: "HttpRequest") -> "HttpResponse":
    """The version, the licence, and the way to the source: what the operator named, else the program's own pack."""
    elsewhere = settings.FOLKMOOT.source_url
    context = {"version": _version(), "is_elsewhere": bool(elsewhere), "address": elsewhere or _pack()}
    return render(request, "source.html", context)


def _pack() -> str:
    found = next(Path(settings.STATIC_ROOT).glob(PACK), None)
    return f"{settings.STATIC_URL}{found.name}" if found else ""


@cache
def _version() -> str:
    return version("folkmoot")
