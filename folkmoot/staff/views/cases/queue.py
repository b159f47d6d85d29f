"""The queue of cases, and the figures about it."""

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from folkmoot.accounts.capabilities import Capability
from folkmoot.moderation.categories import CATEGORIES
from folkmoot.moderation.queries.load import load
from folkmoot.moderation.queries.queue import Wanted
from folkmoot.moderation.queries.queue import queue as cases
from folkmoot.staff import case_words
from folkmoot.staff.views.cases.plots import plots, share
from folkmoot.web.access import door

if TYPE_CHECKING:
    from folkmoot.web.requests import MemberRequest

LIST = "/staff/cases"


@door(Capability.CASES)
@require_safe
def queue(request: "MemberRequest") -> HttpResponse:
    """The cases on one shelf, the gravest first."""
    wanted = Wanted.parse(request.GET)
    found = cases(request.viewer, wanted)
    kept = {"show": wanted.shelf} | ({"category": wanted.category} if wanted.category else {})
    context = {
        "queue": found,
        "wanted": wanted,
        "shelves": case_words.shelves(),
        "categories": CATEGORIES,
        "next": f"{LIST}?{urlencode({**kept, 'after': str(found.after)})}" if found.after else "",
        "words": case_words,
    }
    return render(request, "staff/cases/queue.html", context)


@door(Capability.CASES)
@require_safe
def moved(_request: "MemberRequest") -> HttpResponse:
    """Where the list of reports was."""
    return HttpResponseRedirect(LIST)


@door(Capability.FIGURES)
@require_safe
def dashboard(request: "MemberRequest") -> HttpResponse:
    """How much there is to do, how long it takes, how it is shared."""
    found = load(request.viewer)
    return render(
        request,
        "staff/cases/dashboard.html",
        {"load": found, "plots": plots(found), "overturned": share(found.overturned, found.appeals)},
    )
