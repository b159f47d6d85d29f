"""Files that nobody needs to look at any more go, if nothing else shows them."""

from collections.abc import Collection

from django.db import transaction

from folkmoot.media.actions.holding import HELD, held_among
from folkmoot.media.actions.keep import drop
from folkmoot.media.actions.playing import drop_recordings
from folkmoot.media.models import Hold, Picture, Recording


@transaction.atomic
def let_go(holders: Collection[int]) -> None:
    """Keep files no longer for any of these holders."""
    mine = Hold.objects.filter(holder_id__in=holders)
    ids = set(mine.values_list("file_id", flat=True))
    mine.delete()
    free = ids - held_among(ids)
    drop(list(Picture.objects.filter(id__in=free, use=HELD).values_list("id", flat=True)))
    drop_recordings(list(Recording.objects.filter(id__in=free, use=HELD).values_list("id", flat=True)))


def holders() -> list[int]:
    """Everybody who holds files."""
    return list(Hold.objects.order_by("holder_id").values_list("holder_id", flat=True).distinct())
