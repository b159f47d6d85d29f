"""How much room one's pictures and recordings take."""

from typing import TYPE_CHECKING, NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from folkmoot.media.queries import usage
from folkmoot.media.queries.shares import Share, shares

if TYPE_CHECKING:
    from folkmoot.web.requests import MemberRequest

_MB, _GB = 1_000_000, 1_000_000_000
_HUNDRED = 100


class Line(NamedTuple):
    """One kind of files, in words."""

    icon: str
    label: str
    number: int
    size: str


@require_safe
def storage(request: "MemberRequest") -> HttpResponse:
    """What one's files take of one's share, by kind."""
    room = usage(request.viewer)
    percent = min(_HUNDRED, room.bytes * _HUNDRED // room.most) if room.most else _HUNDRED
    context = {
        "taken": size(room.bytes),
        "most": size(room.most),
        "percent": percent,
        "lines": [_line(share) for share in shares(request.viewer)],
        "path": f"/@{request.account.username}/media",
    }
    return render(request, "settings/storage.html", context)


def size(count: int) -> str:
    """A number of bytes as people tell it."""
    if count >= _GB:
        return _("%(size)s GB") % {"size": number_format(count / _GB, 1)}
    return _("%(size)s MB") % {"size": number_format(count / _MB, 1)}


def _line(share: Share) -> Line:
    icon, label = {
        "pictures": ("picture", _("Pictures")),
        "videos": ("film", _("Videos")),
        "sounds": ("note", _("Music and voice")),
        "coming": ("clock", _("On their way")),
    }[share.kind]
    return Line(icon, label, share.number, size(share.bytes))
