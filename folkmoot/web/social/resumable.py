"""Uploads in pieces, as tus 1.0.0 describes them (tus.io): a line that breaks costs a piece, not the file.

The extensions are *creation*, *termination* and *expiration*. Whoever sends the last byte is told in the header
``Folkmoot-Recording`` what became of the file; whoever missed that asks with HEAD. What cannot be taken is answered by
one sentence as plain text. A piece has at most 4 MiB, so that no thread is held for long.
"""

import re
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import http_date
from django.views.decorators.http import require_http_methods

from folkmoot.core.errors import Busy, FolkmootError, Invalid, NotFound, TooMany
from folkmoot.media import actions
from folkmoot.media.actions import UploadView, most_bytes
from folkmoot.posts.actions.reach import require_recordings

if TYPE_CHECKING:
    from folkmoot.web.requests import MemberRequest

VERSION = "1.0.0"
PIECE_MOST = 4 << 20  # bytes
_PIECE_TYPE = "application/offset+octet-stream"
_EXTENSIONS = "creation,termination,expiration"
_NUMBER = re.compile(r"[0-9]{1,15}")
_STATUS: dict[type[FolkmootError], int] = {
    Invalid: 422,
    actions.TooLarge: 413,
    NotFound: 404,
    actions.Conflict: 409,
    TooMany: 429,
    Busy: 503,
}
type View = Callable[..., HttpResponse]


class _Wrong(Exception):  # noqa: N818 - an answer, not a mistake
    """The request does not follow the protocol."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


def tus(view: View) -> View:
    """Speak the protocol: its version both ways, and errors as a status and a sentence."""

    @wraps(view)
    def spoken(request: "MemberRequest", *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != VERSION:
            response = _sentence(412, "This server speaks tus 1.0.0.")
            response.headers["Tus-Version"] = VERSION
        else:
            response = _answered(lambda: view(request, *args, **kwargs))
        response.headers["Tus-Resumable"] = VERSION
        response.headers["Cache-Control"] = "no-store"
        return response

    return spoken


@require_http_methods(["OPTIONS", "POST"])
@tus
def uploads(request: "MemberRequest") -> HttpResponse:
    """What this server can do, or a new upload."""
    if request.method == "OPTIONS":
        known = {"Tus-Version": VERSION, "Tus-Extension": _EXTENSIONS, "Tus-Max-Size": str(most_bytes())}
        return HttpResponse(status=204, headers=known)
    name, length = _file_name(request.headers.get("Upload-Metadata", "")), _number(request, "Upload-Length")
    require_recordings(request.account)
    begun = actions.begin_upload(request.viewer, name, length)
    where = {"Location": reverse("upload", args=[begun.id])}
    return HttpResponse(status=201, headers={**where, **_expiry(begun)})


@require_http_methods(["HEAD", "PATCH", "DELETE"])
@tus
def upload(request: "MemberRequest", upload_id: int) -> HttpResponse:
    """How far an upload has come, its next piece, or its end."""
    if request.method == "DELETE":
        actions.abandon(request.viewer, upload_id)
        return HttpResponse(status=204)
    if request.method == "PATCH":
        _take(request, upload_id)
        found = actions.upload_state(request.viewer, upload_id)
        return HttpResponse(status=204, headers={"Upload-Offset": str(found.received), **_result(found)})
    found = actions.upload_state(request.viewer, upload_id)
    lengths = {"Upload-Offset": str(found.received), "Upload-Length": str(found.length)}
    return HttpResponse(status=200, headers={**lengths, **_result(found)})


def _take(request: "MemberRequest", upload_id: int) -> None:
    if request.content_type != _PIECE_TYPE:
        raise _Wrong(415, f"A piece is {_PIECE_TYPE}.")
    if "Content-Length" not in request.headers:
        raise _Wrong(411, "The length of the piece is missing.")
    if _number(request, "Content-Length") > PIECE_MOST:
        raise _Wrong(413, "A piece has 4 MiB at most.")
    actions.append(request.viewer, upload_id, _number(request, "Upload-Offset"), request)


def _number(request: "MemberRequest", name: str) -> int:
    found = request.headers.get(name, "")
    if not _NUMBER.fullmatch(found):
        raise _Wrong(400, f"{name} must be a whole number.")
    return int(found)


def _file_name(metadata: str) -> str:
    """The file's name among the pairs of words and base64; empty when there is none that can be read."""
    pairs = (pair.strip().partition(" ") for pair in metadata.split(","))
    coded = next((value for name, _, value in pairs if name == "filename"), "")
    try:
        return b64decode(coded, validate=True).decode()
    except (NotBase64, ValueError):
        return ""


def _result(found: UploadView) -> dict[str, str]:
    return {"Folkmoot-Recording": str(found.recording_id)} if found.recording_id else _expiry(found)


def _expiry(found: UploadView) -> dict[str, str]:
    return {"Upload-Expires": http_date(found.expires.timestamp())}


def _answered(view: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        return view()
    except _Wrong as wrong:
        return _sentence(wrong.status, str(wrong))
    except FolkmootError as error:
        response = _sentence(_STATUS.get(type(error), 403), error.message)
        if isinstance(error, TooMany):
            response.headers["Retry-After"] = str(error.retry_after)
        return response


def _sentence(status: int, text: str) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
