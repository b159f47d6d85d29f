"""Keeping the disk as the table says: files of pictures that are gone, uploads that nobody used."""

import contextlib
import shutil
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from folkmoot.core.ids import id_at
from folkmoot.media.actions import drop
from folkmoot.media.addresses import folder, root
from folkmoot.media.events import PictureDropped
from folkmoot.media.models import Picture

UNUSED_KEPT = timedelta(hours=24)
_AT_ONCE = 200
_STRAY_KEPT = 60 * 60  # seconds: the files of a picture are there a moment before its row


def remove_files(event: PictureDropped) -> None:
    """Remove the files of a picture that is gone."""
    shutil.rmtree(folder(event.picture_id, event.name), ignore_errors=True)


def forget_uploads() -> None:
    """Let go of the uploads that nobody used for a day."""
    with transaction.atomic():
        unused = Picture.objects.select_for_update().filter(used_at=None, id__lt=id_at(timezone.now() - UNUSED_KEPT))
        drop(list(unused.order_by("id").values_list("id", flat=True)[:_AT_ONCE]))


def sweep() -> None:
    """Remove the folders of pictures that have no row: what a crash left behind."""
    for place in root().glob("[0-9][0-9]"):
        _sweep(place)


def _sweep(place: Path) -> None:
    strays = {int(found.name.partition("-")[0]): found for found in _old(place)}
    for some_id in strays.keys() - set(Picture.objects.filter(id__in=strays).values_list("id", flat=True)):
        shutil.rmtree(strays[some_id], ignore_errors=True)


def _old(place: Path) -> Iterator[Path]:
    """What lies in a folder for longer than the making of a picture takes."""
    for found in place.iterdir():
        with contextlib.suppress(FileNotFoundError):  # somebody else may remove it meanwhile
            if found.stat().st_mtime < time.time() - _STRAY_KEPT:
                yield found
