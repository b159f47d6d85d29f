"""Whom the viewer might want to follow, for programs."""

from django.http import HttpResponse

from folkmoot.accounts.queries import AccountView
from folkmoot.api.answers import answer
from folkmoot.api.calls import Call, route
from folkmoot.api.entities.accounts import account
from folkmoot.core.cursors import Page
from folkmoot.relations import actions, queries

LIMIT, MOST = 40, 80


def index(call: Call) -> HttpResponse:
    """Whom those follow whom the viewer follows, and that this is why."""
    return answer([{"account": account(each), "sources": ["friends_of_friends"]} for each in _found(call)])


def index_first(call: Call) -> HttpResponse:
    """The same as Mastodon's first version has it: accounts, without a reason."""
    return answer([account(each) for each in _found(call)])


def dismiss(call: Call) -> HttpResponse:
    """Suggest somebody no more."""
    actions.dismiss_suggestion(call.actor, call.id)
    return answer({})


def _found(call: Call) -> list[AccountView]:
    return queries.suggested(call.viewer, Page.parse(call.query, limit=LIMIT, most=MOST).limit)


ROUTES = {
    "GET /api/v1/suggestions": route(index_first, "read:accounts"),
    "GET /api/v2/suggestions": route(index, "read:accounts"),
    "DELETE /api/v1/suggestions/:id": route(dismiss, "write:accounts"),
}
