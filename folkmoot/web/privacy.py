"""What this community keeps about people, for how long, and who sees it: said from its settings as they are."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_safe

from folkmoot.instance.queries import community
from folkmoot.web.access import Door, door

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_DAY = 24 * 60 * 60


@door(Door.VISITORS)
@require_safe
def privacy(request: "HttpRequest") -> "HttpResponse":
    """The sentences, with the sites whose players may be opened."""
    here = community()
    days = settings.SESSION_COOKIE_AGE // _DAY
    return render(request, "privacy.html", {"here": here, "days": days, "players": here.players.split()})
