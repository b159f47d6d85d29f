"""Uploading pictures, and saying what they show."""

import re

from django.http import HttpResponse
from django.utils.translation import gettext as _

from folkmoot.api.answers import answer
from folkmoot.api.calls import Call
from folkmoot.api.entities.pictures import attachment
from folkmoot.core.errors import Invalid
from folkmoot.media import actions
from folkmoot.media.queries import own_picture

NOBODY = "direct"  # an upload is shown to its owner alone, as the narrowest post would be
_FOCUS = re.compile(r"(-?[01](?:\.[0-9]{1,9})?),(-?[01](?:\.[0-9]{1,9})?)")


def create(call: Call) -> HttpResponse:
    """Take a picture in; it can be shown by a post for a day. It is ready when the answer comes."""
    focus = _focus(call)
    picture_id = actions.take_picture(call.viewer, call.sent.file("file"), call.sent.text("description"))
    if focus is not None:
        actions.describe(call.viewer, picture_id, call.sent.text("description"), focus)
    return _shown(call, picture_id)


def show(call: Call) -> HttpResponse:
    """An upload of one's own."""
    return _shown(call, call.id)


def update(call: Call) -> HttpResponse:
    """Describe an upload that no post shows yet; what is not sent stays as it is."""
    picture = own_picture(call.viewer, call.id)
    alt = call.sent.text("description") if "description" in call.sent.values else picture.alt
    actions.describe(call.viewer, call.id, alt, _focus(call) or picture.focus)
    return _shown(call, call.id)


def delete(call: Call) -> HttpResponse:
    """Throw away an upload that no post shows."""
    actions.discard(call.viewer, call.id)
    return answer({})


def _shown(call: Call, picture_id: int) -> HttpResponse:
    return answer(attachment(own_picture(call.viewer, picture_id), NOBODY))


def _focus(call: Call) -> tuple[float, float] | None:
    sent = call.sent.text("focus").replace(" ", "")
    match = _FOCUS.fullmatch(sent)
    if sent and not match:
        raise Invalid("focus", _("This must be two numbers from -1 to 1, such as 0.5,-0.25."))
    return (float(match[1]), float(match[2])) if match else None
