"""Direct posts by who takes part, for programs."""

from django.http import HttpResponse

from folkmoot.api.answers import answer, encoded, links, listed
from folkmoot.api.calls import Call, route
from folkmoot.api.entities.conversations import conversation
from folkmoot.conversations import actions, queries
from folkmoot.core.cursors import Page

LIMIT, MOST = 20, 40


def index(call: Call) -> HttpResponse:
    """The viewer's conversations; pages are cut by the newest post in each."""
    page = Page.parse(call.query, limit=LIMIT, most=MOST)
    cut = queries.inbox(call.viewer, page)
    around = links(
        "/api/v1/conversations",
        page.limit if "limit" in call.query else None,
        older=cut.older,
        newest=cut.items[0].cursor if cut.items else None,
    )
    return listed(encoded([conversation(each) for each in cut.items]), around)


def delete(call: Call) -> HttpResponse:
    """Put a conversation away, until something new is said in it."""
    actions.put_away(call.actor, call.id)
    return answer({})


def read(call: Call) -> HttpResponse:
    """All of a conversation has been read."""
    queries.one(call.viewer, call.id)
    actions.mark_read(call.actor, call.id)
    return answer(conversation(queries.one(call.viewer, call.id)))


ROUTES = {
    "GET /api/v1/conversations": route(index, "read:statuses"),
    "DELETE /api/v1/conversations/:id": route(delete, "write:conversations"),
    "POST /api/v1/conversations/:id/read": route(read, "write:conversations"),
}
