"""A poll in a post: choosing, and how it stands."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from django.contrib import messages
from django.http import HttpResponse
from django.template import engines
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from folkmoot.core.errors import Invalid
from folkmoot.core.ids import id_in
from folkmoot.posts.actions import vote as vote_for
from folkmoot.posts.hydrate import PostView, Tally
from folkmoot.posts.queries import get_post
from folkmoot.web import words
from folkmoot.web.errors import say
from folkmoot.web.social.back import back

if TYPE_CHECKING:
    from datetime import datetime

    from django.template.backends.jinja2 import Jinja2

    from folkmoot.web.requests import MemberRequest

_CHOICES_MOST = 20  # fields of one form that are looked at


class Line(NamedTuple):
    """One option: how many chose it, of a hundred voters how many, and whether the reader is among them."""

    position: int
    title: str
    votes: int
    percent: int
    chosen: bool
    ahead: bool


def poll(view: PostView, viewer: int | None, *, fresh: bool = False) -> str:
    """The poll of a post as this reader sees it; empty for a post without one."""
    tally = view.extras.tally
    if tally is None:
        return ""
    may_vote = viewer is not None and tally.votes is None
    lines = _lines(tally)
    return str(_piece().poll(view, tally, lines, may_vote, _facts(tally), fresh))


@require_POST
def vote(request: "MemberRequest", post_id: int) -> HttpResponse:
    """Vote; the poll comes back with how it stands now."""
    place = request.GET.get("at", "")
    place = place if place[:1] == "p" and place[1:].isascii() and place[1:].isdigit() else f"p{post_id}"
    try:
        vote_for(request.account, post_id, _chosen(request.POST.getlist(f"choice-{place}")))
    except Invalid as error:
        if request.htmx:
            raise
        messages.error(request, error.message)
        return back(request, place)
    if not request.htmx:
        messages.success(request, _("Your vote is counted."))
        return back(request, place)
    view = replace(get_post(request.viewer, post_id), id=id_in(place[1:]) or post_id)
    return say(HttpResponse(poll(view, request.viewer, fresh=True)), _("Your vote is counted."), "success")


def _chosen(sent: Sequence[str]) -> list[int]:
    """The places that a form names; what is no number is none of them."""
    return [-1 if (found := id_in(each)) is None else found for each in sent[:_CHOICES_MOST]]


def _lines(tally: Tally) -> list[Line]:
    votes = tally.votes or ()
    most = max(votes, default=0)
    return [
        Line(
            place,
            title,
            count := votes[place] if place < len(votes) else 0,
            round(100 * count / tally.voters) if tally.voters else 0,
            place in tally.chosen,
            tally.ended and count == most > 0,
        )
        for place, title in enumerate(tally.poll.options)
    ]


def _facts(tally: Tally) -> list[str]:
    count = ngettext("%(count)s person voted", "%(count)s people voted", tally.voters)
    voted = count % {"count": words.number(tally.voters)}
    return [voted, _("ended") if tally.ended else _left(tally.poll.ends_at)]


def _left(ends_at: "datetime") -> str:
    """How long a poll still runs, in one unit, rounded up so that it never says less than there is."""
    seconds = max(0, int((ends_at - timezone.now()).total_seconds()))
    days, hours, minutes = (-(-seconds // unit) for unit in (words.DAY, words.HOUR, words.MINUTE))
    if seconds > 2 * words.DAY:
        return ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}
    if seconds > words.HOUR:
        return ngettext("%(count)d hour left", "%(count)d hours left", hours) % {"count": hours}
    return ngettext("%(count)d minute left", "%(count)d minutes left", minutes) % {"count": minutes}


@cache
def _piece() -> Any:
    return cast("Jinja2", engines["jinja2"]).env.get_template("social/poll.html").module
