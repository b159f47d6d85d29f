"""Saying that something is not right, for programs."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from folkmoot.accounts.hydrate import views
from folkmoot.api.answers import answer, iso
from folkmoot.api.calls import Call, route
from folkmoot.api.entities.accounts import account
from folkmoot.core import limits
from folkmoot.core.errors import Invalid
from folkmoot.core.ids import made_at
from folkmoot.core.limits.rules import REPORTS
from folkmoot.instance.queries import rules
from folkmoot.moderation.actions import Complaint, complain

_KINDS = {"spam": "spam", "legal": "illegal", "violation": "rule", "other": "other"}
POSTS_MOST = 20


def report(call: Call) -> HttpResponse:
    """Report an account, or some of its posts."""
    sent, about = call.sent, call.sent.id("account_id")
    if about is None:
        raise Invalid("account_id", _("Whom is it about?"))
    post_ids, rule_ids = sent.ids("status_ids")[:POSTS_MOST], sent.ids("rule_ids")
    kind, comment = _kind(call), sent.text("comment")
    limits.count(REPORTS, call.viewer)
    made = complain(call.actor, Complaint(about, tuple(post_ids), _KINDS[kind], _rules(rule_ids), comment))
    shown: dict[str, Any] = {
        "id": str(made),
        "action_taken": False,
        "action_taken_at": None,
        "category": kind,
        "comment": comment,
        "forwarded": False,
        "created_at": iso(made_at(made)),
        "status_ids": [str(i) for i in post_ids] or None,
        "rule_ids": [str(i) for i in rule_ids] or None,
        "collection_ids": None,
        "target_account": account(views([about])[about]),
    }
    return answer(shown)


def _kind(call: Call) -> str:
    found = call.sent.text("category") or ("violation" if "rule_ids" in call.sent.values else "other")
    if found not in _KINDS:
        raise Invalid("category", _("This is none of the kinds of reports."))
    return found


def _rules(numbers: list[int]) -> tuple[int, ...]:
    """The community's rules of these ids, or of the numbers by which people count them."""
    if not numbers:
        return ()
    found = rules()
    known = {number: rule.id for number, rule in enumerate(found, start=1)} | {rule.id: rule.id for rule in found}
    if unknown := [str(each) for each in numbers if each not in known]:
        raise Invalid("rule_ids", _("There is no rule %(number)s.") % {"number": unknown[0]})
    return tuple(known[each] for each in numbers)


ROUTES = {"POST /api/v1/reports": route(report, "write:reports")}
