"""What those who run the community wrote to a member about a case, and the member's answers."""

from collections.abc import Callable
from functools import partial
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
    return _talk(request, own_talk(request.viewer, case_id), partial(answer, request.account, case_id))


@require_http_methods(["GET", "HEAD", "POST"])
def about_report(request: "MemberRequest", report_id: int) -> HttpResponse:
    """What is said about something I reported; a POST answers."""
    send = partial(answer_as_reporter, request.account, report_id)
    return _talk(request, own_talk_about(request.viewer, report_id), send)


def _talk(request: "MemberRequest", talk: OwnTalk, send: Callable[[str], object]) -> HttpResponse:
    if request.method != "POST":
        return _page(request, talk)
    try:
        send(request.POST.get("text", ""))
    except Invalid as error:
        return _page(request, talk, error.message)
    messages.success(request, _("Your answer is with them."))
    return SeeOther(talk.path)


def _page(request: "MemberRequest", talk: OwnTalk, error: str = "") -> HttpResponse:
    context = {"talk": talk, "error": error, "text": request.POST.get("text", "")}
    return render(request, "social/from_staff_talk.html", context, status=422 if error else 200)
