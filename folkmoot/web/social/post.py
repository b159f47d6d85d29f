"""One post: its thread, who liked and boosted it, its buttons, taking it back."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.accounts.actions.trust import note_reading
from folkmoot.core.errors import NotFound
from folkmoot.posts import actions
from folkmoot.posts import queries as posts
from folkmoot.web.errors import Undo, say
from folkmoot.web.public import face
from folkmoot.web.social import bars, cards, composer, sieve
from folkmoot.web.social.back import SeeOther, back, here_or
from folkmoot.web.social.doors import opened
from folkmoot.web.social.paging import PEOPLE, page_of
from folkmoot.web.social.people import show_people

if TYPE_CHECKING:
    from folkmoot.posts.hydrate import PostView
    from folkmoot.web.requests import MemberRequest, WebRequest

_DO = {
    ("like", "POST"): actions.like,
    ("like", "DELETE"): actions.unlike,
    ("boost", "POST"): actions.boost,
    ("boost", "DELETE"): actions.unboost,
    ("bookmark", "POST"): actions.bookmark,
    ("bookmark", "DELETE"): actions.unbookmark,
    ("pin", "POST"): actions.pin,
    ("pin", "DELETE"): actions.unpin,
    ("mute", "POST"): actions.mute_thread,
    ("mute", "DELETE"): actions.unmute_thread,
}


@opened
@require_safe
def thread(request: "WebRequest", acct: str, post_id: int) -> HttpResponse:
    """A post between what it answers and what answers it."""
    found = posts.thread(request.viewer, post_id)
    if (acct, post_id) != (found.post.body.author.acct, found.post.post_id):
        return redirect(found.post.body.path)
    note_reading(request.account)
    context = {
        "post": found.post,
        "name": found.post.body.author.name,
        "above": [cards.branch(each, 0, request.viewer) for each in found.ancestors],
        "main": cards.large(sieve.folded(found.post, "thread"), request.viewer),
        "below": [cards.branch(each.post, each.depth, request.viewer) for each in found.replies],
        "look": face.of_post(found.post) if request.viewer is None else None,
        "closed": found.post.body.reply_policy if request.viewer and found.post.extras.closed else "",
        "form": composer.answering(request, found.post.body) if request.viewer else None,  # type: ignore[arg-type]  # a viewer has an account
    }
    return render(request, "social/thread.html", context)


@require_safe
def liked_by(request: "MemberRequest", acct: str, post_id: int) -> HttpResponse:
    """Who likes a post."""
    people = posts.liked_by(request.viewer, post_id, page_of(request, PEOPLE))
    return show_people(request, "social/liked_by.html", people, {"path": f"/@{acct}/{post_id}"})


@require_safe
def boosted_by(request: "MemberRequest", acct: str, post_id: int) -> HttpResponse:
    """Who boosted a post."""
    people = posts.boosted_by(request.viewer, post_id, page_of(request, PEOPLE))
    return show_people(request, "social/boosted_by.html", people, {"path": f"/@{acct}/{post_id}"})


@require_http_methods(["POST", "DELETE"])
def press(request: "MemberRequest", post_id: int, what: str) -> HttpResponse:
    """Like, boost, bookmark or pin a post, or mute its thread, or take that back."""
    _DO[what, request.method or ""](request.account, post_id)
    place = request.GET.get("at", "")
    place = place if place[:1] == "p" and place[1:].isascii() and place[1:].isdigit() else f"p{post_id}"
    if not request.htmx:
        _confirm(request, what)
        return back(request, place)
    answer = HttpResponse(bars.bar(posts.get_post(request.viewer, post_id), request.viewer, get_language(), place))
    return say(answer, _done(what, request.method or ""), "success", Undo.of(request, f"#bar-{place}"))


@require_http_methods(["DELETE"])
def post(request: "MemberRequest", post_id: int) -> HttpResponse:
    """Take one's own post back."""
    actions.delete_post(request.account, post_id)
    text = _("Your post is deleted.")
    if request.htmx:
        return say(HttpResponse(), text, "success")
    messages.success(request, text)
    return SeeOther(here_or(request))


@require_safe
def delete(request: "MemberRequest", post_id: int) -> HttpResponse:
    """Ask once before a post is deleted, and name what will be lost."""
    found = posts.get_post(request.viewer, post_id)
    if not found.mark.mine or found.post_id != post_id:
        raise NotFound
    context = {"found": found, "post": cards.card(found, request.viewer), "after": _after(request, found)}
    return render(request, "social/delete.html", context)


def _after(request: "MemberRequest", found: "PostView") -> str:
    """Back to where the reader was, unless that was the page of the post itself."""
    before = here_or(request)
    return "/" if before.startswith(found.body.path) else before


def _confirm(request: "MemberRequest", what: str) -> None:
    if what in {"pin", "mute"}:  # the others are seen on the post itself, where the page opens again
        messages.success(request, _done(what, request.method or ""), extra_tags=Undo.of(request, "").tag)


def _done(what: str, method: str) -> str:
    return {
        ("like", "POST"): _("You like this post."),
        ("like", "DELETE"): _("You do not like this post any more."),
        ("boost", "POST"): _("Boosted: your followers see it."),
        ("boost", "DELETE"): _("Your boost is taken back."),
        ("bookmark", "POST"): _("Kept among your bookmarks."),
        ("bookmark", "DELETE"): _("No longer among your bookmarks."),
        ("pin", "POST"): _("The post stands at the top of your profile now."),
        ("pin", "DELETE"): _("The post is no longer at the top of your profile."),
        ("mute", "POST"): _("You hear no more of this thread."),
        ("mute", "DELETE"): _("You hear of this thread again."),
    }[what, method]
