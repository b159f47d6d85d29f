"""The one way in for a picture, whatever door it comes through."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Protocol

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.core.errors import Invalid
from folkmoot.core.events import publish
from folkmoot.core.ids import new_id
from folkmoot.media.actions.keep import checked_alt
from folkmoot.media.addresses import folder, root
from folkmoot.media.events import PictureTaken
from folkmoot.media.models import Picture, new_name
from folkmoot.media.queries import usage
from folkmoot.media.workshop.kinds import HEAD, kind_of
from folkmoot.media.workshop.order import Prepared, prepare
from folkmoot.media.workshop.seats import seat

_MB = 1_000_000
_AT_ONCE = 1 << 16  # bytes
_MAY_MOVE = frozenset({"gif", "webp"})


class Upload(Protocol):
    """What a form or a program sent."""

    def read(self, size: int, /) -> bytes:
        """The next bytes; none at the end."""


def take_picture(actor_id: int, upload: Upload, alt: str) -> int:
    """Keep a picture of a member's own for a day, until it is used; the id.

    ``Invalid`` says in a sentence why a file is not taken, ``TooMany`` that others are being prepared.
    """
    text = checked_alt(alt)
    _require_room(actor_id, 0)
    with seat(), _spool() as file:
        kind = _copy(upload, file)
        prepared = prepare(kind, file)
    return _keep(actor_id, text, prepared)


def _spool() -> IO[bytes]:
    root().mkdir(mode=0o700, exist_ok=True)
    return tempfile.TemporaryFile(dir=root())


def _copy(upload: Upload, file: IO[bytes]) -> str:
    """Take in the upload as far as it may go; what kind of picture it is."""
    head = _head(upload)
    kind = kind_of(head)
    most = _most(kind)
    file.write(head)
    while piece := upload.read(_AT_ONCE):
        file.write(piece)
        if file.tell() > most:
            raise Invalid("pictures", _("A picture has at most %(most)s MB.") % {"most": most // _MB})
    return kind


def _head(upload: Upload) -> bytes:
    head = b""
    while len(head) < HEAD and (more := upload.read(HEAD - len(head))):
        head += more
    if not head:
        raise Invalid("pictures", _("This file is empty."))
    return head


def _most(kind: str) -> int:
    if not kind:
        raise Invalid(
            "pictures", _("This file is not a picture we can show. JPEG, PNG, WebP, AVIF, GIF and HEIC will do.")
        )
    environment = settings.FOLKMOOT
    return (environment.moving_picture_mb if kind in _MAY_MOVE else environment.picture_mb) * _MB


def _keep(actor_id: int, alt: str, prepared: Prepared) -> int:
    """The files first, then the row: a row without files would be a hole in a page."""
    size = sum(map(len, prepared.files.values()))
    _require_room(actor_id, size)
    picture = Picture(
        id=new_id(),
        owner_id=actor_id,
        name=new_name(),
        alt=alt,
        blurhash=prepared.blurhash,
        width=prepared.width,
        height=prepared.height,
        widths=" ".join(map(str, prepared.widths)),
        moving=prepared.moving,
        bytes=size,
    )
    place = folder(picture.id, picture.name)
    try:
        _lay(place, prepared.files)
        with transaction.atomic():
            picture.save(force_insert=True)
            publish(PictureTaken(picture.id))
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
    return picture.id


def _require_room(actor_id: int, more: int) -> None:
    room = usage(actor_id)
    if room.bytes + more >= room.most:
        message = _("Your pictures take all the room there is for them. Delete posts with pictures to make some.")
        raise Invalid("pictures", message)


def _lay(place: Path, files: Mapping[str, bytes]) -> None:
    place.mkdir(mode=0o700, parents=True)
    for name, content in files.items():
        with (place / f"{name}.webp").open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
