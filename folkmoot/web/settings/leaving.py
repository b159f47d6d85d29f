"""Leaving: for a while, or for good; and coming back."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from folkmoot.core.errors import NotAllowed
from folkmoot.instance.queries import community
from folkmoot.privacy.actions import hide_myself, leave, stay
from folkmoot.privacy.queries import departure_of, losses
from folkmoot.privacy.tasks.letters import what_stays
from folkmoot.web.access import Door, door
from folkmoot.web.entrance.factors.stepup import stepped_up

if TYPE_CHECKING:
    from folkmoot.privacy.queries import Loss
    from folkmoot.web.requests import MemberRequest, WebRequest


@require_http_methods(["GET", "HEAD", "POST"])
@stepped_up
def leaving(request: "MemberRequest") -> HttpResponse:
    """What leaving means; a POST hides the account, for a while or until it is erased."""
    if request.method != "POST":
        return _page(request, 200)
    for_good = request.POST.get("way") == "delete"
    if for_good and request.POST.get("username", "").strip().lstrip("@").lower() != request.account.username:
        return _page(request, 422, wrong=_("Please write your user name, so that this does not happen by mistake."))
    try:
        leave(request.account) if for_good else hide_myself(request.account)
    except NotAllowed as error:
        return _page(request, 422, problem=error.message)
    return _out(request)


@door(Door.WAITING)
@require_http_methods(["GET", "HEAD", "POST"])
def come_back(request: "WebRequest") -> HttpResponse:
    """For whoever signed in again after leaving: how it stands, and the way back."""
    account = request.account
    if account is None or account.deactivated_at is None:
        return HttpResponseRedirect("/")
    if request.method == "POST":
        stay(account)
        messages.success(request, _("Welcome back! Everything is as it was."))
        return HttpResponseRedirect("/", status=303)
    return render(request, "settings/come_back.html", {"leaving": departure_of(account.id)})


def _page(request: "MemberRequest", status: int, *, problem: str = "", wrong: str = "") -> HttpResponse:
    """``wrong`` is about the name that was typed, ``problem`` about leaving itself."""
    lost = losses(request.viewer)
    context = {
        "lost": _said(lost),
        "stays": what_stays(lost.held),
        "days": community().deletion_days,
        "problem": problem,
        "wrong": wrong,
    }
    return render(request, "settings/leave.html", context, status=status)


def _out(request: "MemberRequest") -> HttpResponse:
    """Every session has ended; the last page says how it stands."""
    due = departure_of(request.account.id)
    logout(request)
    request.account = request.viewer = None  # type: ignore[assignment]  # nobody is signed in any more
    response = render(request, "settings/left.html", {"leaving": due})
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _said(lost: "Loss") -> list[str]:
    """What would be lost, in words."""
    counted = (
        (lost.posts, ngettext("%(num)s post", "%(num)s posts", lost.posts)),
        (lost.files, ngettext("%(num)s picture or recording", "%(num)s pictures and recordings", lost.files)),
        (lost.followers, ngettext("%(num)s follower", "%(num)s followers", lost.followers)),
        (lost.following, ngettext("%(num)s person you follow", "%(num)s people you follow", lost.following)),
    )
    return [words % {"num": f"{number:,}"} for number, words in counted if number]
