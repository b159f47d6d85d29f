"""Notices: the form for anybody, without account, cookie or script; and the page that tells what became of one."""

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from folkmoot.core import limits
from folkmoot.core.errors import Invalid, NotFound, TooMany
from folkmoot.core.limits import rules
from folkmoot.moderation.actions import Notice, file_notice
from folkmoot.moderation.actions.talking import answer_as_notifier
from folkmoot.moderation.queries import notice as found_notice
from folkmoot.web.access import Door, door, first_of_all
from folkmoot.web.forms import refused
from folkmoot.web.notices.forms import NoticeForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from folkmoot.web.requests import WebRequest


@first_of_all
@door(Door.VISITORS)
@csrf_exempt  # no cookie is needed for it, and nothing is done in anybody's name
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def notice(request: "WebRequest") -> HttpResponse:
    """Tell the people who run the community of something; the answer is the page that follows it."""
    if request.method != "POST":
        return render(request, "notices/notice.html", {"form": NoticeForm(initial={"addresses": _here(request)})})
    form = NoticeForm(request.POST)
    if not form.is_valid():
        return refused(request, "notices/notice.html", {"form": form})
    try:
        limits.count_from(rules.NOTICES, request.META.get("REMOTE_ADDR", ""))
    except TooMany as error:
        form.add_error(None, error.message)
        response = render(request, "notices/notice.html", {"form": form}, status=429)
        response["Retry-After"] = str(error.retry_after)
        return response
    code = file_notice(_notice(form.cleaned_data))
    return HttpResponseRedirect(f"/notice/{code}?new=1", status=303)


@first_of_all
@door(Door.VISITORS)
@require_safe
@never_cache
def find(request: "WebRequest") -> HttpResponse:
    """Where somebody types the code that they got."""
    code = request.GET.get("code", "").strip()
    return HttpResponseRedirect(f"/notice/{quote(code, safe='')}" if code else "/notice")


@first_of_all
@door(Door.VISITORS)
@csrf_exempt  # whoever has the code may; no cookie says anything here
@require_POST
def answered(request: "WebRequest", code: str, report_id: int) -> HttpResponse:
    """Answer a question about a notice."""
    if report_id not in {part.id for part in found_notice(code)}:
        raise NotFound
    limits.count_from(rules.NOTICES, request.META.get("REMOTE_ADDR", ""))
    try:
        answer_as_notifier(report_id, request.POST.get("text", ""))
    except Invalid as error:
        return _shown(request, code, {"wrong": error.message}, 422)
    return HttpResponseRedirect(f"/notice/{code}", status=303)


@first_of_all
@door(Door.VISITORS)
@require_safe
@never_cache
def followed(request: "WebRequest", code: str) -> HttpResponse:
    """What became of a notice, for whoever has its code."""
    try:
        return _shown(request, code, {"new": "new" in request.GET}, 200)
    except NotFound:
        context = {"wrong": _("There is no notice with this code. Please look whether it is complete.")}
        return render(request, "notices/find.html", context, status=404)


def _shown(request: "WebRequest", code: str, more: dict[str, object], status: int) -> HttpResponse:
    context = {"parts": found_notice(code), "code": code, "new": False, "wrong": ""} | more
    return render(request, "notices/followed.html", context, status=status)


def _notice(said: "Mapping[str, Any]") -> Notice:
    same = {name: said[name] for name in ("addresses", "category", "explanation", "sincere")}
    return Notice(**same, name=said["your_name"], email=said["your_email"], language=get_language() or "")


def _here(request: "WebRequest") -> str:
    """The address that a link on a page brought along."""
    return request.GET.get("address", "")[:2_048]
