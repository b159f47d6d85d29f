"""Where to tell us of a hole, for people and for programs that look for it (RFC 9116)."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from folkmoot.core.errors import NotFound
from folkmoot.instance.queries import community
from folkmoot.web.access import Door, door, first_of_all

if TYPE_CHECKING:
    from django.http import HttpRequest

GOOD_FOR = timedelta(days=180)


@first_of_all
@door(Door.VISITORS)
@require_safe
def security_txt(request: "HttpRequest") -> HttpResponse:
    """The contact point in the form that RFC 9116 wants; there is none before the community has a contact point."""
    del request
    contact = community().contact
    if not contact:
        raise NotFound
    origin, ends = settings.FOLKMOOT.origin, timezone.now().replace(minute=0, second=0, microsecond=0) + GOOD_FOR
    lines = (
        f"Contact: mailto:{contact}",
        f"Expires: {ends:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(code for code, _ in settings.LANGUAGES)}",
        f"Canonical: {origin}/.well-known/security.txt",
        f"Policy: {origin}/security",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@first_of_all
@door(Door.VISITORS)
@require_safe
def security(request: "HttpRequest") -> HttpResponse:
    """What whoever found a hole may count on, and is asked to do."""
    return render(request, "security.html", {"here": community()})


@first_of_all
@door(Door.VISITORS)
@require_safe
def change_password(request: "HttpRequest") -> HttpResponse:
    """Where password managers send people to change their password."""
    del request
    return HttpResponseRedirect("/settings/password")
