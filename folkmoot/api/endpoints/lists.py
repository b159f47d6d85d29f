"""Circles, which Mastodon calls lists, for programs."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse

from folkmoot.accounts.queries import get_account
from folkmoot.api.answers import answer, encoded, links, listed
from folkmoot.api.calls import Call, route
from folkmoot.api.endpoints.timelines import LIMIT, MOST
from folkmoot.api.entities import kept
from folkmoot.api.entities.accounts import account
from folkmoot.core.cursors import Page
from folkmoot.relations import actions, queries
from folkmoot.relations.actions.circles import PEOPLE_MOST
from folkmoot.relations.queries import CircleView
from folkmoot.timelines.queries import circle_marks

PEOPLE, PEOPLE_AT_ONCE = 40, 80


def index(call: Call) -> HttpResponse:
    """All lists."""
    return answer([_list(each) for each in queries.circles(call.viewer)])


def show(call: Call) -> HttpResponse:
    """One list."""
    return answer(_list(queries.circle(call.viewer, call.id)))


def create(call: Call) -> HttpResponse:
    """Make a list."""
    made = actions.make_circle(call.actor, _draft(call, actions.CircleDraft("")))
    return answer(_list(queries.circle(call.viewer, made)))


def update(call: Call) -> HttpResponse:
    """Change a list; what is not sent stays as it is."""
    known = queries.circle(call.viewer, call.id)
    before = actions.CircleDraft(known.title, known.replies, known.exclusive)
    actions.change_circle(call.actor, call.id, _draft(call, before))
    return show(call)


def delete(call: Call) -> HttpResponse:
    """Remove a list."""
    actions.remove_circle(call.actor, call.id)
    return answer({})


def accounts(call: Call) -> HttpResponse:
    """Who is on a list; with ``limit=0`` everybody at once."""
    everybody = call.query.get("limit") == "0"
    page = Page(PEOPLE_MOST) if everybody else Page.parse(call.query, limit=PEOPLE, most=PEOPLE_AT_ONCE)
    cut = queries.circle_people(call.viewer, call.id, page)
    found = encoded([account(each) for each in cut.items])
    path = f"/api/v1/lists/{call.id}/accounts"
    return listed(found, links(path, page.limit, older=cut.older, newest=None))


@transaction.atomic
def add(call: Call) -> HttpResponse:
    """Put accounts on a list: all of them or, where one cannot be, none."""
    queries.circle(call.viewer, call.id)
    for account_id in call.sent.ids("account_ids"):
        actions.add_to_circle(call.actor, call.id, account_id)
    return answer({})


def take_out(call: Call) -> HttpResponse:
    """Take accounts out of a list."""
    queries.circle(call.viewer, call.id)
    for account_id in call.sent.ids("account_ids"):
        actions.take_out_of_circle(call.actor, call.id, account_id)
    return answer({})


def of_account(call: Call) -> HttpResponse:
    """Those lists that an account is on."""
    get_account(call.viewer, call.id)
    return answer([_list(each) for each in queries.circles_with(call.viewer, call.id)])


def timeline(call: Call) -> HttpResponse:
    """The feed of a list."""
    page = Page.parse(call.query, limit=LIMIT, most=MOST)
    cut = circle_marks(call.viewer, call.id, page)
    limit = page.limit if "limit" in call.query else None
    newest = cut.items[0].cursor if cut.items else None
    path = f"/api/v1/timelines/list/{call.id}"
    return listed(kept.page(call.viewer, cut.items), links(path, limit, older=cut.older, newest=newest))


def _draft(call: Call, before: actions.CircleDraft) -> actions.CircleDraft:
    sent = call.sent
    return actions.CircleDraft(
        title=sent.text("title") or before.title,
        replies=sent.text("replies_policy") or before.replies,
        exclusive=sent.flag("exclusive") if "exclusive" in sent.values else before.exclusive,
    )


def _list(view: CircleView) -> dict[str, Any]:
    return {
        "id": str(view.id),
        "title": view.title,
        "replies_policy": view.replies,
        "exclusive": view.exclusive,
    }


ROUTES = {
    "GET /api/v1/timelines/list/:id": route(timeline, "read:lists"),
    "GET /api/v1/lists": route(index, "read:lists"),
    "POST /api/v1/lists": route(create, "write:lists"),
    "GET /api/v1/lists/:id": route(show, "read:lists"),
    "PUT /api/v1/lists/:id": route(update, "write:lists"),
    "DELETE /api/v1/lists/:id": route(delete, "write:lists"),
    "GET /api/v1/lists/:id/accounts": route(accounts, "read:lists"),
    "POST /api/v1/lists/:id/accounts": route(add, "write:lists"),
    "DELETE /api/v1/lists/:id/accounts": route(take_out, "write:lists"),
    "GET /api/v1/accounts/:id/lists": route(of_account, "read:lists"),
}
