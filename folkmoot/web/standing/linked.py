"""The same by the link of a mail: it works without signing in, and while somebody cannot."""

from typing import TYPE_CHECKING

from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from folkmoot.moderation.queries.standing import addressee, decision_about
from folkmoot.web.access import Door, door, first_of_all
from folkmoot.web.standing.pages import show

if TYPE_CHECKING:
    from django.http import HttpResponse

    from folkmoot.web.requests import WebRequest


@csrf_exempt  # no cookie is needed for it: whoever has the link may, and nobody guesses that
@first_of_all
@door(Door.VISITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: "WebRequest", statement_id: int, key: str) -> "HttpResponse":
    """One decision, to whoever has the link; no cache and no search engine keeps it."""
    account = addressee(statement_id, key)
    response = show(request, account, decision_about(account.id, statement_id), "standing/linked.html")
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
