"""What was reported, decided and objected to, in numbers, for everybody; and how far the log of staff reached."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from folkmoot.audit.queries import published_head
from folkmoot.core.small_counts import FEWEST
from folkmoot.instance.policies.kinds import Kind
from folkmoot.instance.queries import community
from folkmoot.moderation.queries.transparency import figures
from folkmoot.web.access import Door, door, first_of_all
from folkmoot.web.transparency.parts import months, parts
from folkmoot.web.transparency.periods import Period, period, today, years
from folkmoot.web.transparency.sheet import lines

if TYPE_CHECKING:
    from collections.abc import Sequence

PAGE, SHEET = "/transparency", "/transparency.csv"


@first_of_all
@door(Door.VISITORS)
@require_safe
def transparency(request: HttpRequest) -> HttpResponse:
    """The numbers of a time, and the newest head of the log that was kept before today."""
    known = years()
    wanted = period(request.GET.get("year", ""), known)
    found = figures(wanted.edges)
    context = {
        "periods": _periods(wanted, known),
        "parts": parts(found),
        "months": months(found.months),
        "sheet": SHEET + _query(wanted.year),
        "head": published_head(today()),
        "fewest": FEWEST,
        "kinds": list(Kind),
    }
    return render(request, "transparency/page.html", context)


@first_of_all
@door(Door.VISITORS)
@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """The same numbers as a file for spreadsheets."""
    wanted = period(request.GET.get("year", ""), years())
    name = f"transparency-{wanted.year or 'last-12-months'}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    some = lines(community().name, wanted.name, figures(wanted.edges))
    return HttpResponse(some, content_type="text/csv; charset=utf-8", headers=headers)


def _periods(wanted: Period, known: "Sequence[int]") -> list[tuple[str, str, bool]]:
    """Where each time is found, what it is called, and whether it is the one that is shown."""
    latest = [(PAGE, _("The last twelve months"), not wanted.year)]
    return latest + [(PAGE + _query(year), str(year), year == wanted.year) for year in known]


def _query(year: int) -> str:
    return f"?year={year}" if year else ""
