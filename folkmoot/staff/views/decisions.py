"""Decisions: what holds, what has ended, what was decided at once, and how to take it back."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.hydrate import views
from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid, NotFound
from folkmoot.moderation.actions import decide_many, lift, preview, undo, undo_about, undo_by
from folkmoot.moderation.interaction import may_shut_out
from folkmoot.moderation.queries import (
    decided_by,
    decided_together,
    held_by,
    liftable,
    past_restrictions,
    restrictions,
    strikes,
)
from folkmoot.posts.queries import profile_posts
from folkmoot.staff import case_words
from folkmoot.staff.decision_forms import ManyForm
from folkmoot.web.access import door
from folkmoot.web.forms import tell

if TYPE_CHECKING:
    from folkmoot.accounts.hydrate import AccountView
    from folkmoot.posts.hydrate import PostView
    from folkmoot.web.requests import MemberRequest

LIST = "/staff/restrictions"
ROWS = 20
SHOWN = 40  # posts of a member, the newest
WAVE = timedelta(days=30)


@door(Capability.CASES)
@require_http_methods(["GET", "HEAD"])
def running(request: "MemberRequest") -> HttpResponse:
    """The decisions that hold at this moment."""
    found = restrictions(request.viewer, Page.parse(request.GET, limit=ROWS, most=ROWS))
    context = {"restrictions": found, "words": case_words, "past": False}
    return render(request, "staff/restrictions.html", {**context, "lifts": liftable(request.viewer, found.items)})


@door(Capability.CASES)
@require_http_methods(["GET", "HEAD"])
def past(request: "MemberRequest") -> HttpResponse:
    """The decisions that have ended or were lifted."""
    found = past_restrictions(request.viewer, Page.parse(request.GET, limit=ROWS, most=ROWS))
    context = {"restrictions": found, "words": case_words, "past": True, "lifts": ()}
    return render(request, "staff/restrictions.html", context)


@door(Capability.CASES)
@require_http_methods(["DELETE"])
def end(request: "MemberRequest", restriction_id: int) -> HttpResponse:
    """Lift a decision."""
    lift(request.account, restriction_id)
    messages.success(request, _("Lifted. What was hidden is back."))
    return HttpResponseRedirect(LIST, status=303)


@door(Capability.CASES)
@require_http_methods(["GET", "HEAD", "DELETE"])
def together(request: "MemberRequest", batch: int) -> HttpResponse:
    """What was decided in one go; DELETE takes it all back."""
    if request.method == "DELETE":
        return _taken_back(request, undo(request.account, batch))
    found = decided_together(request.viewer, batch)
    if not found:
        raise NotFound
    running_still = any(one.ended_at is None for one in found)
    context = {"found": found, "words": case_words, "colleague": None, "running": running_still}
    return render(request, "staff/together.html", {**context, "lifts": liftable(request.viewer, found)})


@door(Capability.CASES)
@require_http_methods(["GET", "HEAD", "DELETE"])
def of_colleague(request: "MemberRequest", account_id: int) -> HttpResponse:
    """What one of the staff decided in the last month; an owner can take all of that back."""
    since = timezone.now() - WAVE
    if request.method == "DELETE":
        return _taken_back(request, undo_by(request.account, account_id, since))
    colleague = _known(account_id)
    found = decided_by(request.viewer, account_id, since)
    running_still = request.account.may(Capability.COLLEAGUES) and any(one.ended_at is None for one in found)
    context = {"found": found, "words": case_words, "colleague": colleague, "running": running_still}
    return render(request, "staff/together.html", {**context, "lifts": liftable(request.viewer, found)})


@door(Capability.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
def about(request: "MemberRequest", account_id: int) -> HttpResponse:
    """Decide about a member and several of their posts: first looked at, then done. DELETE lifts all that holds."""
    if request.method == "DELETE":
        return _taken_back(request, undo_about(request.account, account_id))
    account, posts = _known(account_id), _posts(request.viewer, account_id)
    may_suspend = may_shut_out(request.viewer, None)
    form = ManyForm(account_id, posts, request.POST if request.method == "POST" else None, shuts_out=may_suspend)
    if request.method == "POST" and form.is_valid():
        try:
            return _next(request, account, form)
        except Invalid as error:
            tell(form, error, action="account_action", ends_at="ends_on", rule_id="rule")
    holding = held_by(request.viewer, account_id)
    context = {
        "form": form,
        "account": account,
        "posts": posts,
        "chosen": [str(each) for each in form["posts"].value() or []],
        "strikes": strikes(request.viewer, account_id),
        "can_lift_all": bool(holding) and len(liftable(request.viewer, holding)) == len(holding),
        "words": case_words,
    }
    return render(request, "staff/about.html", context, status=422 if request.method == "POST" else 200)


def _posts(viewer: int, account_id: int) -> list["PostView"]:
    """The newest posts of a member."""
    newest = profile_posts(viewer, account_id, "posts", Page(limit=SHOWN)).items
    return [view for view in newest if view.boosted_by is None]


def _next(request: "MemberRequest", account: "AccountView", form: ManyForm) -> HttpResponse:
    """What would be done is shown before it is done."""
    wanted = form.decisions()
    if "sure" in request.POST:
        batch = decide_many(request.account, wanted)
        messages.success(request, _("It is decided, and the reasons are with the member."))
        return HttpResponseRedirect(f"/staff/decided/{batch}", status=303)
    seen = preview(request.account, wanted)
    sent = [(name, value) for name in form.fields for value in request.POST.getlist(name)]
    context = {"seen": seen, "account": account, "sent": sent, "words": case_words}
    return render(request, "staff/preview.html", {**context, "possible": all(not each.problem for each in seen)})


def _taken_back(request: "MemberRequest", number: int) -> HttpResponse:
    said = ngettext("%(count)d decision is taken back.", "%(count)d decisions are taken back.", number)
    messages.success(request, said % {"count": number})
    return HttpResponseRedirect(LIST, status=303)


def _known(account_id: int) -> "AccountView":
    found = views([account_id]).get(account_id)
    if found is None:
        raise NotFound
    return found
