"""Describing the pictures of a post once it is there."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from folkmoot.accounts.models import Account
from folkmoot.core.errors import NotFound
from folkmoot.core.events import publish
from folkmoot.media.actions import describe_used
from folkmoot.posts.events import PicturesDescribed
from folkmoot.posts.models import Post, PostPicture


@dataclass(frozen=True)
class Description:
    """What a picture shows, and which point of it stays in view; each part of that from -1 to 1."""

    alt: str
    focus: tuple[float, float]


@transaction.atomic
def describe_pictures(actor: Account, post_id: int, said: Mapping[int, Description]) -> None:
    """Say what pictures of one's own post show: its words stay as they are, so that it does not count as edited.

    ``NotFound`` for somebody else's post, and for a picture that this post does not show.
    """
    mine = Post.objects.select_for_update(no_key=True).filter(id=post_id, account=actor, deleted_at=None)
    shown = set(PostPicture.objects.filter(post__in=mine).values_list("picture_id", flat=True))
    if mine.first() is None or not said.keys() <= shown:
        raise NotFound
    changed = [describe_used(actor.id, some_id, said[some_id].alt, said[some_id].focus) for some_id in sorted(said)]
    if any(changed):
        Post.objects.filter(id=post_id).update(version=F("version") + 1)  # what is kept of it is made anew
        publish(PicturesDescribed(post_id))
