"""What somebody who reported something says against what became of it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from folkmoot.core.errors import Invalid
from folkmoot.moderation.actions.appeal import appeal_notice, appeal_report
from folkmoot.moderation.actions.appeal_thread import answer, answer_notice
from folkmoot.moderation.queries.standing import OwnAppeal, OwnReport, noticed_report, own_appeal_of_report, own_report
from folkmoot.web.access import Door, door, first_of_all
from folkmoot.web.forms import tell
from folkmoot.web.social.back import SeeOther
from folkmoot.web.standing import words
from folkmoot.web.standing.forms import ANSWER, WordsForm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from folkmoot.web.requests import MemberRequest, WebRequest

LABEL = gettext_lazy("Why should we look again?")


@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: "MemberRequest", report_id: int) -> "HttpResponse":
    """My report, what became of it, and what I say against that."""
    report = own_report(request.viewer, report_id)

    def say(made: OwnAppeal | None, text: str) -> None:
        if made is None:
            appeal_report(request.account, report_id, text)
        else:
            answer(request.account, made.id, text)

    return _show(request, report, say, "standing/reported.html")


@csrf_exempt  # no cookie is needed for it: whoever has the code may, and nobody guesses that
@first_of_all
@door(Door.VISITORS)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def appeal_by_code(request: "WebRequest", code: str, report_id: int) -> "HttpResponse":
    """The same for whoever sent a notice without an account, and has its code."""
    report = noticed_report(code, report_id)

    def say(made: OwnAppeal | None, text: str) -> None:
        if made is None:
            appeal_notice(report_id, text)
        else:
            answer_notice(report_id, text)

    return _show(request, report, say, "standing/noticed.html", code=code)


def _show(
    request: "WebRequest", report: OwnReport, say: Callable[[OwnAppeal | None, str], None], template: str, **more: str
) -> "HttpResponse":
    made = own_appeal_of_report(report.id)
    form = WordsForm(ANSWER if made else LABEL, *([request.POST] if request.method == "POST" else []))
    if request.method == "POST" and form.is_valid():
        try:
            say(made, form.cleaned_data["text"])
        except Invalid as error:
            tell(form, error)
        else:
            return SeeOther(request.path)
    outcome = words.outcome_of_report(made.outcome) if made else ""
    context = {"report": report, "appeal": made, "form": form, "outcome": outcome, **more}
    return render(request, template, context, status=422 if form.is_bound else 200)
