"""The pictures of one's own account: the face beside one's name, and the one across the top of the profile."""

from typing import TYPE_CHECKING, NamedTuple

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from folkmoot.accounts.actions import remove_avatar, remove_header, set_avatar, set_header
from folkmoot.accounts.hydrate import views
from folkmoot.accounts.queries import why_username_stays
from folkmoot.core.errors import Invalid, NotFound, TooMany
from folkmoot.media.actions import describe, take_picture
from folkmoot.web.forms import refused
from folkmoot.web.settings.forms import LINES, ProfileForm, filled

if TYPE_CHECKING:
    from django.http import HttpResponse

    from folkmoot.media.queries import PictureView
    from folkmoot.web.requests import MemberRequest

POINTS = {"0,0": (0.0, 0.0), "0,1": (0.0, 1.0), "0,-1": (0.0, -1.0), "-1,0": (-1.0, 0.0), "1,0": (1.0, 0.0)}
_SET = {"avatar": set_avatar, "header": set_header}
_REMOVE = {"avatar": remove_avatar, "header": remove_header}


class Face(NamedTuple):
    """One of the two pictures as its form shows it."""

    what: str
    title: str
    help: str
    picture: "PictureView | None"
    shape: str  # of the part that is cut out: width and height
    points: tuple[tuple[str, str], ...]
    error: str = ""


@require_http_methods(["POST", "DELETE"])
def face(request: "MemberRequest", place: str) -> "HttpResponse":
    """Show another picture, or none any more."""
    if place not in _SET:
        raise NotFound
    if request.method == "DELETE":
        _REMOVE[place](request.account)
        messages.success(request, _("The picture is taken away."))
        return HttpResponseRedirect("/settings/profile", status=303)
    try:
        take(request, place)
    except (Invalid, TooMany) as error:
        return _refused(request, place, error.message)
    messages.success(request, _("Your picture is saved."))
    return HttpResponseRedirect("/settings/profile", status=303)


def faces(request: "MemberRequest", wrong: str = "", problem: str = "") -> list[Face]:
    """Both pictures for their forms."""
    me = views([request.viewer])[request.viewer]
    points = _points()
    small = _("It stands beside your name. A square does best; JPEG, PNG, WebP, AVIF, GIF or HEIC.")
    wide = _("It stands across the top of your profile, three times as wide as high.")
    return [
        Face("avatar", _("Your picture"), small, me.avatar, "400x400", points, problem if wrong == "avatar" else ""),
        Face("header", _("Header"), wide, me.header, "1500x500", points, problem if wrong == "header" else ""),
    ]


def take(request: "MemberRequest", what: str) -> None:
    """Take in the picture that the form brought, and show it."""
    upload = request.FILES.get("picture")
    if upload is None:
        raise Invalid("picture", _("Choose a picture first."))
    picture_id = take_picture(request.viewer, upload, "")
    describe(request.viewer, picture_id, "", POINTS.get(request.POST.get("focus", ""), (0.0, 0.0)))
    _SET[what](request.account, picture_id)


def _refused(request: "MemberRequest", what: str, problem: str) -> "HttpResponse":
    form = ProfileForm(initial=filled(request.account))
    context = {"form": form, "lines": LINES, "why_username_stays": why_username_stays()}
    return refused(request, "settings/profile.html", {**context, "faces": faces(request, what, problem)})


def _points() -> tuple[tuple[str, str], ...]:
    return (
        ("0,0", _("The middle")),
        ("0,1", _("The top")),
        ("0,-1", _("The bottom")),
        ("-1,0", _("The left side")),
        ("1,0", _("The right side")),
    )
