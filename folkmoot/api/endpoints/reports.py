"""Saying that something is not right, for programs."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _

from folkmoot.accounts.hydrate import views
from folkmoot.api.answers import answer, iso
from folkmoot.api.calls import Call, route
from folkmoot.api.entities.accounts import account
from folkmoot.core.errors import Invalid
from folkmoot.core.ids import made_at
from folkmoot.instance.queries import community
from folkmoot.moderation.actions import report as send

_WORDS: dict[str, Callable[[], str]] = {  # for whoever reads the report
    "spam": lambda: _("This is spam."),
    "legal": lambda: _("This is against the law."),
    "violation": str,
    "other": str,
}
POSTS_MOST = 20


@transaction.atomic
def report(call: Call) -> HttpResponse:
    """Report an account, or some of its posts, each of which is a report of its own; the answer is the first."""
    sent, about = call.sent, call.sent.id("account_id")
    if about is None:
        raise Invalid("account_id", _("Whom is it about?"))
    post_ids = sent.ids("status_ids")[:POSTS_MOST]
    category, rules, comment = _category(call), sent.ids("rule_ids"), sent.text("comment")
    said = "\n\n".join(filter(None, (_WORDS[category](), *_rules(rules), comment)))
    whole: list[int | None] = [None]
    made = [send(call.actor, about, post_id, said) for post_id in post_ids or whole]
    shown: dict[str, Any] = {
        "id": str(made[0]),
        "action_taken": False,
        "action_taken_at": None,
        "category": category,
        "comment": comment,
        "forwarded": False,
        "created_at": iso(made_at(made[0])),
        "status_ids": [str(i) for i in post_ids] or None,
        "rule_ids": [str(i) for i in rules] or None,
        "collection_ids": None,
        "target_account": account(views([about])[about]),
    }
    return answer(shown)


def _category(call: Call) -> str:
    found = call.sent.text("category") or ("violation" if "rule_ids" in call.sent.values else "other")
    if found not in _WORDS:
        raise Invalid("category", _("This is none of the kinds of reports."))
    return found


def _rules(ids: list[int]) -> list[str]:
    """The community's rules of these numbers, for whoever reads the report."""
    if not ids:
        return []
    rules = dict(enumerate(community().rules, start=1))
    if unknown := [str(i) for i in ids if i not in rules]:
        raise Invalid("rule_ids", _("There is no rule %(number)s.") % {"number": unknown[0]})
    return [rules[i] for i in ids]


ROUTES = {"POST /api/v1/reports": route(report, "write:reports")}
