"""The buttons between two accounts: follow, answer a request, remove, block, mute."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from folkmoot.accounts.hydrate import AccountView, views
from folkmoot.accounts.queries import get_account
from folkmoot.core.errors import Invalid, NotAllowed
from folkmoot.relations import actions
from folkmoot.relations.queries import relationship
from folkmoot.web.errors import Undo, say
from folkmoot.web.social.back import SeeOther, back, here_or

if TYPE_CHECKING:
    from datetime import datetime

    from folkmoot.web.requests import MemberRequest

SPANS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}


@require_http_methods(["POST", "DELETE"])
def follow(request: "MemberRequest", account_id: int) -> HttpResponse:
    """Follow or ask to follow; DELETE stops that."""
    if request.method == "POST":
        state = actions.follow(request.account, account_id)
        said = _("You are following now.") if state == "following" else _("You have asked to follow.")
    else:
        actions.unfollow(request.account, account_id)
        said = _("You are not following any more.")
    undo = Undo.of(request, f"#follow-{account_id}")
    return _button(request, account_id, said, None if _is_lost(request, account_id) else undo)


@require_http_methods(["POST", "DELETE"])
def request_(request: "MemberRequest", account_id: int) -> HttpResponse:
    """Let a follower in who asked; DELETE turns the request down."""
    if request.method == "POST":
        actions.approve_request(request.account, account_id)
        said = _("Approved: they follow you now.")
    else:
        actions.refuse_request(request.account, account_id)
        said = _("Refused. They are not told.")
    if request.htmx:
        return render(request, "social/answered.html", {"said": said})
    messages.success(request, said)
    return back(request, otherwise="/follow-requests")


@require_http_methods(["DELETE"])
def follower(request: "MemberRequest", account_id: int) -> HttpResponse:
    """Send a follower away."""
    actions.remove_follower(request.account, account_id)
    messages.success(request, _("They do not follow you any more, and are not told."))
    return back(request, otherwise=f"/@{request.account.acct}/followers")


@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
def block(request: "MemberRequest", account_id: int) -> HttpResponse:
    """Ask once what a block does, block, or lift it."""
    if request.method == "DELETE":
        actions.unblock(request.account, account_id)
        return _to_profile(request, account_id, _("The block is lifted. To follow each other again, you start anew."))
    if request.method == "POST":
        actions.block(request.account, account_id)
        return _to_profile(request, account_id, _("Blocked. You do not see each other any more."))
    return render(request, "social/block.html", {"account": _other(request, account_id)})


@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
def mute(request: "MemberRequest", account_id: int) -> HttpResponse:
    """Ask for how long, mute, or listen again."""
    if request.method == "DELETE":
        actions.unmute(request.account, account_id)
        return _button(request, account_id, _("You hear of them again."))
    if request.method == "POST":
        silence = actions.mute_posts if "heard" in request.POST else actions.mute
        silence(request.account, account_id, _until(request.POST.get("for", "")))
        undo = Undo(request.path, "DELETE", "")
        messages.success(request, _("Muted. They are not told."), extra_tags=undo.tag)
        return SeeOther(here_or(request))
    context = {"account": _other(request, account_id), "after": here_or(request), "spans": _spans()}
    return render(request, "social/mute.html", context)


@require_http_methods(["POST", "DELETE"])
def wish(request: "MemberRequest", account_id: int, wish: str) -> HttpResponse:
    """Choose what I want of somebody I follow: a word of each new post, boosts, posts in all languages."""
    wishes, said = _wishes(wish, wanted=request.method == "POST")
    actions.change_follow(request.account, account_id, wishes)
    messages.success(request, said)
    return back(request)


def _wishes(wish: str, *, wanted: bool) -> tuple[actions.FollowWishes, str]:
    if wish == "bell":
        said = _("You will be told of each new post.") if wanted else _("You are not told of new posts any more.")
        return actions.FollowWishes(tell=wanted), said
    if wish == "boosts":
        said = _("Their boosts come to your home feed.") if wanted else _("Their boosts stay out of your home feed.")
        return actions.FollowWishes(boosts=wanted), said
    return actions.FollowWishes(languages=()), _("Their posts come in all languages.")


def _is_lost(request: "MemberRequest", account_id: int) -> bool:
    """Whether following again would mean to ask again."""
    return request.method == "DELETE" and views([account_id])[account_id].locked


def _spans() -> tuple[tuple[str, str], ...]:
    return (("hour", _("1 hour")), ("day", _("1 day")), ("week", _("1 week")), ("ever", _("for good")))


def _until(span: str) -> "datetime | None":
    if span == "ever":
        return None
    if span not in SPANS:
        raise Invalid("for", _("Please choose for how long."))
    return timezone.now() + SPANS[span]


def _other(request: "MemberRequest", account_id: int) -> AccountView:
    if account_id == request.viewer:
        raise NotAllowed(_("That is your own account."))
    return views([get_account(request.viewer, account_id).id])[account_id]


def _button(request: "MemberRequest", account_id: int, said: str, undo: Undo | None = None) -> HttpResponse:
    if not request.htmx:
        messages.success(request, said, extra_tags=undo.tag if undo else "")
        return back(request)
    context = {
        "account": views([account_id])[account_id],
        "bond": relationship(request.viewer, [account_id])[account_id],
    }
    return say(render(request, "social/follow.html", context), said, "success", undo)


def _to_profile(request: "MemberRequest", account_id: int, said: str) -> HttpResponse:
    messages.success(request, said)
    account = views([account_id]).get(account_id)
    return SeeOther(account.path if account and account.active else "/settings/blocks")
