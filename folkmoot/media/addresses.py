"""Where the files of pictures and recordings are: on the disk, and on the net.

A file of a post that not everybody may see has an address signed for one viewer, which ends within two days; whether
that viewer may still see the file is asked again at each request. What is kept of a post for all its readers (HTML or
JSON) carries marked addresses instead, which ``finish`` turns into each reader's own. The marks are secret, so that
nobody can write an address that becomes signed for whoever reads it.
"""

import hashlib
import hmac
import re
from base64 import b32encode, urlsafe_b64encode
from functools import cache
from pathlib import Path
from typing import Protocol

from django.conf import settings

_DAY = 24 * 60 * 60
_SALT = b"folkmoot.media.addresses:"
_SIGNED = re.compile(r"v=([1-9][0-9]{0,18})&e=([1-9][0-9]{0,6})&s=([A-Za-z0-9_-]{22})")
_CAPTIONS = r"captions-[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?\.vtt"
_NAMES = rf"(?:[1-9][0-9]{{0,4}}|still)\.webp|[1-9][0-9]{{0,4}}\.mp4|sound\.m4a|{_CAPTIONS}"
_PATH = re.compile(rf"/media/([1-9][0-9]{{0,18}})-([A-Za-z0-9_-]{{22}})/({_NAMES})")


class Named(Protocol):
    """A picture or a recording, as far as its address goes: a row or a view."""

    @property
    def id(self) -> int:
        """Its id."""

    @property
    def name(self) -> str:
        """The part nobody can guess."""


def origin() -> str:
    """The site that files come from: their own, or the community's when no other is set."""
    found: str = settings.FOLKMOOT.media_origin or settings.FOLKMOOT.origin
    return found


def path(picture: Named, variant: int | str) -> str:
    """The path of one file on that site: ``variant`` is a width, or ``still`` for the one that does not move."""
    return _within(picture, f"{variant}.webp")


def video_path(recording: Named, height: int) -> str:
    """The path of the rendition that is so high."""
    return _within(recording, f"{height}.mp4")


def sound_path(recording: Named) -> str:
    """The path of a sound."""
    return _within(recording, "sound.m4a")


def caption_path(recording: Named, language: str) -> str:
    """The path of the captions in a language."""
    return _within(recording, caption_name(language))


def caption_name(language: str) -> str:
    """How the file of these captions is called."""
    return f"captions-{language}.vtt"


def parse(asked: str) -> tuple[int, str, str] | None:
    """The id, its name and the file's name in a path; ``None`` when it is the path of no file."""
    match = _PATH.fullmatch(asked)
    return (int(match[1]), match[2], match[3]) if match else None


def place(some_id: int, name: str) -> str:
    """Where the store keeps the files of a picture or a recording."""
    return f"{some_id % 100:02}/{some_id}-{name}"


def folder(picture_id: int, name: str) -> Path:
    """Where a picture's files lie when they are kept on this disk."""
    return root() / place(picture_id, name)


def workpiece(recording_id: int, name: str) -> Path:
    """Where what was uploaded lies, on this machine, until something is made of it."""
    return root() / "work" / f"{recording_id}-{name}"


def root() -> Path:
    """Below which all files lie."""
    return Path(settings.DATA_DIR) / "media"


def signed(path: str, viewer: int, now: float) -> str:
    """A path that one viewer may use until the day after tomorrow begins (UTC); the same all day, for caches."""
    expires = int(now) // _DAY + 2
    return f"{path}?v={viewer}&e={expires}&s={_signature(path, viewer, expires)}"


def verify(path: str, query: str, now: float) -> int | None:
    """The viewer a signed address was made for; ``None`` when it is not whole, not ours or too old."""
    match = _SIGNED.fullmatch(query)
    if match is None:
        return None
    viewer, expires = int(match[1]), int(match[2])
    good = hmac.compare_digest(match[3], _signature(path, viewer, expires))
    return viewer if good and now < expires * _DAY <= now + 2 * _DAY else None


def opened(path: str) -> str:
    """The path marked as that of a file which visitors may see when the community lets them read."""
    return f"{path}{_mark().decode()}o"


def closed(path: str) -> str:
    """The path marked as that of a file which is signed for each viewer."""
    return f"{path}{_mark().decode()}c"


def is_marked(kept: bytes | str) -> bool:
    """Whether a kept text has addresses to finish: most have none, and this is all they pay."""
    return _mark() in kept if isinstance(kept, bytes) else _mark().decode() in kept


def finish_bytes(kept: bytes, viewer: int | None, now: float, *, visitors_may_read: bool) -> bytes:
    """A kept text, as UTF-8, with the addresses this reader can use in the place of the marked ones."""
    if not is_marked(kept):
        return kept

    def own(match: re.Match[bytes]) -> bytes:
        if viewer is None or (match[2] == b"o" and visitors_may_read):
            return match[1]
        return signed(match[1].decode(), viewer, now).encode()

    return _marked().sub(own, kept)


def finish(kept: str, viewer: int | None, now: float, *, visitors_may_read: bool) -> str:
    """The same for a kept text that is not encoded yet."""
    if not is_marked(kept):
        return kept
    return finish_bytes(kept.encode(), viewer, now, visitors_may_read=visitors_may_read).decode()


def _within(named: Named, file: str) -> str:
    return f"/media/{named.id}-{named.name}/{file}"


def _signature(path: str, viewer: int, expires: int) -> str:
    digest = hmac.digest(_key(), f"{path} {viewer} {expires}".encode(), "sha256")
    return urlsafe_b64encode(digest[:16]).decode().rstrip("=")


@cache
def _mark() -> bytes:
    """Capital letters and few digits: searching for what hardly occurs otherwise is quick."""
    return b"?" + b32encode(hmac.digest(_key(), b"mark", "sha256"))[:20]


@cache
def _marked() -> re.Pattern[bytes]:
    path = rb"(/media/[0-9]+-[A-Za-z0-9_-]{22}/[A-Za-z0-9-]+\.(?:webp|mp4|m4a|vtt))"
    return re.compile(path + re.escape(_mark()) + b"([oc])")


@cache
def _key() -> bytes:
    return hashlib.sha256(_SALT + settings.SECRET_KEY.encode()).digest()
