"""What happened to the viewer, for programs: one by one, as Mastodon's first version has it."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse

from folkmoot.api.answers import answer, encoded, links, listed
from folkmoot.api.calls import Call, route
from folkmoot.api.entities import kept
from folkmoot.api.entities.notifications import OURS, TYPES, Statuses, kinds_of, notification
from folkmoot.api.parameters import repeated
from folkmoot.core.cursors import Page
from folkmoot.core.errors import NotFound
from folkmoot.notifications import actions, queries
from folkmoot.notifications.queries import Key, Told, Wanted

LIMIT, MOST = 40, 80
COUNTED, COUNTED_MOST = 100, 1_000
ASKED = frozenset(
    {"types", "exclude_types", "account_id", "supported_types", "grouped_types", "expand_accounts", "include_filtered"}
)


def index(call: Call) -> HttpResponse:
    """What happened to the viewer."""
    page = Page.parse(call.query, limit=LIMIT, most=MOST)
    cut = queries.told(call.viewer, wanted(call), page)
    around = links(
        "/api/v1/notifications",
        page.limit if "limit" in call.query else None,
        older=cut.older,
        newest=cut.items[0].id if cut.items else None,
        asked=repeated(call.request, ASKED),
    )
    return listed(encoded(_shown(call, *cut.items)), around)


def show(call: Call) -> HttpResponse:
    """One thing that happened."""
    return answer(_shown(call, queries.told_once(call.viewer, call.id))[0])


def unread_count(call: Call) -> HttpResponse:
    """How much is new."""
    most = Page.parse(call.query, limit=COUNTED, most=COUNTED_MOST).limit
    return answer({"count": queries.count_unread(call.viewer, wanted(call), (), most)})


def clear(call: Call) -> HttpResponse:
    """Take everything away."""
    actions.clear(call.actor)
    return answer({})


def dismiss(call: Call) -> HttpResponse:
    """Take one thing away."""
    actions.dismiss(call.actor, Key("", None, call.id))
    return answer({})


def dismiss_named(call: Call) -> HttpResponse:
    """The same, as older programs ask for it."""
    notification_id = call.sent.id("id")
    if notification_id is None:
        raise NotFound
    actions.dismiss(call.actor, Key("", None, notification_id))
    return answer({})


def wanted(call: Call) -> Wanted:
    """What was asked for: those of ``types``, or all; what only we have, for programs that can tell of it."""
    types, without = call.sent.texts("types"), call.sent.texts("exclude_types")
    kinds = kinds_of(types) if types else frozenset(TYPES)
    if not types and supported(call) is not None:
        kinds |= frozenset(OURS)
    return Wanted(kinds - kinds_of(without), call.sent.id("account_id"), whole=call.sent.flag("include_filtered"))


def supported(call: Call) -> list[str] | None:
    """The types that a program says it knows, if it says so."""
    return call.sent.texts("supported_types") if "supported_types" in call.sent.values else None


def statuses_of(viewer: int, told: Iterable[Told]) -> Statuses:
    """The statuses that these tell of."""
    return kept.each(viewer, list({each.mark.id: each.mark for each in told if each.mark}.values()))


def _shown(call: Call, *told: Told) -> list[dict[str, Any]]:
    statuses = statuses_of(call.viewer, told)
    known = supported(call)
    return [notification(each, statuses, known) for each in told if each.post_id is None or each.post_id in statuses]


ROUTES = {
    "GET /api/v1/notifications": route(index, "read:notifications"),
    "GET /api/v1/notifications/:id": route(show, "read:notifications"),
    "GET /api/v1/notifications/unread_count": route(unread_count, "read:notifications"),
    "POST /api/v1/notifications/clear": route(clear, "write:notifications"),
    "POST /api/v1/notifications/dismiss": route(dismiss_named, "write:notifications"),
    "POST /api/v1/notifications/:id/dismiss": route(dismiss, "write:notifications"),
}
