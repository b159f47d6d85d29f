"""Collections of people that members recommend, for programs."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpResponse

from folkmoot.accounts.hydrate import views
from folkmoot.api.answers import ORIGIN, answer, encoded, listed
from folkmoot.api.calls import Call, Visit, open_route, route
from folkmoot.api.endpoints.accounts import check_open, id_at
from folkmoot.api.entities.accounts import account
from folkmoot.api.entities.collections import collection, collection_item
from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid
from folkmoot.relations import actions, queries
from folkmoot.relations.actions import CollectionDraft
from folkmoot.relations.queries import CollectionView

LIMIT, MOST = 40, 80
type _CollectionsOf = Callable[[int | None, int, int, int], list[CollectionView]]


def of_account(visit: Visit) -> HttpResponse:
    """The collections on somebody's profile."""
    return _several(visit, "collections", queries.collections_of)


def with_account(visit: Visit) -> HttpResponse:
    """The collections that somebody is in."""
    return _several(visit, "in_collections", queries.collections_with)


def show(visit: Visit) -> HttpResponse:
    """One collection, with everybody in it and whoever made it."""
    check_open(visit)
    found = queries.collection(visit.viewer, visit.id)
    people = views({found.account_id, *found.people})
    accounts = [account(people[each]) for each in dict.fromkeys((found.account_id, *found.people))]
    return answer({"collection": collection(found), "accounts": accounts})


@transaction.atomic
def create(call: Call) -> HttpResponse:
    """Make a collection with these people in it: all of them or, where one cannot be, nothing."""
    made = actions.make_collection(call.actor, _draft(call, CollectionDraft("")))
    for account_id in call.sent.ids("account_ids"):
        actions.add_to_collection(call.actor, made, account_id)
    return _one(call, made)


def update(call: Call) -> HttpResponse:
    """Change a collection; what is not sent stays as it is."""
    known = queries.collection(call.viewer, call.id)
    before = CollectionDraft(
        known.name, known.description, known.language, known.tag, sensitive=known.sensitive, listed=known.listed
    )
    actions.change_collection(call.actor, call.id, _draft(call, before))
    return _one(call, call.id)


def delete(call: Call) -> HttpResponse:
    """Remove a collection."""
    actions.remove_collection(call.actor, call.id)
    return answer({})


def add(call: Call) -> HttpResponse:
    """Put somebody into a collection."""
    queries.collection(call.viewer, call.id)
    account_id = call.sent.id("account_id")
    if account_id is None:
        raise Invalid("account_id", "can't be blank")
    item_id = actions.add_to_collection(call.actor, call.id, account_id)
    items = {each.id: each for each in queries.collection(call.viewer, call.id).items}
    return answer({"collection_item": collection_item(items[item_id])})


def take_out(call: Call) -> HttpResponse:
    """Take somebody out of a collection."""
    actions.take_out_of_collection(call.actor, *call.ids)
    return answer({})


def leave(call: Call) -> HttpResponse:
    """Take oneself out of somebody's collection."""
    actions.leave_collection(call.actor, *call.ids)
    return answer({})


def _one(call: Call, collection_id: int) -> HttpResponse:
    return answer({"collection": collection(queries.collection(call.viewer, collection_id))})


def _several(visit: Visit, name: str, ask: _CollectionsOf) -> HttpResponse:
    """One part of them, and where the parts around it are."""
    of, limit, offset = (
        id_at(visit),
        Page.parse(visit.query, limit=LIMIT, most=MOST).limit,
        visit.sent.id("offset") or 0,
    )
    found = ask(visit.viewer, of, limit + 1, offset)
    start = f"<{ORIGIN}/api/v1/accounts/{of}/{name}?limit={limit}&offset="
    around = [f'{start}{offset + limit}>; rel="next"'] if len(found) > limit else []
    if offset:
        around.append(f'{start}{max(0, offset - limit)}>; rel="prev"')
    shown = encoded({"collections": [collection(each) for each in found[:limit]]})
    return listed(shown, ", ".join(around))


def _draft(call: Call, before: CollectionDraft) -> CollectionDraft:
    sent = call.sent
    return CollectionDraft(
        name=sent.text("name") if "name" in sent.values else before.name,
        description=sent.text("description") if "description" in sent.values else before.description,
        language=sent.text("language") if "language" in sent.values else before.language,
        tag=sent.text("tag_name") if "tag_name" in sent.values else before.tag,
        sensitive=sent.flag("sensitive") if "sensitive" in sent.values else before.sensitive,
        listed=sent.flag("discoverable") if "discoverable" in sent.values else before.listed,
    )


ROUTES = {
    "GET /api/v1/accounts/:id/collections": open_route(of_account, "read:collections").also("read:accounts"),
    "GET /api/v1/accounts/:id/in_collections": open_route(with_account, "read:collections").also("read:accounts"),
    "POST /api/v1/collections": route(create, "write:collections"),
    "GET /api/v1/collections/:id": open_route(show, "read:collections"),
    "PATCH /api/v1/collections/:id": route(update, "write:collections"),
    "DELETE /api/v1/collections/:id": route(delete, "write:collections"),
    "POST /api/v1/collections/:id/items": route(add, "write:collections"),
    "DELETE /api/v1/collections/:id/items/:id": route(take_out, "write:collections"),
    "POST /api/v1/collections/:id/items/:id/revoke": route(leave, "write:collections"),
}
