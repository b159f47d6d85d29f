"""What follows from a post being taken back."""

from django.db import transaction
from django.utils import timezone

from folkmoot.core.events import publish
from folkmoot.media.actions import drop, drop_recordings
from folkmoot.posts.events import PostDeleted, Unboosted
from folkmoot.posts.models import (
    Audience,
    Ballot,
    Bookmark,
    FilterPost,
    IdempotencyKey,
    Like,
    Mention,
    Pin,
    Poll,
    PollOption,
    Post,
    PostCard,
    PostCircle,
    PostPicture,
    PostRecording,
    PostTag,
    Quote,
    Reaction,
    Revision,
)

_HANGING = (
    Audience,
    Mention,
    PostTag,
    Like,
    Bookmark,
    Pin,
    FilterPost,
    Reaction,
    Quote,
    IdempotencyKey,
    Ballot,
    PollOption,
    Poll,
    PostCard,
    PostCircle,
    Revision,
)


def erase(event: PostDeleted) -> None:
    """Erase the words and files of a deleted post and all rows that hang on it; boosts of it end with it."""
    with transaction.atomic():
        gone = Post.objects.filter(id=event.post_id, deleted_at__isnull=False)
        if not gone.update(text="", html="", warning=""):
            return
        shown = list(PostPicture.objects.filter(post_id=event.post_id).values_list("picture_id", flat=True))
        PostPicture.objects.filter(post_id=event.post_id).delete()
        drop(shown)
        played = list(PostRecording.objects.filter(post_id=event.post_id).values_list("recording_id", flat=True))
        PostRecording.objects.filter(post_id=event.post_id).delete()
        drop_recordings(played)
        for model in _HANGING:
            model.objects.filter(post_id=event.post_id).delete()
        boosts = Post.objects.filter(boost_of=event.post_id, deleted_at=None)
        for boost_id in boosts.values_list("id", flat=True):
            publish(Unboosted(boost_id))
        boosts.update(deleted_at=timezone.now())
