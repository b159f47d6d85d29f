"""Feeds for programs."""

from django.http import HttpResponse

from folkmoot.api.answers import links, listed
from folkmoot.api.calls import Call, route
from folkmoot.api.entities import kept
from folkmoot.core.cursors import Page
from folkmoot.timelines.queries import home_marks

LIMIT, MOST = 20, 40


def home(call: Call) -> HttpResponse:
    """The viewer's home feed."""
    page = Page.parse(call.query, limit=LIMIT, most=MOST)
    cut = home_marks(call.viewer, page)
    limit = page.limit if "limit" in call.query else None
    newest = cut.items[0].cursor if cut.items else None
    return listed(
        kept.page(call.viewer, cut.items), links("/api/v1/timelines/home", limit, older=cut.older, newest=newest)
    )


ROUTES = {
    "GET /api/v1/timelines/home": route(home, "read:statuses"),
}
