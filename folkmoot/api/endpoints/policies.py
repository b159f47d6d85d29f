"""Which notifications are kept apart: here none are, as in Mastodon where everything is let through."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from folkmoot.api.answers import answer
from folkmoot.api.calls import Call, route
from folkmoot.core.errors import Invalid, NotFound

FOR = (
    "for_not_following",
    "for_not_followers",
    "for_new_accounts",
    "for_private_mentions",
    "for_limited_accounts",
)
_NOTHING_WAITS = {"pending_requests_count": 0, "pending_notifications_count": 0}


def show(_call: Call) -> HttpResponse:
    """The policy: everything is let through."""
    return answer({**dict.fromkeys(FOR, "accept"), "summary": _NOTHING_WAITS})


def update(call: Call) -> HttpResponse:
    """Ask for what there is already; anything else is refused, so that nobody thinks it is in force."""
    for name in FOR:
        if call.sent.text(name) not in {"", "accept"}:
            raise Invalid(name, _("Notifications cannot be held back here."))
    return show(call)


def show_first(_call: Call) -> HttpResponse:
    """The policy as Mastodon's first version has it."""
    return answer({**dict.fromkeys(_OLD, False), "summary": _NOTHING_WAITS})


def update_first(call: Call) -> HttpResponse:
    """The same as with the second version."""
    for name in _OLD:
        if call.sent.flag(name):
            raise Invalid(name, _("Notifications cannot be held back here."))
    return show_first(call)


def requests(_call: Call) -> HttpResponse:
    """Nobody's notifications wait."""
    return answer([])


def request(_call: Call) -> HttpResponse:
    """There is none."""
    raise NotFound


def several(call: Call) -> HttpResponse:
    """Let in or dismiss those that wait: none do."""
    call.sent.ids("id")
    return answer({})


def merged(_call: Call) -> HttpResponse:
    """Nothing is being let in at this moment."""
    return answer({"merged": True})


_OLD = tuple(name.replace("for", "filter", 1) for name in FOR[:4])
_REQUESTS = "/api/v1/notifications/requests"

ROUTES = {
    "GET /api/v2/notifications/policy": route(show, "read:notifications"),
    "PATCH /api/v2/notifications/policy": route(update, "write:notifications"),
    "GET /api/v1/notifications/policy": route(show_first, "read:notifications"),
    "PUT /api/v1/notifications/policy": route(update_first, "write:notifications"),
    f"GET {_REQUESTS}": route(requests, "read:notifications"),
    f"GET {_REQUESTS}/merged": route(merged, "read:notifications"),
    f"POST {_REQUESTS}/accept": route(several, "write:notifications"),
    f"POST {_REQUESTS}/dismiss": route(several, "write:notifications"),
    f"GET {_REQUESTS}/:id": route(request, "read:notifications"),
    f"POST {_REQUESTS}/:id/accept": route(request, "write:notifications"),
    f"POST {_REQUESTS}/:id/dismiss": route(request, "write:notifications"),
}
