"""Looking back on a year of my own: a page that nobody else sees, and that can be printed."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import render
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.core.errors import NotFound
from folkmoot.posts.actions.years import ask_for_year, remove_year
from folkmoot.posts.queries.years import YearView, year_report, year_state, years
from folkmoot.web.social import cards
from folkmoot.web.social.back import SeeOther

if TYPE_CHECKING:
    from django.http import HttpResponse

    from folkmoot.web.requests import MemberRequest

TALLEST = 100  # of a month's bar, in units of the picture


@dataclass(frozen=True)
class Month:
    """One bar: how tall, and what it stands for."""

    name: str
    posts: int
    followers: int
    x: int
    y: int
    height: int


@require_safe
def every(request: "MemberRequest") -> "HttpResponse":
    """All years in which I was here."""
    return render(request, "social/years.html", {"years": years(request.account)})


@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
def year(request: "MemberRequest", number: int) -> "HttpResponse":
    """What I wrote in a year; a POST has it put together, DELETE takes it away again."""
    path = f"/years/{number}"
    if request.method == "POST":
        ask_for_year(request.account, number)
        return SeeOther(path)
    if request.method == "DELETE":
        remove_year(request.account, number)
        messages.success(request, _("It is gone. You can have it put together again."))
        return SeeOther("/years")
    state = year_state(request.account, number)
    if state == "none":
        raise NotFound
    found = _shown(request, year_report(request.account, number)) if state == "made" else {}
    return render(request, "social/year.html", {"year": number, "state": state, **found})


def _shown(request: "MemberRequest", view: YearView) -> dict[str, object]:
    known = view.figures
    return {
        "kind": _kinds()[known["kind"]],
        "numbers": _numbers(view),
        "months": months(known["months"]),
        "tags": view.tags,
        "answered": view.named("answered"),
        "boosted": view.named("boosted"),
        "tops": _tops(request, view),
        "tell": "/write?" + urlencode({"text": _words(view)}),
    }


def months(rows: list[list[int]]) -> list[Month]:
    """Twelve bars, the month with most posts as tall as there is room."""
    most = max(1, *(posts for posts, _followers in rows))
    heights = [posts * TALLEST // most for posts, _followers in rows]
    return [
        Month(str(MONTHS[place + 1]), posts, followers, place * 20 + 2, TALLEST - height, height)
        for place, ((posts, followers), height) in enumerate(zip(rows, heights, strict=True))
    ]


def _tops(request: "MemberRequest", view: YearView) -> list[tuple[str, str]]:
    """Each post once, under the first thing it was best at."""
    titles = {"likes": _("Liked most"), "boosts": _("Boosted most"), "replies": _("Answered most")}
    found: dict[int, tuple[str, str]] = {}
    for by, title in titles.items():
        post = view.top(by)
        if post:
            found.setdefault(post.id, (title, cards.card(post, request.viewer)))
    return list(found.values())


def _numbers(view: YearView) -> list[tuple[int, str]]:
    known = view.figures
    return [
        (known["own"], ngettext("post of your own", "posts of your own", known["own"])),
        (known["answers"], ngettext("answer", "answers", known["answers"])),
        (known["boosts"], ngettext("boost", "boosts", known["boosts"])),
        (known["polls"], ngettext("poll", "polls", known["polls"])),
    ]


def _words(view: YearView) -> str:
    known = view.figures
    said = _("My %(year)s here: %(posts)s posts, %(answers)s answers, %(boosts)s boosts.")
    return said % {
        "year": view.year,
        "posts": known["own"],
        "answers": known["answers"],
        "boosts": known["boosts"],
    }


def _kinds() -> dict[str, tuple[str, str]]:
    return {
        "reader": (_("A quiet reader"), _("You mostly read this year. That is a way of being here, too.")),
        "booster": (_("A passer-on"), _("You passed on more than you wrote, so that others found good things.")),
        "asker": (_("An asker"), _("You like to know what others think, and you ask them.")),
        "answerer": (_("An answerer"), _("Most of what you wrote was for somebody who had said something first.")),
        "teller": (_("A teller"), _("You had something to say, and you said it.")),
    }
