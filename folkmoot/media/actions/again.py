"""Pictures and recordings of a post that is changed or taken back: described anew, and free again."""

from collections.abc import Collection, Mapping

from folkmoot.media.models import Picture, Recording


def redescribe(actor_id: int, alts: Mapping[int, str]) -> None:
    """Say something else of one's own pictures and recordings that are in use, inside the caller's transaction."""
    for model in (Picture, Recording):
        for some_id in sorted(alts):
            model.objects.filter(id=some_id, owner_id=actor_id).update(alt=alts[some_id])


def release(actor_id: int, pictures: Collection[int], recordings: Collection[int]) -> None:
    """Let pictures and recordings be uploads again, as if no post had shown them, inside the caller's transaction."""
    for model, ids in ((Picture, pictures), (Recording, recordings)):
        model.objects.filter(id__in=ids, owner_id=actor_id).update(use="", used_at=None)
