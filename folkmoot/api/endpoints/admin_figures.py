"""Figures about the community, for programs of staff: those that are counted, and no others.

Of Mastodon's measures there are ``new_users``, ``opened_reports`` and ``resolved_reports``, of its dimensions
``languages``, ``software_versions`` and ``space_usage``. Who came back after how long is kept nowhere: there is no
retention.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from importlib.metadata import version
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.queries import may
from folkmoot.api.answers import answer, iso
from folkmoot.api.calls import Call, staff_route
from folkmoot.core.errors import Invalid
from folkmoot.core.rows import database_size
from folkmoot.media.queries import taken
from folkmoot.moderation.queries.measures import DAYS_MOST, Measure, tongues
from folkmoot.moderation.queries.measures import measures as counted

_LINES = 10
_MONTH = timedelta(days=29)
_EARLIEST, _LATEST = date(2000, 1, 1), date(2200, 1, 1)  # no calendar ends while days are counted between


def measures(call: Call) -> HttpResponse:
    """Numbers for each day from one to another; the last thirty days unless others are named."""
    last = _day(call, "end_at", timezone.now().astimezone(UTC).date())
    first = _day(call, "start_at", last - _MONTH)
    if not 0 <= (last - first).days < DAYS_MOST:
        raise Invalid("start_at", _("Choose at most a year, and its first day before the last."))
    return answer([_measure(each) for each in counted(call.viewer, call.sent.texts("keys"), first, last)])


def dimensions(call: Call) -> HttpResponse:
    """What members read in, how much room there is taken, what runs here."""
    limit = call.sent.id("limit") or _LINES
    wanted = dict.fromkeys(call.sent.texts("keys"))
    return answer([{"key": key, "data": _DIMENSIONS[key](call, limit)} for key in wanted if key in _DIMENSIONS])


def _day(call: Call, name: str, otherwise: date) -> date:
    """A day, or a moment on it, on the world's clock."""
    said = call.sent.text(name)
    if not said:
        return otherwise
    try:
        moment = datetime.fromisoformat(said)
        day = (moment.astimezone(UTC) if moment.tzinfo else moment).date()
    except (ValueError, OverflowError):
        raise Invalid(name, _("This must be a date, such as 2026-01-31.")) from None
    if not _EARLIEST <= day <= _LATEST:
        raise Invalid(name, _("Choose a day between 2000 and 2200."))
    return day


def _measure(each: Measure) -> dict[str, Any]:
    """An Admin::Measure."""
    data = [{"date": iso(datetime.combine(day, time.min, UTC)), "value": str(number)} for day, number in each.days]
    return {
        "key": each.key,
        "unit": None,
        "total": str(each.total),
        "human_value": str(each.total),
        "previous_total": str(each.before),
        "data": data,
    }


def _languages(call: Call, limit: int) -> list[dict[str, str]]:
    named = dict(settings.LANGUAGES)
    found = tongues(call.viewer, min(limit, len(named)))
    return [{"key": code, "human_key": str(named.get(code, code)), "value": str(number)} for code, number in found]


def _software(call: Call, limit: int) -> list[dict[str, str]]:
    del call, limit
    ours = version("folkmoot")
    return [{"key": "folkmoot", "human_key": "Folkmoot", "value": ours, "human_value": ours}]


def _space(call: Call, limit: int) -> list[dict[str, str]]:
    """For those who see the page of it."""
    if not may(call.viewer, Capability.SETTINGS):
        return []
    lines = [("media", _("Files"), taken().together), ("database", _("Database"), database_size())][:limit]
    return [
        {"key": key, "human_key": said, "value": str(size), "unit": "bytes", "human_value": filesizeformat(size)}
        for key, said, size in lines
    ]


_DIMENSIONS: Mapping[str, Callable[[Call, int], list[dict[str, str]]]] = {
    "languages": _languages,
    "software_versions": _software,
    "space_usage": _space,
}
ROUTES = {
    "POST /api/v1/admin/measures": staff_route(measures, "admin:read", Capability.FIGURES),
    "POST /api/v1/admin/dimensions": staff_route(dimensions, "admin:read", Capability.FIGURES),
}
