"""How much room everything takes, and how much it may."""

from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings as deployment
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.hydrate import views
from folkmoot.core.errors import Invalid
from folkmoot.core.rows import database_size
from folkmoot.instance.actions import change_settings
from folkmoot.instance.queries import community
from folkmoot.media.queries import biggest, taken
from folkmoot.staff.forms import StorageForm
from folkmoot.web.access import door
from folkmoot.web.forms import refused, tell

if TYPE_CHECKING:
    from folkmoot.web.requests import MemberRequest

BIGGEST = 20  # members


class Line(NamedTuple):
    """One kind of thing and how many bytes it takes."""

    label: str
    bytes: int


@door(Capability.SETTINGS)
def storage(request: "MemberRequest") -> HttpResponse:
    """What takes how much room, whose files take most; a POST sets the limits."""
    if request.method != "POST":
        return render(request, "staff/storage.html", _context(StorageForm(initial=_present())))
    form = StorageForm(request.POST)
    if form.is_valid():
        try:
            change_settings(request.account, form.cleaned_data)
        except Invalid as error:
            tell(form, error)
        else:
            messages.success(request, _("The limits are saved."))
            return HttpResponseRedirect(request.path, status=303)
    return refused(request, "staff/storage.html", _context(form))


def _context(form: StorageForm) -> dict[str, object]:
    files = taken()
    lines = [
        Line(_("Pictures of members"), files.pictures),
        Line(_("Recordings: video, music, voice"), files.recordings),
        Line(_("Pictures of link previews"), files.previews),
        Line(_("Uploads on their way"), files.uploads),
        Line(_("Database"), database_size()),
    ]
    most = biggest(BIGGEST)
    people = views(owner_id for owner_id, _size in most)
    return {
        "form": form,
        "lines": lines,
        "together": sum(line.bytes for line in lines),
        "biggest": [(people[owner_id], size) for owner_id, size in most if owner_id in people],
        "each": deployment.FOLKMOOT.pictures_mb_each,
    }


def _present() -> dict[str, object]:
    now = community()
    return {"files_gb": now.files_gb or "", "files_mb_each": now.files_mb_each or ""}
