"""The pages of the first steps: each can be taken, skipped, left and found again, in any order."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from folkmoot.accounts.actions import finish_steps, pass_step
from folkmoot.accounts.first_steps import STEPS
from folkmoot.core.errors import NotFound
from folkmoot.web.social.back import SeeOther
from folkmoot.web.welcome.progress import Step, next_open, steps
from folkmoot.web.welcome.taking import TAKING, Refused

if TYPE_CHECKING:
    from folkmoot.web.requests import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: "MemberRequest") -> HttpResponse:
    """Where I stand; a POST wants to hear no more of it."""
    if request.method == "POST":
        finish_steps(request.account)
        return SeeOther("/")
    found = steps(request)
    return render(request, "welcome/start.html", {"steps": found, "following": next_open(found)})


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: "MemberRequest", step_name: str) -> HttpResponse:
    """One step; a POST takes it or leaves it out, and leads on."""
    if step_name not in STEPS:
        raise NotFound
    taking = TAKING[step_name]
    if request.method != "POST":
        return _page(request, step_name, taking.shown(request), 200)
    if "skip" not in request.POST:
        try:
            taking.take(request)
        except Refused as refused:
            return _page(request, step_name, refused.context, refused.status)
    pass_step(request.account, step_name)
    return SeeOther(_onward(steps(request), step_name))


def _onward(found: tuple[Step, ...], name: str) -> str:
    """Where the next step is that is open, or else the end."""
    following = next_open(found, after=name)
    return following.path if following else "/welcome"


def _page(request: "MemberRequest", name: str, more: dict[str, object], status: int) -> HttpResponse:
    found = steps(request)
    before = found[STEPS.index(name) - 1] if name != STEPS[0] else None
    this = next(each for each in found if each.name == name)
    context = {"steps": found, "step": this, "before": before, "onward": _onward(found, name)}
    return render(request, f"welcome/{name}.html", {**context, **more}, status=status)
