"""The files of pictures: whoever asks is looked at anew each time, then the file goes out as slowly as they read it."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

from django.db import DatabaseError, close_old_connections

from folkmoot.media import addresses
from folkmoot.posts import queries as posts
from folkmoot.project.files_and_streams.ranges import Unsatisfiable, part_of

type Headers = list[tuple[str, str]]

READERS = 4  # threads that ask the database: it must not hold up what is on its way already
_OPEN = "public, max-age=86400, s-maxage=60, immutable"  # what stands between us and readers asks again after a minute
_SIGNED = "private, max-age=86400, immutable"
_KIND: Headers = [
    ("content-type", "image/webp"),
    ("content-disposition", "inline"),
    ("cross-origin-resource-policy", "cross-origin"),  # the files have an origin of their own
    ("accept-ranges", "bytes"),
]


class File(NamedTuple):
    """A file that may go out."""

    path: str
    size: int
    tag: str


class Files:
    """Answers ``/media/…``: the file, a part of it, or the same “nothing” whatever the reason."""

    def __init__(self, safe: Headers) -> None:
        self.safe = safe
        self.readers = ThreadPoolExecutor(READERS, "files")

    def close(self) -> None:
        """Ask the database no more."""
        self.readers.shutdown(wait=False, cancel_futures=True)

    async def answer(self, scope: Any, protocol: Any) -> bool:
        """Send what is asked for; whether there was anything to send."""
        asked = addresses.parse(scope.path)
        viewer = addresses.verify(scope.path, scope.query_string, time.time()) if scope.query_string else None
        if asked is None or (viewer is None and scope.query_string):
            return False
        look = asyncio.get_running_loop().run_in_executor(self.readers, _looked, viewer, asked)
        try:
            file = await look
        except DatabaseError:
            protocol.response_empty(503, [*self.safe, ("cache-control", "no-store"), ("retry-after", "5")])
            return True
        if file:
            self._send(file, scope, protocol, _OPEN if viewer is None else _SIGNED)
        return file is not None

    def _send(self, file: File, scope: Any, protocol: Any, keep: str) -> None:
        known = [*self.safe, ("cache-control", keep), ("etag", file.tag)]
        if _has(scope.headers.get("if-none-match", ""), file.tag):
            protocol.response_empty(304, known)
            return
        whole = scope.headers.get("if-range", file.tag) != file.tag
        try:
            part = part_of(file.size, "" if whole else scope.headers.get("range", ""))
        except Unsatisfiable:
            protocol.response_empty(416, [*known, ("content-range", f"bytes */{file.size}")])
            return
        headers = [*known, *_KIND, ("content-length", str(part.length if part else file.size))]
        if part:
            headers.append(("content-range", f"bytes {part.first}-{part.last}/{file.size}"))
        if scope.method == "HEAD":
            protocol.response_empty(206 if part else 200, headers)
        elif part:
            protocol.response_file_range(206, headers, file.path, part.first, part.last + 1)  # up to, not with
        else:
            protocol.response_file(200, headers, file.path)


def find(viewer: int | None, asked: tuple[int, str, str]) -> File | None:
    """The file, if it is there and for this viewer to see, at this moment."""
    picture_id, name, variant = asked
    if not posts.picture_visible(viewer, picture_id):
        return None
    path = addresses.folder(picture_id, name) / f"{variant}.webp"
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return None
    return File(str(path), size, f'"{picture_id}-{variant}"')


def _looked(viewer: int | None, asked: tuple[int, str, str]) -> File | None:
    """The same on a thread of our own, whose connection goes back when it is done."""
    try:
        return find(viewer, asked)
    finally:
        close_old_connections()


def _has(asked: str, tag: str) -> bool:
    """Whether the browser has this very file already."""
    return asked.strip() == "*" or tag in (each.strip().removeprefix("W/") for each in asked.split(","))
