"""What owners say to all members: written, planned, changed, withdrawn."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from folkmoot.accounts.capabilities import Capability
from folkmoot.core.errors import Invalid
from folkmoot.instance.actions import announce, rewrite_announcement, withdraw_announcement
from folkmoot.instance.hydrate import AnnouncementView, all_announcements, written_announcement
from folkmoot.staff.forms import AnnouncementForm
from folkmoot.web.access import door
from folkmoot.web.forms import refused, tell
from folkmoot.web.social.emojis import drawn

if TYPE_CHECKING:
    from folkmoot.web.requests import MemberRequest

PAGE = "/staff/announcements"


@door(Capability.ANNOUNCE)
def announcements(request: "MemberRequest") -> HttpResponse:
    """All that was ever announced; a POST says something new."""
    form = AnnouncementForm(request.POST) if request.method == "POST" else AnnouncementForm()
    if request.method == "POST" and form.is_valid():
        try:
            announce(request.account, form.notice())
        except Invalid as error:
            tell(form, error)
        else:
            messages.success(request, _("It is announced."))
            return _back()
    context = {"form": form, "rows": [_row(each) for each in all_announcements(request.viewer)]}
    if request.method == "POST":
        return refused(request, "staff/announcements.html", context)
    return render(request, "staff/announcements.html", context)


@door(Capability.ANNOUNCE)
@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
def announcement(request: "MemberRequest", announcement_id: int) -> HttpResponse:
    """One of them: a POST changes it, and shows it again; a DELETE withdraws it."""
    if request.method == "DELETE":
        withdraw_announcement(request.account, announcement_id)
        messages.success(request, _("Nobody sees it any more."))
        return _back()
    view = written_announcement(request.viewer, announcement_id)
    if request.method != "POST":
        context = {"form": AnnouncementForm(initial=_filled(view), texts=view.texts), "view": view}
        return render(request, "staff/announcement.html", context)
    form = AnnouncementForm(request.POST)
    if form.is_valid():
        try:
            rewrite_announcement(request.account, announcement_id, form.notice())
        except Invalid as error:
            tell(form, error)
        else:
            messages.success(request, _("It is announced as it stands now."))
            return _back()
    return refused(request, "staff/announcement.html", {"form": form, "view": view})


def _filled(view: AnnouncementView) -> dict[str, object]:
    names = ("shows_at", "starts_at", "ends_at", "all_day")
    return {name: getattr(view, name) for name in names}


def _row(view: AnnouncementView) -> dict[str, object]:
    return {"view": view, "words": drawn(view.html, view.emojis), "state": _state(view)}


def _state(view: AnnouncementView) -> str:
    moment = now()
    if view.is_withdrawn:
        return _("withdrawn")
    if view.is_over(moment):
        return _("over")
    return _("planned") if view.is_planned(moment) else _("shown to all members")


def _back() -> HttpResponseRedirect:
    return HttpResponseRedirect(PAGE, status=303)
