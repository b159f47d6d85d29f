"""What staff decide about members, for programs: each decision with its statement of reasons, as on pages."""

from collections.abc import Collection, Mapping

from django.http import HttpResponse
from django.utils.translation import gettext as _

from folkmoot.accounts.actions import Obstacle
from folkmoot.accounts.capabilities import Capability
from folkmoot.api.answers import answer
from folkmoot.api.calls import Call, staff_route
from folkmoot.api.entities.admin import admin_account
from folkmoot.api.errors import Refused
from folkmoot.core.errors import Invalid, NotAllowed
from folkmoot.moderation.actions import Decision, close_for_good, decide, decide_case, undo_measures
from folkmoot.moderation.interaction import SHUTS_OUT
from folkmoot.moderation.queries.persons import Person, person
from folkmoot.moderation.queries.reports import report_view

_DECISIONS: Mapping[str, str] = {"none": "warn", "silence": "limit", "suspend": "suspend"}
_NOT_HERE = frozenset({"sensitive", "disable"})  # Mastodon's; nothing that is decided here comes near them
_QUIET = frozenset({"limit", "demote"})
_NAMES = {"reason": "text", "action": "type"}


def act(call: Call) -> HttpResponse:
    """Warn (``none``), limit (``silence``) or suspend a member; with a report, that is the decision of its case.

    ``text`` are the reasons, which the member reads: nobody is decided about without. ``send_email_notification`` is
    passed over, for whoever is concerned is told, and so is ``warning_preset_id``.
    """
    person(call.viewer, call.id)
    report_id = call.sent.id("report_id")
    decision = Decision(_action(call), "account", call.id, call.sent.text("text"))
    try:
        if report_id is None:
            decide(call.actor, decision)
        else:
            decide_case(call.actor, report_view(call.viewer, report_id).case_id or 0, [decision])
    except Invalid as error:
        raise Refused([Obstacle(_NAMES.get(error.field, error.field), "invalid", error.message)]) from error
    return answer({})


def unsilence(call: Call) -> HttpResponse:
    """Lift what keeps a member out of others' sight."""
    return _lifted(call, _QUIET)


def unsuspend(call: Call) -> HttpResponse:
    """Let somebody in again; refused for whoever is not suspended."""
    if not person(call.viewer, call.id).suspended:
        raise NotAllowed
    return _lifted(call, SHUTS_OUT)


def unchanged(call: Call) -> HttpResponse:
    """Nobody's login is frozen and nobody's files are hidden all at once: there is nothing to lift."""
    return _shown(person(call.viewer, call.id))


def close(call: Call) -> HttpResponse:
    """Close a suspended account for good: it is erased once nobody can appeal any more.

    ``text`` are the reasons; without, they are those of the suspension.
    """
    known = person(call.viewer, call.id)
    close_for_good(call.actor, call.id, call.sent.text("text"))
    return _shown(known)


def _action(call: Call) -> str:
    kind = call.sent.text("type")
    if kind in _NOT_HERE:
        words = _("This is not decided here. Warn, limit or suspend the account instead: none, silence, suspend.")
        raise Refused([Obstacle("type", "inclusion", words)])
    if kind not in _DECISIONS:
        raise Refused([Obstacle("type", "inclusion", "Type is not included in the list")])
    return _DECISIONS[kind]


def _lifted(call: Call, measures: Collection[str]) -> HttpResponse:
    person(call.viewer, call.id)
    undo_measures(call.actor, call.id, measures)
    return _shown(person(call.viewer, call.id))


def _shown(known: Person) -> HttpResponse:
    return answer(admin_account(known))


WRITE = "admin:write:accounts"
ROUTES = {
    "POST /api/v1/admin/accounts/:id/action": staff_route(act, WRITE, Capability.MEMBERS),
    "POST /api/v1/admin/accounts/:id/enable": staff_route(unchanged, WRITE, Capability.MEMBERS),
    "POST /api/v1/admin/accounts/:id/unsensitive": staff_route(unchanged, WRITE, Capability.MEMBERS),
    "POST /api/v1/admin/accounts/:id/unsilence": staff_route(unsilence, WRITE, Capability.MEMBERS),
    "POST /api/v1/admin/accounts/:id/unsuspend": staff_route(unsuspend, WRITE, Capability.MEMBERS),
    "DELETE /api/v1/admin/accounts/:id": staff_route(close, WRITE, Capability.MEMBERS),
}
