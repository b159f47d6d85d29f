"""The way out of letters, for people and for mail programs (RFC 8058); it signs nobody in, and tells nothing."""

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from folkmoot.notifications.letters.links import end_letters, named_by, still_comes
from folkmoot.web.access import Door, door, first_of_all

if TYPE_CHECKING:
    from django.http import HttpResponse

    from folkmoot.web.requests import WebRequest


@csrf_exempt  # mail programs send it without a cookie: whoever has the letter may, and nobody guesses the link
@first_of_all
@door(Door.VISITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: "WebRequest", token: str) -> "HttpResponse":
    """Look at it, and nothing happens; press, and no more letters of this kind come."""
    account, what = named_by(token)
    if request.method == "POST":
        end_letters(account, what)
    context = {"what": what, "comes": still_comes(account, what)}
    response = render(request, "letters/unsubscribe.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
