"""What rises, why, and whether it may be shown."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.accounts.capabilities import Capability
from folkmoot.discovery import actions
from folkmoot.discovery.queries import review
from folkmoot.instance.queries import as_chosen
from folkmoot.staff import trend_words
from folkmoot.web.access import door
from folkmoot.web.social.back import SeeOther

if TYPE_CHECKING:
    from folkmoot.web.requests import MemberRequest

PAGE = "/staff/trends"


@door(Capability.MEMBERS)
@require_safe
def trends(request: "MemberRequest") -> HttpResponse:
    """What waits for a first yes, what is shown, what is kept back and what was hidden."""
    found = review(request.viewer)
    things = (found.waiting, found.shown, found.kept_back, found.hidden)
    parts = [
        (part, [trend_words.told(each) for each in some])
        for part, some in zip(trend_words.parts(), things, strict=True)
    ]
    is_off = as_chosen().trends == "off"
    return render(request, "staff/trends.html", {"parts": parts, "resting": found.resting, "is_off": is_off})


@door(Capability.MEMBERS)
@require_http_methods(["POST", "DELETE"])
def decide(request: "MemberRequest", trend_kind: int, trend_key: str) -> HttpResponse:
    """Let a thing be shown while it rises; DELETE hides it."""
    if request.method == "POST":
        actions.allow(request.account, trend_kind, trend_key)
        messages.success(request, _("It may be shown from now on, whenever it rises."))
    else:
        actions.hide(request.account, trend_kind, trend_key)
        messages.success(request, _("It is hidden, in whatever spelling, until you let it rise again."))
    return SeeOther(PAGE)
