"""Whom the viewer might want to follow, for programs."""

from django.http import HttpResponse
from orjson import Fragment

from folkmoot.api.answers import answer
from folkmoot.api.calls import Call, route
from folkmoot.api.entities.people import people
from folkmoot.core.cursors import Page
from folkmoot.relations import actions, queries

LIMIT, MOST = 40, 80
_SOURCES: dict[str, list[str]] = {
    "friends": ["friends_of_friends"],
    "interests": ["similar_to_recently_followed"],
    "known": ["most_followed"],
    "new": [],  # programs have no word for it
}


def index(call: Call) -> HttpResponse:
    """People to follow, and why, in the words that programs know."""
    return answer([{"account": shown, "sources": _SOURCES[reason]} for shown, reason in _found(call)])


def index_first(call: Call) -> HttpResponse:
    """The same as Mastodon's first version has it: accounts, without a reason."""
    return answer([shown for shown, _reason in _found(call)])


def dismiss(call: Call) -> HttpResponse:
    """Suggest somebody no more."""
    actions.dismiss_suggestion(call.actor, call.id)
    return answer({})


def _found(call: Call) -> list[tuple[Fragment, str]]:
    keys = queries.suggested_keys(call.viewer, Page.parse(call.query, limit=LIMIT, most=MOST).limit)
    shown = people(each.account for each in keys)
    return [(shown[each.account.id], each.reason) for each in keys if each.account.id in shown]


ROUTES = {
    "GET /api/v1/suggestions": route(index_first, "read:accounts"),
    "GET /api/v2/suggestions": route(index, "read:accounts"),
    "DELETE /api/v1/suggestions/:id": route(dismiss, "write:accounts"),
}
