"""Where a form leads afterwards: back to the place on the page it was sent from, never to another site."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

if TYPE_CHECKING:
    from folkmoot.web.requests import WebRequest

SEE_OTHER = 303
NO_PAGES = (
    "/posts",
    "/pictures",
    "/recordings",
    "/accounts/",
    "/report",
)  # where forms go, or where one is only on the way


class SeeOther(HttpResponseRedirect):
    """A redirect that a browser always follows with GET."""

    status_code = SEE_OTHER


def here_or(request: "WebRequest", otherwise: str = "/") -> str:
    """The page that the request came from, by its own word or the browser's; ``otherwise`` when neither is ours."""
    for address in (request.POST.get("next") or request.GET.get("next"), request.headers.get("Referer")):
        if address and (path := local(request, address)):
            return path
    return otherwise


def local(request: "WebRequest", address: str) -> str:
    """The path and query of an address of this site; empty for any other."""
    hosts = {request.get_host()}
    if not url_has_allowed_host_and_scheme(address, hosts, require_https=request.is_secure()):
        return ""
    parts = urlsplit(address)
    if not parts.path.startswith("/") or parts.path.startswith(NO_PAGES):
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


def place_in(request: "WebRequest", post_id: int) -> str:
    """The id of the article on the page that a button about a post stood in."""
    place = request.GET.get("at", "")
    return place if place[:1] == "p" and place[1:].isascii() and place[1:].isdigit() else f"p{post_id}"


def back(request: "WebRequest", anchor: str = "", otherwise: str = "/") -> SeeOther:
    """Back to where the form stood, at the post it was about."""
    return SeeOther(here_or(request, otherwise) + (f"#{anchor}" if anchor else ""))
