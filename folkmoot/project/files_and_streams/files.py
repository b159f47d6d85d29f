"""Files: whoever asks for one is looked at anew each time, then it goes out as slowly as they read it."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

from django.db import DatabaseError, close_old_connections

from folkmoot.core.errors import Busy
from folkmoot.media import addresses
from folkmoot.media.storage import store
from folkmoot.moderation.queries.evidence import evidence_visible
from folkmoot.posts import queries as posts
from folkmoot.privacy.archive import files as exports
from folkmoot.privacy.queries import export_file
from folkmoot.project.files_and_streams.ranges import Part, Unsatisfiable, part_of

type Headers = list[tuple[str, str]]
type Asked = tuple[int, str, str] | tuple[int, str]  # a file of a picture or recording, or an export

BRINGERS = 8  # threads that bring files from where they are kept, when that is not here
_PIECE = 1 << 20  # bytes
READERS = 4  # threads that ask the database: it must not hold up what is on its way already
_OPEN = "public, max-age=86400, s-maxage=60, immutable"  # what stands between us and readers asks again after a minute
_BRIEFLY = ("cache-control", "private, max-age=30")  # shorter than such an address is good for
_SIGNED = "private, max-age=86400, immutable"
_CORRECTED = frozenset({"vtt"})  # files that may become others under the same address
_ANEW = "private, no-cache"
_KEEP = {"vtt": _ANEW, "zip": "private, no-store"}
_KINDS = {
    "webp": "image/webp",
    "mp4": "video/mp4",
    "m4a": "audio/mp4",
    "vtt": "text/vtt; charset=utf-8",
    "zip": "application/zip",
}
_TAKEN_HOME = ("content-disposition", "attachment; filename=folkmoot.zip")
_ANY_FILE: Headers = [
    ("content-disposition", "inline"),
    ("cross-origin-resource-policy", "cross-origin"),  # the files have an origin of their own
    ("accept-ranges", "bytes"),
]


class File(NamedTuple):
    """A file that may go out."""

    size: int
    tag: str
    kind: str
    path: str  # on this disk; empty when it is elsewhere
    place: str
    name: str
    address: str  # where readers are sent instead


class Files:
    """Answers ``/media/…``: the file, a part of it, or the same “nothing” whatever the reason."""

    def __init__(self, safe: Headers, cors: Headers) -> None:
        self.safe, self.cors = safe, cors
        self.readers = ThreadPoolExecutor(READERS, "files")
        self.bringers = ThreadPoolExecutor(BRINGERS, "bringing")

    def close(self) -> None:
        """Ask the database no more, and bring nothing more."""
        self.bringers.shutdown(wait=False, cancel_futures=True)
        self.readers.shutdown(wait=False, cancel_futures=True)

    async def answer(self, scope: Any, protocol: Any) -> bool:
        """Send what is asked for; whether there was anything to send."""
        asked = addresses.parse(scope.path) or exports.parse(scope.path)
        viewer = addresses.verify(scope.path, scope.query_string, time.time()) if scope.query_string else None
        if asked is None or (viewer is None and scope.query_string):
            return False
        look = asyncio.get_running_loop().run_in_executor(self.readers, _looked, viewer, asked)
        try:
            file = await look
        except (DatabaseError, Busy):
            protocol.response_empty(503, [*self.safe, ("cache-control", "no-store"), ("retry-after", "5")])
            return True
        if file and file.address:
            protocol.response_empty(302, [*self.safe, *self.cors, _BRIEFLY, ("location", file.address)])
        elif file:
            keep = _KEEP.get(file.kind) or (_OPEN if viewer is None else _SIGNED)
            await self._send(file, scope, protocol, keep)
        return file is not None

    async def _send(self, file: File, scope: Any, protocol: Any, keep: str) -> None:
        known = [*self.safe, *self.cors, ("cache-control", keep), ("etag", file.tag)]
        if _has(scope.headers.get("if-none-match", ""), file.tag):
            protocol.response_empty(304, known)
            return
        whole = scope.headers.get("if-range", file.tag) != file.tag
        try:
            part = part_of(file.size, "" if whole else scope.headers.get("range", ""))
        except Unsatisfiable:
            protocol.response_empty(416, [*known, ("content-range", f"bytes */{file.size}")])
            return
        headers = [
            *known,
            *([_TAKEN_HOME, *_ANY_FILE[1:]] if file.kind == "zip" else _ANY_FILE),
            ("content-type", _KINDS[file.kind]),
            ("content-length", str(part.length if part else file.size)),
        ]
        if part:
            headers.append(("content-range", f"bytes {part.first}-{part.last}/{file.size}"))
        if scope.method == "HEAD":
            protocol.response_empty(206 if part else 200, headers)
        elif not file.path:
            await self._pass_on(
                file, part or Part(0, file.size - 1), protocol.response_stream(206 if part else 200, headers)
            )
        elif part:
            protocol.response_file_range(206, headers, file.path, part.first, part.last + 1)  # up to, not with
        else:
            protocol.response_file(200, headers, file.path)

    async def _pass_on(self, file: File, part: Part, line: Any) -> None:
        """Bring a file piece by piece from where it is kept, no faster than the reader takes it."""
        loop = asyncio.get_running_loop()
        for first in range(part.first, part.last + 1, _PIECE):
            last = min(first + _PIECE - 1, part.last)
            await line.send_bytes(
                await loop.run_in_executor(self.bringers, store().read, file.place, file.name, first, last)
            )


def find(viewer: int | None, asked: "Asked") -> File | None:
    """The file, if it is there and for this viewer to see, at this moment."""
    some_id, name, *rest = asked
    if not rest:
        return _export(viewer, some_id, name)
    file = rest[0]
    word, _, kind = file.rpartition(".")
    if not _is_visible(viewer, some_id, word, kind):
        return None
    place = addresses.place(some_id, name)
    kept = store().offer(place, file)
    tag = f'"{some_id}-{word}-{time.time_ns()}"' if kind in _CORRECTED else f'"{some_id}-{word}"'
    return File(kept.size, tag, kind, str(kept.path or ""), place, file, kept.address) if kept else None


def _is_visible(viewer: int | None, some_id: int, word: str, kind: str) -> bool:
    """Pictures and recordings share one space of ids, and both may have a picture that stands still."""
    if kind == "webp" and posts.picture_visible(viewer, some_id):
        return True
    if (kind != "webp" or word == "still") and posts.recording_visible(viewer, some_id):
        return True
    return evidence_visible(viewer, some_id)


def _export(viewer: int | None, export_id: int, name: str) -> File | None:
    """The copy of their data that this member asked for."""
    path = export_file(viewer, export_id, name)
    try:
        size = path.stat().st_size if path else 0
    except FileNotFoundError:
        return None
    return File(size, f'"{export_id}"', "zip", str(path), "", "", "") if path else None


def _looked(viewer: int | None, asked: Asked) -> File | None:
    """The same on a thread of our own, whose connection goes back when it is done."""
    try:
        return find(viewer, asked)
    finally:
        close_old_connections()


def _has(asked: str, tag: str) -> bool:
    """Whether the browser has this very file already."""
    return asked.strip() == "*" or tag in (each.strip().removeprefix("W/") for each in asked.split(","))
