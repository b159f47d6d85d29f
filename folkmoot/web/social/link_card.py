"""The preview of a linked page below a post, and the page that plays what it is about.

A card holds nothing of the other site but words and a picture that the community keeps itself: no browser of a member
asks another site for anything, before the member presses a button that says so.
"""

from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.csp import CSP, build_policy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from folkmoot.core.errors import NotFound
from folkmoot.instance.queries import community
from folkmoot.posts import actions
from folkmoot.posts.hydrate import CardView
from folkmoot.posts.queries import get_post
from folkmoot.web import pictures
from folkmoot.web.pictures import Shown
from folkmoot.web.social.back import back
from folkmoot.web.social.doors import opened

if TYPE_CHECKING:
    from folkmoot.web.requests import MemberRequest, WebRequest

_KEPT = 10  # seconds for which it is remembered whose players are allowed


class LinkCard(NamedTuple):
    """A preview as a page shows it: the host is the one the link leads to, whatever the other site calls itself."""

    card: CardView
    host: str
    picture: Shown | None
    player: str  # the host that would be asked when it is played; empty where that is not offered
    player_path: str


def shown(card: CardView | None, post_id: int, player: str, *, for_visitors: bool) -> LinkCard | None:
    """The preview, with marked addresses of its picture."""
    if card is None:
        return None
    picture = pictures.shown(card.picture, for_visitors=for_visitors) if card.picture else None
    return LinkCard(card, _host(card.url), picture, player, f"/posts/{post_id}/player")


def player_of(card: CardView | None) -> str:
    """The host that plays what the card is about, where the community allows it; else nothing."""
    host = _host(card.player_url) if card and card.player_url else ""
    return host if host and any(host == each or host.endswith(f".{each}") for each in _allowed()) else ""


@require_http_methods(["DELETE"])
def preview(request: "MemberRequest", post_id: int) -> HttpResponse:
    """Show the preview below one's own post no more."""
    actions.remove_card(request.account, post_id)
    messages.success(request, _("The preview is removed."))
    return back(request, f"p{post_id}")


@opened
@require_http_methods(["GET", "HEAD", "POST"])
def player(request: "WebRequest", post_id: int) -> HttpResponse:
    """Say who would be asked; after the button, a document of its own that may hold a frame of that one host."""
    view = get_post(request.viewer, post_id)
    host = player_of(view.body.card)
    if view.body.card is None or not host:
        raise NotFound
    context = {"card": view.body.card, "host": host, "path": view.body.path}
    if request.method != "POST":
        return render(request, "social/player_ask.html", context)
    return _framed(render(request, "social/player.html", context), host)


def _framed(response: HttpResponse, host: str) -> HttpResponse:
    policy: dict[str, Any] = {**settings.SECURE_CSP, "frame-src": [f"https://{host}"]}
    response.headers[str(CSP.HEADER_ENFORCE)] = build_policy(policy)
    return response


def _host(address: str) -> str:
    return urlsplit(address).netloc.lower()


def _allowed() -> tuple[str, ...]:
    found = cache.get_or_set("web.players", lambda: community().players, _KEPT)
    return tuple((found or "").split())
