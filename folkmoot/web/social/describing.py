"""The pictures of a post that is there already: what they show, and what of them stays in view."""

from typing import TYPE_CHECKING, NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from folkmoot.core.errors import Invalid, NotFound
from folkmoot.media.actions.keep import ALT_MOST, checked_alt
from folkmoot.posts import actions
from folkmoot.posts import queries as posts
from folkmoot.web import pictures
from folkmoot.web.social.back import SeeOther
from folkmoot.web.social.uploads import point_of

if TYPE_CHECKING:
    from folkmoot.media.queries import PictureView
    from folkmoot.posts.hydrate import PostView
    from folkmoot.web.pictures import Shown
    from folkmoot.web.requests import MemberRequest


class Field(NamedTuple):
    """One picture of the page: how it is shown, what is said of it, the points to choose from."""

    shown: "Shown"
    alt: str
    point: str
    points: list[tuple[str, str]]
    error: str


@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: "MemberRequest", post_id: int) -> HttpResponse:
    """Say what the pictures of a post of one's own show."""
    found = posts.get_post(request.viewer, post_id)
    if not found.mark.mine or found.post_id != post_id or not found.body.pictures:
        raise NotFound
    wrong: dict[int, str] = {}
    if request.method == "POST":
        wrong = _wrong(request, found)
        if not wrong:
            actions.describe_pictures(request.account, post_id, _said(request, found))
            messages.success(request, _("Saved. Thank you for describing your pictures."))
            return SeeOther(found.body.path)
    fields = [_field(request, each, wrong.get(each.id, "")) for each in found.body.pictures]
    context = {"fields": fields, "most": ALT_MOST, "after": found.body.path, "language": found.body.language}
    return render(request, "social/describe.html", context, status=422 if wrong else 200)


def _wrong(request: "MemberRequest", found: "PostView") -> dict[int, str]:
    """What is wrong with the descriptions, by picture."""
    wrong = {}
    for each in found.body.pictures:
        try:
            checked_alt(request.POST.get(f"alt-{each.id}", ""))
        except Invalid as error:
            wrong[each.id] = error.message
    return wrong


def _said(request: "MemberRequest", found: "PostView") -> dict[int, actions.Description]:
    """What the form says, of the pictures that it says something of."""
    return {
        each.id: actions.Description(
            request.POST[f"alt-{each.id}"], point_of(request.POST.get(f"focus-{each.id}", _written(each.focus)))
        )
        for each in found.body.pictures
        if f"alt-{each.id}" in request.POST
    }


def _field(request: "MemberRequest", picture: "PictureView", error: str) -> Field:
    point = request.POST.get(f"focus-{picture.id}", _written(picture.focus))
    alt = request.POST.get(f"alt-{picture.id}", picture.alt)
    return Field(pictures.own(picture, request.viewer), alt, point, _points(picture.focus), error)


def _points(own: tuple[float, float]) -> list[tuple[str, str]]:
    """Places of a picture, in words that need no pointing, and the one that was pointed at."""
    known = {
        "0,0": _("The middle"),
        "0,1": _("The top"),
        "0,-1": _("The bottom"),
        "-1,0": _("The left side"),
        "1,0": _("The right side"),
    }
    pointed = {} if _written(own) in known else {_written(own): _("The point chosen before")}
    return list((pointed | known).items())


def _written(point: tuple[float, float]) -> str:
    return f"{point[0]:g},{point[1]:g}"
