"""What somebody says against a decision: read, asked about, and decided by somebody who did not make it."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from folkmoot.accounts.capabilities import Capability
from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid
from folkmoot.moderation.actions.appeal_thread import ask
from folkmoot.moderation.actions.review import Milder, lighten, overturn, uphold
from folkmoot.moderation.queries.appeal_page import AppealPage, appeal_page
from folkmoot.moderation.queries.appeals import decided_appeals, open_appeals
from folkmoot.staff.appeal_forms import AnswerForm, QuestionForm
from folkmoot.staff.appeal_words import outcomes, short_words
from folkmoot.staff.days import end_of
from folkmoot.web.access import door
from folkmoot.web.forms import tell
from folkmoot.web.social.back import SeeOther

if TYPE_CHECKING:
    from django.http import HttpResponse

    from folkmoot.web.requests import MemberRequest

LIST = "/staff/appeals"
ROWS = 20


@door(Capability.APPEALS)
@require_safe
def appeals(request: "MemberRequest") -> "HttpResponse":
    """What waits for an answer, the most urgent first; below, what was answered."""
    now = timezone.now()
    answered = decided_appeals(request.viewer, Page.parse(request.GET, limit=ROWS, most=ROWS), now)
    context = {"waiting": open_appeals(request.viewer, now), "answered": answered, "of": short_words()}
    return render(request, "staff/appeals.html", context)


@door(Capability.APPEALS)
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: "MemberRequest", appeal_id: int) -> "HttpResponse":
    """One appeal with all it takes to decide it; a POST decides."""
    page = appeal_page(request.viewer, appeal_id, timezone.now())
    form = AnswerForm(page, request.POST) if request.method == "POST" else AnswerForm(page)
    if request.method == "POST" and form.is_valid():
        try:
            _decide(request, page, form)
        except Invalid as error:
            tell(form, error, action="instead", ends_at="ends_on")
        else:
            messages.success(request, _("It is decided, and whoever asked is told."))
            return SeeOther(LIST)
    return _show(request, page, form, QuestionForm())


@door(Capability.APPEALS)
@require_POST
def question(request: "MemberRequest", appeal_id: int) -> "HttpResponse":
    """Ask whoever appealed."""
    page = appeal_page(request.viewer, appeal_id, timezone.now())
    form = QuestionForm(request.POST)
    if form.is_valid():
        try:
            ask(request.account, appeal_id, form.cleaned_data["question"])
        except Invalid as error:
            tell(form, error, text="question")
        else:
            messages.success(request, _("Your question is on its way."))
            return SeeOther(f"{LIST}/{appeal_id}")
    return _show(request, page, AnswerForm(page), form)


def _decide(request: "MemberRequest", page: AppealPage, form: AnswerForm) -> None:
    typed = form.cleaned_data
    if typed["outcome"] == "upheld":
        uphold(request.account, page.row.id, typed["reasons"])
    elif typed["outcome"] == "overturned":
        overturn(request.account, page.row.id, typed["reasons"])
    else:
        instead = Milder(typed["instead"], end_of(typed["ends_on"]))
        lighten(request.account, page.row.id, typed["reasons"], instead)


def _show(request: "MemberRequest", page: AppealPage, form: AnswerForm, asking: QuestionForm) -> "HttpResponse":
    context = {"page": page, "form": form, "asking": asking, "outcomes": outcomes(page), "of": short_words()}
    status = 422 if form.is_bound or asking.is_bound else 200
    return render(request, "staff/appeal.html", context, status=status)
