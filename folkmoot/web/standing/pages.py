"""What was decided about a member, for the member who is signed in."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid
from folkmoot.moderation.actions.appeal import appeal
from folkmoot.moderation.actions.appeal_thread import answer
from folkmoot.moderation.queries.standing import DecisionView, decision_about, decisions_about, path_of
from folkmoot.web.access import first_of_all
from folkmoot.web.forms import tell
from folkmoot.web.social.back import SeeOther
from folkmoot.web.standing import words
from folkmoot.web.standing.forms import ANSWER, APPEAL, WordsForm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from folkmoot.accounts.queries import Account
    from folkmoot.web.requests import MemberRequest, WebRequest

ROWS = 20


@first_of_all
@require_safe
def decisions(request: "MemberRequest") -> "HttpResponse":
    """All that was decided about me, the newest first."""
    found = decisions_about(request.viewer, Page.parse(request.GET, limit=ROWS, most=ROWS))
    rows = [(view, words.heading(view), words.state(view)) for view in found.items]
    return render(request, "standing/list.html", {"found": found, "rows": rows})


@first_of_all
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: "MemberRequest", statement_id: int) -> "HttpResponse":
    """One decision with its reasons; a POST says something against it, or answers a question about that."""
    view = decision_about(request.viewer, statement_id)
    return show(request, request.account, view, "standing/decision.html")


def show(request: "WebRequest", account: "Account", view: DecisionView, template: str) -> "HttpResponse":
    """The page of a decision, for whoever it is about; what was said there goes back to it."""
    form = WordsForm(ANSWER if view.appeal else APPEAL, *([request.POST] if request.method == "POST" else []))
    if request.method == "POST" and form.is_valid():
        try:
            _say(request, account, view, form.cleaned_data["text"])
        except Invalid as error:
            tell(form, error)
        else:
            return SeeOther(request.path)
    return render(request, template, _context(view, form), status=422 if form.is_bound else 200)


def _say(request: "WebRequest", account: "Account", view: DecisionView, text: str) -> None:
    if view.appeal is None:
        appeal(account, view.restriction_id, text)
        messages.success(request, _("Thank you. Somebody who did not make this decision looks at it again."))
    else:
        answer(account, view.appeal.id, text)
        messages.success(request, _("Your answer is on its way."))


def _context(view: DecisionView, form: WordsForm) -> dict[str, object]:
    return {
        "view": view,
        "form": form,
        "heading": words.heading(view),
        "state": words.state(view),
        "outcome": words.outcome(view.appeal.outcome) if view.appeal else "",
        "alike": [(some_id, path_of(some_id)) for some_id in view.alike],
    }
