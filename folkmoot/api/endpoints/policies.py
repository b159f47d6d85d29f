"""Which notifications are kept apart, and from whom they come."""

from collections.abc import Collection
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from orjson import Fragment

from folkmoot.api.answers import answer, encoded, iso, links, listed
from folkmoot.api.calls import Call, route
from folkmoot.api.entities import kept
from folkmoot.api.entities.accounts import account
from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid, NotFound
from folkmoot.notifications import actions, queries
from folkmoot.notifications.queries import Choice, Stranger

LIMIT, MOST = 40, 80


def show(call: Call) -> HttpResponse:
    """What becomes of what people do whom the viewer hardly knows."""
    choice = queries.policy_of(call.viewer)._asdict()
    return answer({**{f"for_{name}": way for name, way in choice.items()}, "summary": _summary(call)})


def update(call: Call) -> HttpResponse:
    """Choose it; what is not named stays as it is."""
    named = {name: way for name in Choice._fields if (way := call.sent.text(f"for_{name}"))}
    for name, way in named.items():
        if way not in _WAYS:
            raise Invalid(f"for_{name}", _("This must be accept, filter or drop."))
    actions.choose_policy(call.actor, queries.policy_of(call.viewer)._replace(**named))
    return show(call)


def show_first(call: Call) -> HttpResponse:
    """The policy as Mastodon's first version has it: whether something is held back at all."""
    choice = queries.policy_of(call.viewer)._asdict()
    return answer({**{f"filter_{name}": choice[name] != "accept" for name in _OLD}, "summary": _summary(call)})


def update_first(call: Call) -> HttpResponse:
    """The same as with the second version, in yes and no."""
    named = [name for name in _OLD if f"filter_{name}" in call.sent.values]
    ways = {name: "filter" if call.sent.flag(f"filter_{name}") else "accept" for name in named}
    actions.choose_policy(call.actor, queries.policy_of(call.viewer)._replace(**ways))
    return show_first(call)


def requests(call: Call) -> HttpResponse:
    """Whose notifications are kept apart."""
    page = Page.parse(call.query, limit=LIMIT, most=MOST)
    cut = queries.strangers(call.viewer, page)
    limit = page.limit if "limit" in call.query else None
    newest = cut.items[0].id if cut.items else None
    around = links(_REQUESTS, limit, older=cut.older, newest=newest)
    return listed(encoded(_shown(call, cut.items)), around)


def request(call: Call) -> HttpResponse:
    """One of those."""
    return answer(_shown(call, [queries.stranger(call.viewer, call.id)])[0])


def accept(call: Call) -> HttpResponse:
    """Let one of them through, for good."""
    if not actions.welcome(call.actor, [call.id]):
        raise NotFound
    return answer({})


def dismiss(call: Call) -> HttpResponse:
    """Take away what one of them did."""
    if not actions.turn_away(call.actor, [call.id]):
        raise NotFound
    return answer({})


def accept_several(call: Call) -> HttpResponse:
    """Let some of them through, for good."""
    actions.welcome(call.actor, call.sent.ids("id"))
    return answer({})


def dismiss_several(call: Call) -> HttpResponse:
    """Take away what some of them did."""
    actions.turn_away(call.actor, call.sent.ids("id"))
    return answer({})


def merged(_call: Call) -> HttpResponse:
    """Whoever was let through is among the others at once."""
    return answer({"merged": True})


def _summary(call: Call) -> dict[str, int]:
    found = queries.waiting(call.viewer)
    return {"pending_requests_count": found.people, "pending_notifications_count": found.notifications}


def _shown(call: Call, found: Collection[Stranger]) -> list[dict[str, Any]]:
    """Each a NotificationRequest."""
    statuses = kept.each(call.viewer, [each.mark for each in found if each.mark])
    return [
        {
            "id": str(each.id),
            "created_at": iso(each.since),
            "updated_at": iso(each.latest_at),
            "notifications_count": str(each.count),
            "account": account(each.account),
            "last_status": Fragment(statuses[each.mark.id]) if each.mark and each.mark.id in statuses else None,
        }
        for each in found
    ]


_WAYS = frozenset({"accept", "filter", "drop"})
_OLD = Choice._fields[:4]
_REQUESTS = "/api/v1/notifications/requests"

ROUTES = {
    "GET /api/v2/notifications/policy": route(show, "read:notifications"),
    "PATCH /api/v2/notifications/policy": route(update, "write:notifications"),
    "GET /api/v1/notifications/policy": route(show_first, "read:notifications"),
    "PUT /api/v1/notifications/policy": route(update_first, "write:notifications"),
    f"GET {_REQUESTS}": route(requests, "read:notifications"),
    f"GET {_REQUESTS}/merged": route(merged, "read:notifications"),
    f"POST {_REQUESTS}/accept": route(accept_several, "write:notifications"),
    f"POST {_REQUESTS}/dismiss": route(dismiss_several, "write:notifications"),
    f"GET {_REQUESTS}/:id": route(request, "read:notifications"),
    f"POST {_REQUESTS}/:id/accept": route(accept, "write:notifications"),
    f"POST {_REQUESTS}/:id/dismiss": route(dismiss, "write:notifications"),
}
