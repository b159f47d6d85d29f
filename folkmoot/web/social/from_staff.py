"""What those who run the community wrote to a member about a case, and the member's answers."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.core.errors import Invalid
from folkmoot.moderation.actions.talking import answer, answer_as_reporter
from folkmoot.moderation.queries.talks import OwnTalk, own_talk, own_talk_about, own_talks
from folkmoot.web.social.back import SeeOther

if TYPE_CHECKING:
    from folkmoot.web.requests import MemberRequest


@require_safe
def from_staff(request: "MemberRequest") -> HttpResponse:
    """All that staff wrote to me, the latest first."""
    return render(request, "social/from_staff.html", {"talks": own_talks(request.viewer)})


@require_http_methods(["GET", "HEAD", "POST"])
def about_me(request: "MemberRequest", case_id: int) -> HttpResponse:
    """What is said about something I did; a POST answers."""
    found = own_talk(request.viewer, case_id)
    if request.method != "POST":
        return _page(request, found)
    try:
        answer(request.account, case_id, request.POST.get("text", ""))
    except Invalid as error:
        return _page(request, found, error.message)
    return _sent(request, found)


@require_http_methods(["GET", "HEAD", "POST"])
def about_report(request: "MemberRequest", report_id: int) -> HttpResponse:
    """What is said about something I reported; a POST answers."""
    found = own_talk_about(request.viewer, report_id)
    if request.method != "POST":
        return _page(request, found)
    try:
        answer_as_reporter(request.account, report_id, request.POST.get("text", ""))
    except Invalid as error:
        return _page(request, found, error.message)
    return _sent(request, found)


def _page(request: "MemberRequest", talk: OwnTalk, error: str = "") -> HttpResponse:
    context = {"talk": talk, "error": error, "text": request.POST.get("text", "")}
    return render(request, "social/from_staff_talk.html", context, status=422 if error else 200)


def _sent(request: "MemberRequest", talk: OwnTalk) -> HttpResponse:
    messages.success(request, _("Your answer is with them."))
    return SeeOther(talk.path)
