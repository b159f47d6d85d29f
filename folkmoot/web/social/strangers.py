"""People I may not know: who they are, what they did, and whether I want to hear of them."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.notifications import actions, queries
from folkmoot.web.social.back import SeeOther
from folkmoot.web.social.notifications import lines
from folkmoot.web.social.paging import PEOPLE, page_of, show
from folkmoot.web.words import bdi

if TYPE_CHECKING:
    from django.http import HttpResponse

    from folkmoot.web.requests import MemberRequest


@require_safe
def strangers(request: "MemberRequest") -> "HttpResponse":
    """Who waits for me to have a look."""
    found = queries.strangers(request.viewer, page_of(request, PEOPLE))
    return show(request, "social/strangers.html", "social/more_strangers.html", found, {"people": found.items})


@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
def stranger(request: "MemberRequest", notification_id: int) -> "HttpResponse":
    """What one of them did; a POST lets them through for good, a DELETE takes it away."""
    person = queries.stranger(request.viewer, notification_id)
    name = person.account.name
    if request.method == "POST":
        actions.welcome(request.account, [notification_id])
        messages.success(request, _("From now on you are told what %(name)s does.") % {"name": bdi(name)})
        return SeeOther("/notifications/people")
    if request.method == "DELETE":
        actions.turn_away(request.account, [notification_id])
        messages.success(request, _("It is gone. %(name)s is not told.") % {"name": bdi(name)})
        return SeeOther("/notifications/people")
    if notification_id != person.id:
        return redirect("stranger", person.id)
    found = queries.grouped_of(request.viewer, person.account.id, page_of(request))
    context = {"told": lines(found.items, request.viewer), "person_row": person, "name": name}
    return show(request, "social/stranger.html", "social/more_notifications.html", found, context)
