"""Circles: their feeds, who is on them, and how they are made, changed and removed."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.accounts.hydrate import views
from folkmoot.accounts.queries import get_account
from folkmoot.core.errors import Invalid, NotAllowed
from folkmoot.core.ids import id_in
from folkmoot.relations import actions, queries
from folkmoot.timelines import queries as timelines
from folkmoot.web.errors import Undo, say
from folkmoot.web.forms import refused, tell
from folkmoot.web.social.back import SeeOther, back, here_or
from folkmoot.web.social.circle_form import CircleForm
from folkmoot.web.social.paging import PEOPLE, page_of, show, show_posts
from folkmoot.web.social.people import found_by
from folkmoot.web.social.sieve import sifted

if TYPE_CHECKING:
    from django.http import HttpResponse

    from folkmoot.relations.queries import CircleView
    from folkmoot.web.requests import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
def circles(request: "MemberRequest") -> "HttpResponse":
    """The circles I made; a POST makes another."""
    form = CircleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_circle(request.account, form.draft())
        except (Invalid, NotAllowed) as error:
            tell(form, error)
        else:
            messages.success(request, _("Your circle is there. Now choose who is on it."))
            return SeeOther(f"/circles/{made}/people")
    context: dict[str, object] = {"circles": queries.circles(request.viewer), "form": form}
    if form.errors:
        return refused(request, "social/circles.html", context)
    return render(request, "social/circles.html", context)


@require_http_methods(["GET", "HEAD", "DELETE"])
def circle(request: "MemberRequest", circle_id: int) -> "HttpResponse":
    """What the people of a circle write; DELETE removes the circle."""
    if request.method == "DELETE":
        actions.remove_circle(request.account, circle_id)
        messages.success(request, _("The circle is gone. What you wrote for it stays with those it was for."))
        return SeeOther("/circles")
    found = sifted(timelines.circle(request.viewer, circle_id, page_of(request)), "home")
    return show_posts(request, "social/circle.html", found, _around(request, circle_id, "posts"))


@require_safe
def people(request: "MemberRequest", circle_id: int) -> "HttpResponse":
    """Who is on a circle, and looking for others to put on it."""
    context = _around(request, circle_id, "people")
    there = queries.circle_people(request.viewer, circle_id, page_of(request, PEOPLE))
    search = request.GET.get("q", "").strip()
    on = queries.people_on(request.viewer, circle_id) if search else set()
    matches = [(account, account.id in on) for account in found_by(request, search)]
    context |= {"rows": there.items, "search": search, "matches": matches}
    return show(request, "social/circle_people.html", "social/more_of_circle.html", there, context)


@require_http_methods(["POST", "DELETE"])
def person(request: "MemberRequest", circle_id: int, account_id: int) -> "HttpResponse":
    """Put somebody on a circle, or take them out of it."""
    if request.method == "POST":
        actions.add_to_circle(request.account, circle_id, account_id)
        said = _("They are on your circle now. They are not told.")
    else:
        actions.take_out_of_circle(request.account, circle_id, account_id)
        said = _("They are not on your circle any more. They are not told.")
    undo = Undo.of(request, f"#member-{account_id}")
    if not request.htmx:
        messages.success(request, said, extra_tags=undo.tag)
        return back(request, otherwise=f"/circles/{circle_id}/people")
    context = {"account": views([account_id])[account_id], "circle_id": circle_id, "is_on": request.method == "POST"}
    return say(render(request, "social/circle_button.html", context), said, "success", undo)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: "MemberRequest", circle_id: int) -> "HttpResponse":
    """A circle's name, and how it is read."""
    context = _around(request, circle_id, "edit")
    form = CircleForm(request.POST) if request.method == "POST" else CircleForm(initial=_filled(context["circle"]))
    context["form"] = form
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_circle(request.account, circle_id, form.draft())
        except Invalid as error:
            tell(form, error)
        else:
            messages.success(request, _("Your circle is saved."))
            return SeeOther(f"/circles/{circle_id}")
    if form.errors:
        return refused(request, "social/circle_edit.html", context)
    return render(request, "social/circle_edit.html", context)


@require_safe
def remove(request: "MemberRequest", circle_id: int) -> "HttpResponse":
    """Ask once before a circle is removed."""
    return render(request, "social/circle_remove.html", {"circle": queries.circle(request.viewer, circle_id)})


@require_http_methods(["GET", "HEAD", "POST"])
def of_account(request: "MemberRequest", account_id: int) -> "HttpResponse":
    """Which of my circles somebody is on."""
    account = views([get_account(request.viewer, account_id).id])[account_id]
    if account_id == request.viewer:
        raise NotAllowed(_("That is your own account."))
    on = {each.id for each in queries.circles_with(request.viewer, account_id)}
    own = queries.circles(request.viewer)
    if request.method == "POST":
        _place(request, account_id, {each.id for each in own}, on)
        messages.success(request, _("Your circles are saved. They are not told."))
        return SeeOther(here_or(request, account.path))
    choices = [(each.id, each.title, each.id in on) for each in own]
    context = {"account": account, "kind": "circle", "choices": choices, "after": here_or(request, account.path)}
    return render(request, "social/circles_of.html", context)


def _place(request: "MemberRequest", account_id: int, own: set[int], on: set[int]) -> None:
    wanted = {found for typed in request.POST.getlist("circle") if (found := id_in(typed))} & own
    for circle_id in sorted(wanted - on):
        actions.add_to_circle(request.account, circle_id, account_id)
    for circle_id in sorted(on - wanted):
        actions.take_out_of_circle(request.account, circle_id, account_id)


def _around(request: "MemberRequest", circle_id: int, tab: str) -> dict[str, Any]:
    known = queries.circle(request.viewer, circle_id)
    path = f"/circles/{circle_id}"
    tabs = [
        (path, _("Posts"), tab == "posts"),
        (f"{path}/people", _("People"), tab == "people"),
        (f"{path}/edit", _("Circle settings"), tab == "edit"),
    ]
    return {"circle": known, "tabs": tabs}


def _filled(known: "CircleView") -> dict[str, object]:
    return {"title": known.title, "replies": known.replies, "exclusive": known.exclusive}
