"""The member's pictures and recordings, as they are kept."""

from collections.abc import Iterator
from typing import IO, NamedTuple

from folkmoot.core.rows import select
from folkmoot.media.addresses import caption_name, place
from folkmoot.media.storage import store
from folkmoot.privacy.archive.writing import Archive

_PIECE = 1 << 20  # bytes
_PICTURES = """SELECT id, name, widths FROM media_picture
  WHERE owner_id = %(account)s AND use NOT IN ('card', 'emoji', 'logo') ORDER BY id"""
_RECORDINGS = """SELECT id, name, kind, heights FROM media_recording
  WHERE owner_id = %(account)s AND state = 'ready' ORDER BY id"""
_CAPTIONS = """SELECT r.id, r.name, c.language FROM media_caption c JOIN media_recording r ON r.id = c.recording_id
  WHERE r.owner_id = %(account)s ORDER BY c.id"""
_SIZE = """SELECT (SELECT COALESCE(SUM(bytes), 0) FROM media_picture WHERE owner_id = %(account)s)
  + (SELECT COALESCE(SUM(bytes), 0) FROM media_recording WHERE owner_id = %(account)s)"""


class Kept(NamedTuple):
    """One file: where it is, and what it is called in the archive."""

    place: str
    file: str
    name: str


def size_of(account_id: int) -> int:
    """How many bytes the files take at most."""
    return int(select(_SIZE, {"account": account_id})[0][0])


def write_media(archive: Archive, account_id: int) -> None:
    """Each picture and recording once, in its largest form, and its captions."""
    for kept in _files(account_id):
        found = store().find(kept.place, kept.file)
        if found:
            with archive.file(f"media/{kept.name}") as file:
                _copy(kept, found.size, file, archive)


def _files(account_id: int) -> Iterator[Kept]:
    facts = {"account": account_id}
    for some_id, name, widths in select(_PICTURES, facts):
        yield Kept(place(some_id, name), f"{widths.split()[-1]}.webp", f"{some_id}.webp")
    for some_id, name, kind, heights in select(_RECORDINGS, facts):
        file = "sound.m4a" if kind == "sound" else f"{heights.split()[-1]}.mp4"
        yield Kept(place(some_id, name), file, f"{some_id}{file[-4:]}")
    for some_id, name, language in select(_CAPTIONS, facts):
        yield Kept(place(some_id, name), caption_name(language), f"{some_id}-{language}.vtt")


def _copy(kept: Kept, size: int, file: IO[bytes], archive: Archive) -> None:
    for first in range(0, size, _PIECE):
        file.write(store().read(kept.place, kept.file, first, min(first + _PIECE, size) - 1))
        archive.breathe()
