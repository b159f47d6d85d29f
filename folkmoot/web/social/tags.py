"""A hashtag: its posts, and the button to follow it."""

from typing import TYPE_CHECKING
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.core.html import clean, fold_tag, tags_in
from folkmoot.posts import actions
from folkmoot.posts import queries as posts
from folkmoot.web.errors import Undo, say
from folkmoot.web.public import face
from folkmoot.web.social.back import back
from folkmoot.web.social.doors import opened
from folkmoot.web.social.paging import page_of, show_posts
from folkmoot.web.social.sieve import sifted

if TYPE_CHECKING:
    from folkmoot.web.requests import MemberRequest, WebRequest


@opened
@require_safe
def tag(request: "WebRequest", name: str) -> HttpResponse:
    """The posts with a hashtag."""
    name = clean(name)
    found = sifted(posts.tagged(request.viewer, fold_tag(name), page_of(request)), "public")
    return show_posts(request, "social/tag.html", found, _known(request, name))


@require_http_methods(["POST", "DELETE"])
def follow(request: "MemberRequest", name: str) -> HttpResponse:
    """Follow a hashtag; DELETE stops that."""
    if request.method == "POST":
        actions.follow_tag(request.account, name)
        said = _("You follow this hashtag: what carries it comes into your home.")
    else:
        actions.unfollow_tag(request.account, name)
        said = _("You do not follow this hashtag any more.")
    undo = Undo.of(request, "#follow-tag")
    if not request.htmx:
        messages.success(request, said, extra_tags=undo.tag)
        return back(request, otherwise="/settings/tags")
    return say(render(request, "social/tag_button.html", _known(request, name)), said, "success", undo)


def _known(request: "WebRequest", name: str) -> dict[str, object]:
    can_follow = request.viewer is not None and tags_in(f"#{name}") == [name]
    seen = face.of_feed(f"#{name}", f"/tags/{quote(name)}")
    return {"tag": name, "look": seen, "known": posts.tag_by_name(request.viewer, name) if can_follow else None}
