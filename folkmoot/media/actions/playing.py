"""Describing recordings, putting them to use, and letting them go."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.core.errors import Invalid, NotFound
from folkmoot.core.events import publish
from folkmoot.core.rows import among, execute, id_list
from folkmoot.media.actions.holding import not_held
from folkmoot.media.actions.keep import checked_alt
from folkmoot.media.actions.recordings import tidy
from folkmoot.media.events import RecordingChanged, RecordingDropped
from folkmoot.media.models import Recording


@transaction.atomic
def describe_recording(actor_id: int, recording_id: int, alt: str, title: str, artist: str) -> None:
    """Say what one's own recording shows or lets hear, what it is called and who made it."""
    mine = Recording.objects.filter(id=recording_id, owner_id=actor_id)
    if not mine.update(alt=checked_alt(alt), title=tidy(title), artist=tidy(artist)):
        raise NotFound
    publish(RecordingChanged(recording_id))


@transaction.atomic
def discard_recording(actor_id: int, recording_id: int) -> None:
    """Throw away a recording of one's own that is not used."""
    mine = Recording.objects.select_for_update().filter(id=recording_id, owner_id=actor_id, used_at=None)
    if mine.first() is None:
        raise NotFound
    drop_recordings([recording_id])


def use_recordings(actor_id: int, ids: Collection[int]) -> None:
    """Put recordings to use in a post for good, inside the caller's transaction, whether they are ready or not yet.

    ``Invalid`` unless all are the actor's and free, and none is known to be unplayable.
    """
    if not ids:
        return
    text = f"""UPDATE media_recording SET use = 'post', used_at = %(now)s WHERE {among("id", "ids")}
      AND owner_id = %(actor)s AND used_at IS NULL AND state <> 'failed'"""
    if execute(text, {"now": timezone.now(), "ids": id_list(ids), "actor": actor_id}) != len(ids):
        raise Invalid("recordings", _("One of these recordings is not there any more. Please add it again."))


def drop_recordings(ids: Collection[int]) -> None:
    """Let recordings go that nothing uses any more, inside the caller's transaction; their files follow."""
    free = not_held(Recording, ids) if ids else []
    for recording in Recording.objects.filter(id__in=free).only("id", "name"):
        publish(RecordingDropped(recording.id, recording.name))
    Recording.objects.filter(id__in=free).delete()
