"""Choosing an emoji, pressing one under a post, and who pressed which."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.core.emoji import OFTEN, emoji_called
from folkmoot.instance.queries import EmojiView, emojis, emojis_named
from folkmoot.posts import actions
from folkmoot.posts import queries as posts
from folkmoot.web.social.back import back, place_in
from folkmoot.web.social.paging import PEOPLE, page_of, show
from folkmoot.web.social.reaction_row import Face, face
from folkmoot.web.social.reaction_row import reactions as row

if TYPE_CHECKING:
    from folkmoot.web.requests import MemberRequest

FOUND_MOST = 60
_FOUND = "picker-found"  # the part of the page that a search takes the place of


@require_http_methods(["POST", "DELETE"])
def reaction(request: "MemberRequest", post_id: int, emoji: str) -> HttpResponse:
    """Answer a post with an emoji, or take that back; the row under the post comes back."""
    act = actions.react if request.method == "POST" else actions.unreact
    act(request.account, post_id, emoji)
    place = place_in(request, post_id)
    if not request.htmx:
        return back(request, place)
    return HttpResponse(row(posts.get_post(request.viewer, post_id), request.viewer, place))


@require_safe
def picker(request: "MemberRequest", post_id: int) -> HttpResponse:
    """Choose an emoji to answer a post with."""
    view = posts.get_post(request.viewer, post_id)
    place = place_in(request, post_id)
    mine = {each.emoji for each in view.extras.reactions if each.mine}
    context = {"post_id": view.post_id, "place": place, "path": view.body.path, "mine": mine}
    return _offered(request, context)


@require_safe
def emoji(request: "MemberRequest") -> HttpResponse:
    """Every emoji there is, to write one; the community's own with the names to write them by."""
    return _offered(request, {"post_id": None, "place": "", "path": "/", "mine": set()})


@require_safe
def reacted_by(request: "MemberRequest", acct: str, post_id: int) -> HttpResponse:
    """Who answered a post with which emoji."""
    people = posts.reacted_by(request.viewer, post_id, page_of(request, PEOPLE))
    own = emojis_named({emoji[1:-1] for _person, emoji in people.items if emoji[0] == ":"})
    rows = [(person, _face(emoji, own)) for person, emoji in people.items]
    context = {"rows": rows, "path": f"/@{acct}/{post_id}"}
    return show(request, "social/reacted_by.html", "social/more_reacted.html", people, context)


def _offered(request: "MemberRequest", context: dict[str, Any]) -> HttpResponse:
    search = request.GET.get("q", "").strip()[:60]
    context |= {"search": search, "groups": _groups(search), "often": [] if search else [face(each) for each in OFTEN]}
    wants_part = request.htmx and request.htmx.target == _FOUND
    template = "social/picker_found.html" if wants_part else "social/picker_part.html"
    response = render(request, template if request.htmx else "social/picker.html", context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def _groups(search: str) -> dict[str, list[Face]]:
    """The community's own by category, and what was searched for."""
    groups: dict[str, list[Face]] = {}
    for each in emojis():
        if search.casefold() in each.name:
            groups.setdefault(each.category, []).append(face(f":{each.name}:", each.picture))
    if found := emoji_called(search, get_language() or "en", FOUND_MOST):
        groups["*"] = [face(each) for each in found]
    return groups


def _face(emoji: str, own: dict[str, EmojiView]) -> Face:
    known = own.get(emoji[1:-1])
    return face(emoji, known.picture if known else None)
