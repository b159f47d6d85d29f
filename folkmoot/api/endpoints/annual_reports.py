"""Looking back on a year of one's own, for programs: Mastodon's annual reports."""

from typing import Any

from django.http import HttpResponse

from folkmoot.accounts.hydrate import views
from folkmoot.api.answers import answer
from folkmoot.api.calls import Call, route
from folkmoot.api.entities.accounts import account
from folkmoot.api.entities.statuses import status
from folkmoot.api.entities.years import STATES, annual_report
from folkmoot.posts.actions.years import ask_for_year, read_year
from folkmoot.posts.queries.years import YearView, year_report, year_reports, year_state

ACCEPTED = 202


def index(call: Call) -> HttpResponse:
    """All of one's reports."""
    return _wrapped(call, year_reports(call.actor))


def show(call: Call) -> HttpResponse:
    """The report about one year."""
    return _wrapped(call, [year_report(call.actor, call.id)])


def state(call: Call) -> HttpResponse:
    """Whether there is one, or can be."""
    return answer({"state": STATES[year_state(call.actor, call.id)]})


def generate(call: Call) -> HttpResponse:
    """Have one made, where that is possible; elsewhere nothing happens, as in Mastodon."""
    return answer({}, status=ACCEPTED if ask_for_year(call.actor, call.id) else 200)


def read(call: Call) -> HttpResponse:
    """It has been looked at."""
    read_year(call.actor, call.id)
    return answer({})


def _wrapped(call: Call, reports: list[YearView]) -> HttpResponse:
    people = {who: view for report in reports for who, view in report.people.items()}
    shown = {some_id: view for report in reports for some_id, view in report.posts.items()}
    mine = views([call.viewer]) if reports else {}
    found: dict[str, Any] = {
        "annual_reports": [annual_report(call.viewer, each) for each in reports],
        "accounts": [account(view) for view in {**mine, **people}.values()],
        "statuses": [status(view) for view in shown.values()],
    }
    return answer(found)


ROUTES = {
    "GET /api/v1/annual_reports": route(index, "read:accounts"),
    "GET /api/v1/annual_reports/:id": route(show, "read:accounts"),
    "GET /api/v1/annual_reports/:id/state": route(state, "read:accounts"),
    "POST /api/v1/annual_reports/:id/generate": route(generate, "write:accounts"),
    "POST /api/v1/annual_reports/:id/read": route(read, "write:accounts"),
}
