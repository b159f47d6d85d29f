"""What happened to the viewer, for programs: what belongs together in groups, as Mastodon's second version has it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from orjson import Fragment

from folkmoot.accounts.queries import AccountView
from folkmoot.api.answers import answer, encoded, links, listed
from folkmoot.api.calls import Call, route
from folkmoot.api.endpoints.notifications import (
    ASKED,
    COUNTED,
    COUNTED_MOST,
    LIMIT,
    MOST,
    statuses_of,
    supported,
    wanted,
)
from folkmoot.api.entities.accounts import account
from folkmoot.api.entities.notifications import GROUPED, SAMPLE, group, key_in, kinds_of, partial_account
from folkmoot.api.parameters import repeated
from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid, NotFound
from folkmoot.notifications import actions, queries
from folkmoot.notifications.queries import Key, Told, key_of

ROOM = 3  # times as many notifications are read as groups were asked for
OF_ONE = 1_000  # notifications of one group
_KEY = 4  # where it stands in the address
_EXPANSIONS = frozenset({"", "full", "partial_avatars"})

type Groups = Mapping[Key, Sequence[Told]]


def index(call: Call) -> HttpResponse:
    """What happened to the viewer, in groups."""
    page = Page.parse(call.query, limit=LIMIT, most=MOST)
    wide = Page(page.limit * ROOM, page.max_id, page.since_id, page.min_id)
    cut = queries.told(call.viewer, wanted(call), wide)
    told, more = _within(cut.items, _grouped_kinds(call), page)
    around = links(
        "/api/v2/notifications",
        page.limit if "limit" in call.query else None,
        older=told[-1].id if told and (more or cut.older) else None,
        newest=told[0].id if told else None,
        asked=repeated(call.request, ASKED),
    )
    return listed(encoded(_results(call, _gathered(told, _grouped_kinds(call)))), around)


def show(call: Call) -> HttpResponse:
    """One group."""
    key, told = _named(call)
    return answer(_results(call, {key: told}))


def accounts(call: Call) -> HttpResponse:
    """Who is in a group."""
    people = {each.actor.id: each.actor for each in _named(call)[1]}
    return answer([account(each) for each in people.values()])


def dismiss(call: Call) -> HttpResponse:
    """Take a group away."""
    actions.dismiss(call.actor, _key(call))
    return answer({})


def unread_count(call: Call) -> HttpResponse:
    """How many groups are new."""
    most = Page.parse(call.query, limit=COUNTED, most=COUNTED_MOST).limit
    return answer({"count": queries.count_unread(call.viewer, wanted(call), _grouped_kinds(call), most)})


def _grouped_kinds(call: Call) -> Collection[str]:
    """What may stand together: what a program says it can show so, or all."""
    types = call.sent.texts("grouped_types")
    return kinds_of(types) & GROUPED.keys() if types else GROUPED.keys()


def _within(told: Sequence[Told], grouped: Collection[str], page: Page) -> tuple[Sequence[Told], bool]:
    """So many of these that there are no more groups than asked for, and whether some were left out below."""
    way = told[::-1] if page.ascending else told
    keys: set[Key] = set()
    for number, each in enumerate(way):
        keys.add(_key_of(each, grouped))
        if len(keys) > page.limit:
            kept = way[:number]
            return (kept[::-1], False) if page.ascending else (kept, True)
    return told, False


def _gathered(told: Iterable[Told], grouped: Collection[str]) -> Groups:
    groups: dict[Key, list[Told]] = {}
    for each in told:
        groups.setdefault(_key_of(each, grouped), []).append(each)
    return groups


def _key_of(told: Told, grouped: Collection[str]) -> Key:
    return key_of(told.kind, told.post_id, told.id, grouped)


def _results(call: Call, groups: Groups) -> dict[str, Any]:
    """A GroupedNotificationsResults."""
    statuses, known = statuses_of(call.viewer, (each for told in groups.values() for each in told)), supported(call)
    there = {key: told for key, told in groups.items() if told[0].post_id is None or told[0].post_id in statuses}
    return {
        **_people(call, there.values()),
        "statuses": [Fragment(status) for status in statuses.values()],
        "notification_groups": [group(told, key, known) for key, told in there.items()],
    }


def _people(call: Call, groups: Iterable[Sequence[Told]]) -> dict[str, Any]:
    """The accounts that groups name; where a program only wants faces, the first of each group alone in full."""
    expand = call.sent.text("expand_accounts")
    if expand not in _EXPANSIONS:
        raise Invalid("expand_accounts", "full, partial_avatars")
    people = _each(told.actor for group in groups for told in group[:SAMPLE])
    if expand != "partial_avatars":
        return {"accounts": [account(each) for each in people.values()]}
    first = _each(group[0].actor for group in groups)
    rest = [each for some_id, each in people.items() if some_id not in first]
    return {
        "accounts": [account(each) for each in first.values()],
        "partial_accounts": [partial_account(each) for each in rest],
    }


def _each(people: Iterable[AccountView]) -> dict[int, AccountView]:
    return {each.id: each for each in people}


def _key(call: Call) -> Key:
    key = key_in(call.request.path_info.split("/")[_KEY])
    if key is None:
        raise NotFound
    return key


def _named(call: Call) -> tuple[Key, Sequence[Told]]:
    key = _key(call)
    told = queries.told_under(call.viewer, key, OF_ONE)
    if not told:
        raise NotFound
    return key, told


ROUTES = {
    "GET /api/v2/notifications": route(index, "read:notifications"),
    "GET /api/v2/notifications/:name": route(show, "read:notifications"),
    "GET /api/v2/notifications/:name/accounts": route(accounts, "read:notifications"),
    "POST /api/v2/notifications/:name/dismiss": route(dismiss, "write:notifications"),
    "GET /api/v2/notifications/unread_count": route(unread_count, "read:notifications"),
}
