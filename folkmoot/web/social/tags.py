"""A hashtag: its posts, others that it is used with, and the buttons to follow and to mute it."""

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.core.html import clean, fold_tag, tags_in
from folkmoot.discovery.queries import unhidden
from folkmoot.posts import actions
from folkmoot.posts import queries as posts
from folkmoot.posts.hydrate.matching import folded
from folkmoot.web.errors import Undo, say
from folkmoot.web.public import face
from folkmoot.web.social.back import back
from folkmoot.web.social.doors import opened
from folkmoot.web.social.paging import page_of, show_posts, wants_more
from folkmoot.web.social.sieve import sifted

if TYPE_CHECKING:
    from folkmoot.posts.hydrate import PostView
    from folkmoot.web.requests import MemberRequest, WebRequest


@opened
@require_safe
def tag(request: "WebRequest", name: str) -> HttpResponse:
    """The posts with a hashtag, and with which others it is used."""
    name = clean(name)
    is_muted = posts.mutes_tag(request.viewer, name)
    found = posts.tagged(request.viewer, fold_tag(name), page_of(request))
    if is_muted:  # whoever opens its page wants to see it all the same
        found = found.filled(_but_for(f"#{name}", view) for view in found.items)
    context = _known(request, name) | {"is_muted": is_muted}
    if not wants_more(request):
        context["related"] = unhidden(posts.related_tags(request.viewer, name))
    return show_posts(request, "social/tag.html", sifted(found, "public"), context)


@require_http_methods(["POST", "DELETE"])
def follow(request: "MemberRequest", name: str) -> HttpResponse:
    """Follow a hashtag; DELETE stops that."""
    if request.method == "POST":
        actions.follow_tag(request.account, name)
        said = _("You follow this hashtag: what carries it comes into your home.")
    else:
        actions.unfollow_tag(request.account, name)
        said = _("You do not follow this hashtag any more.")
    return _buttons(request, name, said)


@require_http_methods(["POST", "DELETE"])
def mute(request: "MemberRequest", name: str) -> HttpResponse:
    """Mute a hashtag; DELETE stops that."""
    if request.method == "POST":
        actions.mute_tag(request.account, name)
        said = _("You mute this hashtag: what carries it stays out of your home and of lists of posts.")
    else:
        actions.unmute_tag(request.account, name)
        said = _("You do not mute this hashtag any more.")
    return _buttons(request, name, said)


def _buttons(request: "MemberRequest", name: str, said: str) -> HttpResponse:
    undo = Undo.of(request, "#follow-tag")
    if not request.htmx:
        messages.success(request, said, extra_tags=undo.tag)
        return back(request, otherwise="/settings/tags")
    context = _known(request, name) | {"is_muted": posts.mutes_tag(request.viewer, name)}
    return say(render(request, "social/tag_button.html", context), said, "success", undo)


def _but_for(word: str, view: "PostView") -> "PostView":
    """A post as if the reader's filters did not know this word."""
    hits = tuple(
        hit for hit in view.extras.hits if any(folded(found) != folded(word) for found in hit.words) or hit.posts
    )
    return replace(view, extras=replace(view.extras, hits=hits))


def _known(request: "WebRequest", name: str) -> dict[str, object]:
    can_follow = request.viewer is not None and tags_in(f"#{name}") == [name]
    seen = face.of_feed(f"#{name}", f"/tags/{quote(name)}")
    return {"tag": name, "look": seen, "known": posts.tag_by_name(request.viewer, name) if can_follow else None}
