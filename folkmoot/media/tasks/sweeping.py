"""Keeping the disk as the table says: files of what is gone, uploads that nobody used or finished."""

import time
from collections.abc import Collection
from datetime import timedelta
from itertools import batched
from pathlib import Path

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from folkmoot.core.ids import id_at
from folkmoot.media.actions import drop, drop_recordings
from folkmoot.media.actions.uploads import forget_upload
from folkmoot.media.addresses import place, root, workpiece
from folkmoot.media.events import PictureDropped, RecordingDropped
from folkmoot.media.models import Picture, Recording, Upload
from folkmoot.media.queries.uploads import UPLOAD_KEPT
from folkmoot.media.storage import store

UNUSED_KEPT = timedelta(hours=24)
_AT_ONCE = 200
_STRAY_KEPT = 60 * 60  # seconds: the files of a picture are there a moment before its row


def remove_files(event: PictureDropped) -> None:
    """Remove the files of a picture that is gone."""
    store().remove(place(event.picture_id, event.name))


def remove_recording(event: RecordingDropped) -> None:
    """Remove the files of a recording that is gone."""
    workpiece(event.recording_id, event.name).unlink(missing_ok=True)
    store().remove(place(event.recording_id, event.name))


def forget_uploads() -> None:
    """Let go of the uploads that nobody used for a day, unless a draft or a schedule keeps them, or never finished."""
    now = timezone.now()
    unused = Q(used_at=None, id__lt=id_at(now - UNUSED_KEPT)) & (Q(kept_until=None) | Q(kept_until__lt=now))
    for model, let_go in ((Picture, drop), (Recording, drop_recordings)):
        with transaction.atomic():
            rows = model.objects.select_for_update().filter(unused).order_by("id")
            let_go(list(rows.values_list("id", flat=True)[:_AT_ONCE]))
    for upload in Upload.objects.filter(changed_at__lt=now - UPLOAD_KEPT).order_by("id")[:_AT_ONCE]:
        forget_upload(upload)


def sweep() -> None:
    """Remove the files that have no row: what a crash left behind."""
    before, kept = time.time() - _STRAY_KEPT, store()
    for places in batched(kept.places(before), _AT_ONCE, strict=False):
        for stray in _strays(places, (Picture, Recording)):
            kept.remove(stray)
    for folder, models in (("uploads", (Upload,)), ("work", (Recording,))):
        old = [path.name for path in (root() / folder).glob("*") if _changed(path) < before]
        for stray in _strays(old, models):
            (root() / folder / stray).unlink(missing_ok=True)


def _strays(places: Collection[str], models: Collection[type[Picture | Recording | Upload]]) -> list[str]:
    ids = {each: int(each.rpartition("/")[2].partition("-")[0]) for each in places}
    known: set[int] = set()
    for model in models:
        known |= set(model.objects.filter(id__in=ids.values()).values_list("id", flat=True))
    return [each for each, some_id in ids.items() if some_id not in known]


def _changed(path: Path) -> float:
    """When a file last changed; never, when somebody else removed it meanwhile."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")
