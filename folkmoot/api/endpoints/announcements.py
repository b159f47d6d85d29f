"""What the owners announce, for programs: nothing, as in Mastodon where nobody announced anything."""

from django.http import HttpResponse

from folkmoot.api.answers import answer
from folkmoot.api.calls import Call, route
from folkmoot.core.errors import NotFound


def index(_call: Call) -> HttpResponse:
    """Nothing was announced."""
    return answer([])


def absent(_call: Call) -> HttpResponse:
    """There is no such announcement."""
    raise NotFound


ROUTES = {
    "GET /api/v1/announcements": route(index, "read"),
    "POST /api/v1/announcements/:id/dismiss": route(absent, "write:accounts"),
    "PUT /api/v1/announcements/:id/reactions/:name": route(absent, "write:favourites"),
    "DELETE /api/v1/announcements/:id/reactions/:name": route(absent, "write:favourites"),
}
