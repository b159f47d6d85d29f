"""How far the viewer has read, for programs."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from folkmoot.api.answers import answer, iso
from folkmoot.api.calls import Call, route
from folkmoot.api.parameters import Parameters
from folkmoot.core.errors import Invalid
from folkmoot.notifications.actions import mark_read
from folkmoot.notifications.queries import read_marker
from folkmoot.timelines.actions import mark_home_read
from folkmoot.timelines.queries import Marker, home_marker

_READ = {"home": home_marker, "notifications": read_marker}
_MARK = {"home": mark_home_read, "notifications": mark_read}


def show(call: Call) -> HttpResponse:
    """How far those that are asked for were read; nothing is said of what was never read."""
    return _answer(call, [name for name in _READ if name in call.sent.texts("timeline")])


def update(call: Call) -> HttpResponse:
    """Read so far; a mark never goes back."""
    moved = [name for name in _MARK if name in call.sent.values]
    marks = {name: _last(name, call.sent.values[name]) for name in moved}
    for name, last_id in marks.items():
        _MARK[name](call.actor, last_id)
    return _answer(call, moved)


def _last(name: str, value: object) -> int:
    last_id = Parameters(value).id("last_read_id") if isinstance(value, dict) else None
    if last_id is None:
        raise Invalid(name, _("This is not an id."))
    return last_id


def _answer(call: Call, names: list[str]) -> HttpResponse:
    known = {name: _READ[name](call.viewer) for name in names}
    return answer({name: _marker(mark) for name, mark in known.items() if mark})


def _marker(mark: Marker) -> dict[str, Any]:
    return {"last_read_id": str(mark.last_id), "version": mark.version, "updated_at": iso(mark.moved_at)}


ROUTES = {
    "GET /api/v1/markers": route(show, "read:statuses"),
    "POST /api/v1/markers": route(update, "write:statuses"),
}
