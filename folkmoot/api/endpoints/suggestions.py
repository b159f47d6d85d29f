"""Whom the viewer might want to follow, for programs."""

from django.http import HttpResponse

from folkmoot.api.answers import answer
from folkmoot.api.calls import Call, route
from folkmoot.api.entities.accounts import account
from folkmoot.core.cursors import Page
from folkmoot.relations import actions, queries
from folkmoot.relations.queries import SuggestionView

LIMIT, MOST = 40, 80
_SOURCES: dict[str, list[str]] = {
    "friends": ["friends_of_friends"],
    "interests": ["similar_to_recently_followed"],
    "known": ["most_followed"],
    "new": [],  # programs have no word for it
}


def index(call: Call) -> HttpResponse:
    """People to follow, and why, in the words that programs know."""
    return answer([{"account": account(each.account), "sources": _SOURCES[each.reason]} for each in _found(call)])


def index_first(call: Call) -> HttpResponse:
    """The same as Mastodon's first version has it: accounts, without a reason."""
    return answer([account(each.account) for each in _found(call)])


def dismiss(call: Call) -> HttpResponse:
    """Suggest somebody no more."""
    actions.dismiss_suggestion(call.actor, call.id)
    return answer({})


def _found(call: Call) -> list[SuggestionView]:
    return queries.suggested(call.viewer, Page.parse(call.query, limit=LIMIT, most=MOST).limit)


ROUTES = {
    "GET /api/v1/suggestions": route(index_first, "read:accounts"),
    "GET /api/v2/suggestions": route(index, "read:accounts"),
    "DELETE /api/v1/suggestions/:id": route(dismiss, "write:accounts"),
}
