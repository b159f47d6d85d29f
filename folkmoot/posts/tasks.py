"""What follows from a post being taken back."""

from django.db import transaction
from django.utils import timezone

from folkmoot.core.events import publish
from folkmoot.media.actions import drop
from folkmoot.posts.actions.publish import KEY_KEPT
from folkmoot.posts.events import PostDeleted, Unboosted
from folkmoot.posts.models import Audience, Bookmark, IdempotencyKey, Like, Mention, Pin, Post, PostPicture, PostTag

_HANGING = (Audience, Mention, PostTag, Like, Bookmark, Pin, IdempotencyKey)


def erase(event: PostDeleted) -> None:
    """Erase the words and pictures of a deleted post and all rows that hang on it; boosts of it end with it."""
    with transaction.atomic():
        gone = Post.objects.filter(id=event.post_id, deleted_at__isnull=False)
        if not gone.update(text="", html="", warning=""):
            return
        shown = list(PostPicture.objects.filter(post_id=event.post_id).values_list("picture_id", flat=True))
        PostPicture.objects.filter(post_id=event.post_id).delete()
        drop(shown)
        for model in _HANGING:
            model.objects.filter(post_id=event.post_id).delete()
        boosts = Post.objects.filter(boost_of=event.post_id, deleted_at=None)
        for boost_id in boosts.values_list("id", flat=True):
            publish(Unboosted(boost_id))
        boosts.update(deleted_at=timezone.now())


def forget_keys() -> None:
    """Forget the idempotency keys that have served their day."""
    IdempotencyKey.objects.filter(made_at__lt=timezone.now() - KEY_KEPT).delete()
