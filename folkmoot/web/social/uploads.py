"""Pictures of a post that is still being written: taken in, described, put in order, thrown away."""

import contextlib
from typing import TYPE_CHECKING, NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from folkmoot.core.errors import Invalid, NotFound, TooMany
from folkmoot.core.ids import id_in
from folkmoot.media.actions import describe, discard, take_picture
from folkmoot.media.actions.keep import ALT_MOST
from folkmoot.media.queries import PictureView, unused
from folkmoot.posts.actions.drafts import PICTURES_MOST
from folkmoot.web import pictures

if TYPE_CHECKING:
    from django.http import QueryDict

    from folkmoot.web.pictures import Shown
    from folkmoot.web.requests import MemberRequest


class Field(NamedTuple):
    """One picture in the form: how it is shown, what was typed about it, and what is wrong with that."""

    shown: "Shown"
    alt: str
    point: str
    error: str = ""


@require_POST
def add(request: "MemberRequest") -> HttpResponse:
    """Take one picture in for the form that asks; what comes back is its place in the form, or a sentence."""
    upload = request.FILES.get("file")
    if upload is None:
        return _sentence(_("Choose a picture first."), 422)
    try:
        picture_id = take_picture(request.viewer, upload, "")
    except Invalid as error:
        return _sentence(error.message, 422)
    except TooMany as error:
        response = _sentence(error.message, 429)
        response.headers["Retry-After"] = str(error.retry_after)
        return response
    return _place(request, picture_id)


@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
def picture(request: "MemberRequest", picture_id: int) -> HttpResponse:
    """An upload's place in the form once more; or say what it shows and which point stays in view; or throw it away."""
    if request.method == "POST":
        describe(request.viewer, picture_id, request.POST.get("alt", ""), point_of(request.POST.get("focus", "")))
    elif request.method == "DELETE":
        discard(request.viewer, picture_id)
    else:
        return _place(request, picture_id)
    return HttpResponse(status=204)


def sent_ids(form: "QueryDict", name: str) -> tuple[int, ...]:
    """The files that a form names, in its order, with the one that was to be moved or left out moved or left out."""
    ids = list(dict.fromkeys(found for each in form.getlist(name)[: 2 * PICTURES_MOST] if (found := id_in(each))))
    what, _colon, which = form.get("do", "").partition(":")
    place = next((place for place, each in enumerate(ids) if str(each) == which), None)
    if place is None or what not in {"up", "down", "remove"}:
        return tuple(ids)
    moved = ids.pop(place)
    if what in {"up", "down"}:
        ids.insert(max(0, place - 1) if what == "up" else place + 1, moved)
    return tuple(ids)


def taken_in(request: "MemberRequest") -> tuple[list[int], str]:
    """Take in what a form without JavaScript brought the ids, and in one sentence what was wrong with the rest."""
    ids: list[int] = []
    for upload in request.FILES.getlist("picture")[:PICTURES_MOST]:
        try:
            ids.append(take_picture(request.viewer, upload, ""))
        except (Invalid, TooMany) as error:
            name = (upload.name or "")[:80]
            return ids, _("“%(file)s” was not added. %(problem)s") % {"file": name, "problem": error.message}
    return ids, ""


def described(request: "MemberRequest", ids: tuple[int, ...]) -> dict[int, str]:
    """Keep what the form says about its pictures; what is wrong with it, by picture. Those used already keep theirs."""
    wrong = {}
    for picture_id in ids:
        if f"alt-{picture_id}" not in request.POST:
            continue
        alt, focus = request.POST[f"alt-{picture_id}"], request.POST.get(f"focus-{picture_id}", "")
        try:
            with contextlib.suppress(NotFound):
                describe(request.viewer, picture_id, alt, point_of(focus))
        except Invalid as error:
            wrong[picture_id] = error.message
    return wrong


def thrown_away(request: "MemberRequest") -> None:
    """Throw away the picture that the form was to leave out."""
    what, _colon, which = request.POST.get("do", "").partition(":")
    picture_id = id_in(which)
    if what == "remove" and picture_id is not None:
        with contextlib.suppress(NotFound):
            discard(request.viewer, picture_id)


def fields(viewer: int, ids: tuple[int, ...], typed: "QueryDict | None", wrong: dict[int, str]) -> tuple[Field, ...]:
    """The uploads of a form that are still there, as they are shown in it."""
    return tuple(_field(each, viewer, typed, wrong.get(each.id, "")) for each in unused(viewer, ids))


def point_of(typed: str) -> tuple[float, float]:
    """The point that stays in view: ``across,up``, each from -1 to 1; the middle when it makes no sense."""
    across, _comma, up = typed[:40].partition(",")
    try:
        point = float(across), float(up)
    except ValueError:
        return 0.0, 0.0
    return point if all(-1 <= part <= 1 for part in point) else (0.0, 0.0)  # what is no number is not between


def _field(picture: PictureView, viewer: int, typed: "QueryDict | None", error: str) -> Field:
    alt = typed.get(f"alt-{picture.id}", picture.alt) if typed and error else picture.alt
    return Field(pictures.own(picture, viewer), alt, f"{picture.focus[0]:g},{picture.focus[1]:g}", error)


def _place(request: "MemberRequest", picture_id: int) -> HttpResponse:
    found = fields(request.viewer, (picture_id,), None, {})
    if not found:
        raise NotFound
    return render(request, "social/picture_field.html", {"field": found[0], "most": ALT_MOST})


def _sentence(text: str, status: int) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
