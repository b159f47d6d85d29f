"""Why a post is shown to its reader, who may see it, and what would change that."""

from typing import TYPE_CHECKING
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from folkmoot.core.cursors import Page
from folkmoot.discovery import queries as discovery
from folkmoot.posts import queries as posts
from folkmoot.search.queries import comes_up
from folkmoot.timelines import queries as timelines
from folkmoot.web.social import cards, sieve
from folkmoot.web.social.audiences import audience, who_may_read
from folkmoot.web.social.back import here_or

if TYPE_CHECKING:
    from folkmoot.web.requests import MemberRequest

RISING = 60  # posts on the rise among which this one is looked for


@require_safe
def why(request: "MemberRequest", post_id: int) -> HttpResponse:
    """The reasons in words, each with what takes it away."""
    view = posts.get_post(request.viewer, post_id)
    body, after, reasons = view.body, here_or(request), timelines.why(request.viewer, view)
    context = {
        "found": view,
        "author": body.author,
        "post": cards.card(sieve.folded(view, "thread"), request.viewer),
        "why": reasons,
        "is_searched": reasons.listed and comes_up(request.viewer, view.post_id),
        "audience": audience(body.scope),
        "readers": audience(body.scope).sentence if view.mark.mine else who_may_read(body.scope, body.author.name),
        "is_rising": _is_rising(request.viewer, view.post_id),
        "after": after,
        "next": "?next=" + quote(after),
    }
    return render(request, "social/why.html", context)


def _is_rising(viewer: int, post_id: int) -> bool:
    """Whether it stands among what is on the rise, for this viewer."""
    if not discovery.is_shown(viewer):
        return False
    return any(mark.target_id == post_id for mark in discovery.rising_marks(viewer, "", Page(limit=RISING)).items)
