"""The one way in for a picture, whatever door it comes through."""

from dataclasses import replace
from typing import IO, Protocol

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.core import limits
from folkmoot.core.errors import Invalid
from folkmoot.core.events import publish
from folkmoot.core.ids import new_id
from folkmoot.core.limits.rules import UPLOADS
from folkmoot.media.actions.keep import checked_alt
from folkmoot.media.actions.room import require_room
from folkmoot.media.addresses import place
from folkmoot.media.events import PictureTaken
from folkmoot.media.models import Picture, new_name
from folkmoot.media.queries.room import COMMUNITY
from folkmoot.media.storage import spool, store
from folkmoot.media.workshop.kinds import HEAD, kind_of
from folkmoot.media.workshop.order import Prepared, prepare
from folkmoot.media.workshop.seats import seat

_MB = 1_000_000
_AT_ONCE = 1 << 16  # bytes
_NARROW = 640  # pixels
_MAY_MOVE = frozenset({"gif", "webp"})
_IN_LINES = frozenset({"png", "gif", "webp"})
_LINE_MOST = 256 * 1024  # bytes


class Upload(Protocol):
    """What a form or a program sent."""

    def read(self, size: int, /) -> bytes:
        """The next bytes; none at the end."""


def take_picture(actor_id: int, upload: Upload, alt: str) -> int:
    """Keep a picture of a member's own for a day, until it is used; the id.

    ``Invalid`` says in a sentence why a file is not taken, ``TooMany`` that others are being prepared.
    """
    text = checked_alt(alt)
    limits.count(UPLOADS, actor_id)
    require_room(actor_id, 0, "pictures")
    with seat(), spool() as file:
        kind = _copy(upload, file)
        prepared = prepare(kind, file)
    return _keep(actor_id, text, prepared)


def take_small(actor_id: int, upload: Upload) -> int:
    """Keep a picture for a line of text, PNG, WebP or GIF of 256 KB at most, made small; the id."""
    limits.count(UPLOADS, actor_id)
    require_room(actor_id, 0, "pictures")
    with seat(), spool() as file:
        kind = _copy(upload, file)
        if kind not in _IN_LINES or file.tell() > _LINE_MOST:
            raise Invalid("pictures", _("PNG, WebP or GIF will do, of 256 KB at most."))
        prepared = prepare(kind, file, "small")
    return _keep(actor_id, "", prepared)


def take_for_community(upload: Upload) -> int:
    """Keep a picture that no member uploaded, such as that of a page somebody linked to, for a day; the id.

    It never stands large on a page, so that only its narrow files are kept.
    """
    require_room(COMMUNITY, 0, "pictures")
    with seat(), spool() as file:
        kind = _copy(upload, file)
        prepared = prepare(kind, file)
    return _keep(COMMUNITY, "", _narrowed(prepared))


def _narrowed(prepared: Prepared) -> Prepared:
    widths = tuple(width for width in prepared.widths if width <= _NARROW) or prepared.widths[:1]
    height = max(1, round(prepared.height * widths[-1] / prepared.width))
    names = {"still", *map(str, widths)}
    files = {name: content for name, content in prepared.files.items() if name in names}
    return replace(prepared, width=widths[-1], height=height, widths=widths, files=files)


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
    require_room(actor_id, size, "pictures")
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
    kept, its_place = store(), place(picture.id, picture.name)
    try:
        kept.keep(its_place, {f"{name}.webp": content for name, content in prepared.files.items()})
        with transaction.atomic():
            picture.save(force_insert=True)
            publish(PictureTaken(picture.id))
    except BaseException:
        kept.remove(its_place)
        raise
    return picture.id
