"""Uploading pictures and recordings, and saying what they show."""

import re

from django.http import HttpResponse
from django.utils.translation import gettext as _

from folkmoot.api.answers import answer
from folkmoot.api.calls import Call, route
from folkmoot.api.entities.pictures import attachment
from folkmoot.api.entities.recordings import attachment_of_recording
from folkmoot.api.parameters import Parameters
from folkmoot.core.errors import Invalid
from folkmoot.media import actions
from folkmoot.media.queries import RecordingView, own_picture, own_recording, problem_sentence, recordings_among
from folkmoot.posts.actions.reach import require_recordings

NOBODY = "direct"  # an upload is shown to its owner alone, as the narrowest post would be
_FOCUS = re.compile(r"(-?[01](?:\.[0-9]{1,9})?),(-?[01](?:\.[0-9]{1,9})?)")
_READY, _ACCEPTED, _PARTIAL = 200, 202, 206


def create(call: Call) -> HttpResponse:
    """Take a picture or a recording in; a post can show it for a day. Recordings are made ready after the answer."""
    focus, file, description = _focus(call), call.sent.file("file"), call.sent.text("description")
    if actions.is_recording(file):
        require_recordings(call.actor)
        recording_id = actions.take_recording(call.viewer, file, file.name or "")
        if description:
            _describe(call, own_recording(call.viewer, recording_id), description)
        return _playable(own_recording(call.viewer, recording_id), _ACCEPTED)
    picture_id = actions.take_picture(call.viewer, file, description)
    if focus is not None:
        actions.describe(call.viewer, picture_id, description, focus)
    return _shown(call, picture_id)


def show(call: Call) -> HttpResponse:
    """An upload of one's own: 206 while it is made ready, 422 when nothing came of it."""
    if _is_recording(call):
        return _playable(own_recording(call.viewer, call.id), _PARTIAL)
    return _shown(call, call.id)


def update(call: Call) -> HttpResponse:
    """Describe an upload that no post shows yet; what is not sent stays as it is."""
    if _is_recording(call):
        return _describe_recording(call)
    picture = own_picture(call.viewer, call.id)
    alt = call.sent.text("description") if "description" in call.sent.values else picture.alt
    actions.describe(call.viewer, call.id, alt, _focus(call) or picture.focus)
    return _shown(call, call.id)


def delete(call: Call) -> HttpResponse:
    """Throw away an upload that no post shows."""
    if _is_recording(call):
        actions.discard_recording(call.viewer, call.id)
    else:
        actions.discard(call.viewer, call.id)
    return answer({})


def warning_in(sent: Parameters, *, otherwise: bool) -> str:
    """What stands before a post: the words for it, or that its files are sensitive where that alone is said."""
    is_sensitive = sent.flag("sensitive") if "sensitive" in sent.values else otherwise
    return sent.text("spoiler_text") or (_("Sensitive content") if is_sensitive and sent.ids("media_ids") else "")


def _is_recording(call: Call) -> bool:
    return bool(recordings_among([call.id]))


def _describe_recording(call: Call) -> HttpResponse:
    if "description" in call.sent.values:
        _describe(call, own_recording(call.viewer, call.id), call.sent.text("description"))
    return _playable(own_recording(call.viewer, call.id), _PARTIAL)


def _describe(call: Call, recording: RecordingView, alt: str) -> None:
    """What it is called stays as it is: programs have no word for that."""
    actions.describe_recording(call.viewer, recording.id, alt, recording.title, recording.artist)


def _playable(recording: RecordingView, preparing: int) -> HttpResponse:
    if recording.state == "failed":
        raise Invalid("file", problem_sentence(recording.problem))
    status = _READY if recording.state == "ready" else preparing
    return answer(attachment_of_recording(recording, NOBODY), status=status)


def _shown(call: Call, picture_id: int) -> HttpResponse:
    return answer(attachment(own_picture(call.viewer, picture_id), NOBODY))


def _focus(call: Call) -> tuple[float, float] | None:
    sent = call.sent.text("focus").replace(" ", "")
    match = _FOCUS.fullmatch(sent)
    if sent and not match:
        raise Invalid("focus", _("This must be two numbers from -1 to 1, such as 0.5,-0.25."))
    return (float(match[1]), float(match[2])) if match else None


ROUTES = {
    "POST /api/v2/media": route(create, "write:media", with_file=True),
    "POST /api/v1/media": route(create, "write:media", with_file=True),
    "GET /api/v1/media/:id": route(show, "write:media"),
    "PUT /api/v1/media/:id": route(update, "write:media"),
    "DELETE /api/v1/media/:id": route(delete, "write:media"),
}
