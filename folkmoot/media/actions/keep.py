"""Describing pictures, putting them to use, and letting them go."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.core.errors import Invalid, NotFound
from folkmoot.core.events import publish
from folkmoot.core.html import clean
from folkmoot.core.rows import among, execute, id_list
from folkmoot.media.actions.holding import not_held
from folkmoot.media.events import PictureDropped
from folkmoot.media.models import Picture

ALT_MOST = 1_500  # characters


def describe(actor_id: int, picture_id: int, alt: str, focus: tuple[float, float]) -> None:
    """Say what one's own picture shows and which point of it matters most, while it is not used yet."""
    x, y = (min(1.0, max(-1.0, part)) for part in focus)
    mine = Picture.objects.filter(id=picture_id, owner_id=actor_id, used_at=None)
    if not mine.update(alt=checked_alt(alt), focus_x=x, focus_y=y):
        raise NotFound


def describe_used(actor_id: int, picture_id: int, alt: str, focus: tuple[float, float]) -> bool:
    """Say it anew of one's own picture in use, inside the caller's transaction; whether anything is different."""
    x, y = (min(1.0, max(-1.0, part)) for part in focus)
    said = {"alt": checked_alt(alt), "focus_x": x, "focus_y": y}
    return bool(Picture.objects.filter(id=picture_id, owner_id=actor_id).exclude(**said).update(**said))


def checked_alt(alt: str) -> str:
    """A description as it is kept; ``Invalid`` when it is too long."""
    text = clean(alt).strip()
    if len(text) > ALT_MOST:
        raise Invalid("alt", _("A description has at most 1,500 characters."))
    return text


@transaction.atomic
def discard(actor_id: int, picture_id: int) -> None:
    """Throw away an upload of one's own that is not used."""
    mine = Picture.objects.select_for_update().filter(id=picture_id, owner_id=actor_id, used_at=None)
    if mine.first() is None:
        raise NotFound
    drop([picture_id])


def use(actor_id: int, ids: Collection[int], purpose: str) -> None:
    """Put uploads to use for good, inside the caller's transaction; ``Invalid`` unless all are the actor's and free."""
    if not ids:
        return
    text = f"""UPDATE media_picture SET use = %(use)s, used_at = %(now)s
      WHERE {among("id", "ids")} AND owner_id = %(actor)s AND used_at IS NULL"""
    values = {"use": purpose, "now": timezone.now(), "ids": id_list(ids), "actor": actor_id}
    if execute(text, values) != len(ids):
        raise Invalid("pictures", _("One of these pictures is not there any more. Please add it again."))


def drop(ids: Collection[int]) -> None:
    """Let pictures go that nothing uses any more, inside the caller's transaction; their files follow."""
    free = not_held(Picture, ids) if ids else []
    for picture in Picture.objects.filter(id__in=free).only("id", "name"):
        publish(PictureDropped(picture.id, picture.name))
    Picture.objects.filter(id__in=free).delete()
