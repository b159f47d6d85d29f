"""The files of what was reported: an address that is good for one of the staff, and briefly."""

from time import time
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from folkmoot.accounts.capabilities import Capability
from folkmoot.core.errors import NotFound
from folkmoot.media import addresses
from folkmoot.moderation.actions.evidence import look_at
from folkmoot.web.access import door

if TYPE_CHECKING:
    from folkmoot.media.queries import PictureView, RecordingView
    from folkmoot.web.requests import MemberRequest

WIDE = 640  # pixels: enough to see what it is


@door(Capability.CASES)
@require_safe
@never_cache
def evidence(request: "MemberRequest", file_id: int) -> HttpResponse:
    """Lead to a file as it was reported; a picture as it stands still."""
    found = look_at(request.account, file_id)
    path = _picture(found.picture) if found.picture else _recording(found.recording)
    return HttpResponseRedirect(addresses.origin() + addresses.signed(path, request.viewer, time()))


def _picture(picture: "PictureView") -> str:
    wide = next((width for width in picture.widths if width >= WIDE), picture.widths[-1])
    return addresses.path(picture, "still" if picture.moving else wide)


def _recording(recording: "RecordingView | None") -> str:
    if recording is None or recording.state != "ready":
        raise NotFound
    if not recording.heights:
        return addresses.sound_path(recording)
    return addresses.video_path(recording, recording.heights[0])
