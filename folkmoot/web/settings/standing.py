"""What is open to a member, and how more opens."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from folkmoot.accounts.actions.trust import rise
from folkmoot.accounts.queries.trust import is_earned, is_new, trust_of
from folkmoot.accounts.queries.trust_words import when
from folkmoot.accounts.reach import OPEN_TO_ALL
from folkmoot.instance.queries import community
from folkmoot.web import trust_words

if TYPE_CHECKING:
    from folkmoot.web.requests import MemberRequest


@require_safe
def standing(request: "MemberRequest") -> HttpResponse:
    """Where I stand; whoever has just earned more reads that it is open."""
    account, here = request.account, community()
    risen = rise(account.id) if is_new(account) else None  # later levels open nothing, and come by themselves
    account.trust = account.trust if risen is None else risen
    view, earned = trust_of(account), is_earned(here)
    level = view.level if earned else max(view.level, OPEN_TO_ALL)
    context = {
        "view": view,
        "greeting": trust_words.greeting(level),
        "lines": trust_words.lines(level, invites=here.members_invite == "yes"),
        "steps": trust_words.steps(view) if level < OPEN_TO_ALL else [],
        "when": when(view.missing),
        "risen": risen is not None,
    }
    return render(request, "settings/standing.html", context)
