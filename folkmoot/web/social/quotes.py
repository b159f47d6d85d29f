"""Quotes as pages: an author's say in them, who quoted a post, who may."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from folkmoot.core.errors import NotAllowed, NotFound
from folkmoot.core.ids import id_in
from folkmoot.posts import actions
from folkmoot.posts import queries as posts
from folkmoot.posts.interaction import Consent
from folkmoot.web.errors import say
from folkmoot.web.social import cards, quote_card
from folkmoot.web.social.back import SeeOther, back, here_or, place_in
from folkmoot.web.social.paging import page_of, show_posts
from folkmoot.web.social.quoters import quoters

if TYPE_CHECKING:
    from folkmoot.posts.hydrate import PostView
    from folkmoot.web.requests import MemberRequest


@require_http_methods(["POST", "DELETE"])
def quote(request: "MemberRequest", post_id: int) -> HttpResponse:
    """Agree that a post quotes mine, or take my words out of it."""
    if request.method == "POST":
        actions.allow_quote(request.account, post_id)
        return _decided(request, post_id, _("Your post may be quoted here."))
    actions.withdraw_quote(request.account, post_id)
    return _decided(request, post_id, _("Your words are out of this post."))


@require_POST
def refusal(request: "MemberRequest", post_id: int) -> HttpResponse:
    """Say no to somebody who asks to quote me."""
    actions.refuse_quote(request.account, post_id)
    return _decided(request, post_id, _("Refused. Your words are not shown there."))


@require_safe
def quoted_by(request: "MemberRequest", acct: str, post_id: int) -> HttpResponse:
    """The posts that quote a post."""
    found = posts.quotes(request.viewer, post_id, page_of(request))
    return show_posts(request, "social/quoted_by.html", found, {"path": f"/@{acct}/{post_id}"})


@require_http_methods(["GET", "HEAD", "POST"])
def quoting(request: "MemberRequest", post_id: int) -> HttpResponse:
    """Who may quote a post of mine from now on."""
    found = posts.get_post(request.viewer, post_id)
    if not found.mark.mine or found.post_id != post_id:
        raise NotFound
    if request.method == "POST":
        actions.choose_quote_policy(request.account, post_id, request.POST.get("quote_policy", ""))
        messages.success(request, _("That holds from now on; what quotes it already stays."))
        return SeeOther(found.body.path)
    context = {"found": found, "post": cards.card(found, request.viewer), "quoters": quoters()}
    return render(request, "social/quoting.html", {**context, "after": here_or(request, found.body.path)})


def to_quote(request: "MemberRequest", typed: str) -> "PostView | None":
    """The post that somebody begins to quote; ``NotAllowed`` when its author does not want that."""
    post_id = id_in(typed)
    if post_id is None:
        return None
    view = posts.get_post(request.viewer, post_id)
    if posts.consent_to(view) is Consent.DENIED:
        raise NotAllowed(_("The author does not want this post to be quoted."))
    return view


def preview(request: "MemberRequest", quote_of: int | None) -> dict[str, object]:
    """What stands above a form that quotes something: the post, and whether its author will be asked."""
    if quote_of is None:
        return {}
    try:
        view = posts.get_post(request.viewer, quote_of)
    except NotFound:
        return {}
    is_asked = posts.consent_to(view) is Consent.MANUAL
    return {"quoted": quote_card.card(view, request.viewer), "is_asked": is_asked}


def _decided(request: "MemberRequest", post_id: int, said: str) -> HttpResponse:
    place = place_in(request, post_id)
    if not request.htmx:
        messages.success(request, said)
        return back(request, place)
    view = posts.get_post(request.viewer, post_id)
    return say(HttpResponse(quote_card.quote(view, request.viewer, place)), said, "success")
