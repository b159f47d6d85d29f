"""One case: what was reported, what is known, what is said, and the decision."""

from typing import TYPE_CHECKING, NamedTuple

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.queries.trust import level_by_id as trust_of
from folkmoot.core.errors import Invalid
from folkmoot.moderation.actions import decide_case
from folkmoot.moderation.interaction import may_shut_out
from folkmoot.moderation.queries.case import CaseView, case_view
from folkmoot.moderation.queries.history import history_of
from folkmoot.moderation.queries.queue import next_case
from folkmoot.moderation.queries.strikes import strikes
from folkmoot.staff import case_words, rota_words
from folkmoot.staff.decision_forms import CaseForm
from folkmoot.staff.phrases import REASONS, TO_MEMBERS, TO_REPORTERS, spoken
from folkmoot.staff.views.cases.colleagues import colleagues
from folkmoot.staff.views.cases.kept import kept_files
from folkmoot.staff.views.cases.queue import LIST
from folkmoot.web import trust_words
from folkmoot.web.access import door
from folkmoot.web.forms import tell

if TYPE_CHECKING:
    from folkmoot.web.requests import MemberRequest

TEMPLATE = "staff/cases/case.html"


class Slip(NamedTuple):
    """What could not be sent: the box it was typed in, what was typed, and what is wrong with it."""

    place: str = ""
    typed: str = ""
    wrong: str = ""


@door(Capability.CASES)
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: "MemberRequest", case_id: int) -> HttpResponse:
    """Everything about a case; a POST decides it."""
    found = case_view(request.viewer, case_id)
    if request.method != "POST":
        return _page(request, found, _fresh(request, found))
    form = CaseForm(found, request.POST, shuts_out=may_shut_out(request.viewer, case_id))
    if form.is_valid():
        try:
            decide_case(request.account, case_id, form.decisions())
        except Invalid as error:
            tell(form, error, action="account_action", ends_at="ends_on", rule_id="rule")
        else:
            messages.success(request, _("It is decided, and the reasons are with the member."))
            return onwards(request, case_id)
    return _page(request, found, form, Slip("decide"))


def again(request: "MemberRequest", case_id: int, slip: Slip) -> HttpResponse:
    """The page of a case once more, with what could not be sent in its box."""
    found = case_view(request.viewer, case_id)
    return _page(request, found, _fresh(request, found), slip)


def onwards(request: "MemberRequest", case_id: int) -> HttpResponse:
    """After one case comes the next that nobody has; after the last one, the queue."""
    following = next_case(request.viewer, case_id)
    return HttpResponseRedirect(f"{LIST}/{following}" if following else LIST, status=303)


def _fresh(request: "MemberRequest", found: CaseView) -> CaseForm:
    reason = spoken(REASONS, request.GET.get("why", ""), found.language)
    posts = [str(item.object_id) for item in found.items if item.kind == "post"]
    initial = {"posts": posts, "reason": reason}
    return CaseForm(found, initial=initial, shuts_out=may_shut_out(request.viewer, found.id))


def _page(request: "MemberRequest", found: CaseView, form: CaseForm, slip: Slip | None = None) -> HttpResponse:
    account = found.account
    context = {
        "case": found,
        "form": form,
        "chosen": form["posts"].value() or [],
        "history": history_of(request.viewer, account.id, found.id) if account else None,
        "strikes": strikes(request.viewer, account.id) if account else None,
        "trust": trust_of(account.id) if account else None,
        "trust_words": trust_words,
        "words": case_words,
        "step_words": rota_words.step,
        "mine": found.holder is not None and found.holder.id == request.viewer,
        "colleagues": colleagues(account.id if account else None, found.id),
        "all_phrases": {"why": REASONS, "say": TO_MEMBERS, "ask": TO_REPORTERS},
        "say": spoken(TO_MEMBERS, request.GET.get("say", ""), found.language),
        "has_files": any(kept_files(item) for item in found.items),
        "kept_files": kept_files,
        "ask": spoken(TO_REPORTERS, request.GET.get("ask", ""), ""),
        "slip": slip or Slip(),
    }
    return render(request, TEMPLATE, context, status=422 if slip else 200)
