"""Files that somebody still needs to look at: they stay when whoever showed them lets them go, and nobody sees them."""

from collections.abc import Collection

from django.utils import timezone

from folkmoot.core.rows import insert_once
from folkmoot.media.models import Hold, Picture, Recording

HELD = "held"  # what a file is used for that nothing but a hold keeps


def hold(ids: Collection[int], holder_id: int) -> None:
    """Keep pictures and recordings until ``holder_id`` lets them go, inside the caller's transaction."""
    for some_id in sorted(ids):
        insert_once(Hold, file_id=some_id, holder_id=holder_id)


def not_held(model: type[Picture] | type[Recording], ids: Collection[int]) -> list[int]:
    """Those of some files that may go, inside the caller's transaction; the others are shown to nobody from now on."""
    held = held_among(ids)
    if held:
        model.objects.filter(id__in=held).update(use=HELD, used_at=timezone.now(), kept_until=None)
    return [some_id for some_id in ids if some_id not in held]


def held_among(ids: Collection[int]) -> set[int]:
    """Those of some files that somebody holds."""
    return set(Hold.objects.filter(file_id__in=ids).values_list("file_id", flat=True))
