"""Taking a post back: for good, or to write it again."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from folkmoot.accounts.actions.counts import count_post
from folkmoot.accounts.models import Account
from folkmoot.core.errors import NotFound
from folkmoot.core.events import publish
from folkmoot.core.rows import Change, count
from folkmoot.media.actions.again import release
from folkmoot.media.actions.reserve import reserve
from folkmoot.posts.actions.quotes import unquote
from folkmoot.posts.actions.saved import Begun, Saved, save_draft
from folkmoot.posts.events import PostDeleted
from folkmoot.posts.interaction import BOOSTABLE
from folkmoot.posts.models import Counters, Post, PostPicture, PostRecording, Scope

FILES_KEPT = timedelta(days=1)  # of a post that a program deleted, perhaps to write it again


def delete_post(actor: Account, post_id: int) -> None:
    """Take back one's own post at once and for good; what hangs on it is cleared away afterwards."""
    with transaction.atomic():
        _delete(actor, post_id)


def redraft_post(actor: Account, post_id: int, begun: Begun) -> Saved:
    """Take back one's own post and keep what it said as a draft, with its pictures and recordings."""
    with transaction.atomic():
        _delete(actor, post_id)
        _release(actor, post_id)
        return save_draft(actor, None, begun)


def withdraw_post(actor: Account, post_id: int) -> None:
    """Take back one's own post; for a day its pictures and recordings can be used in another one."""
    with transaction.atomic():
        _delete(actor, post_id)
        pictures, recordings = _release(actor, post_id)
        reserve(actor.id, pictures, recordings, timezone.now() + FILES_KEPT)


def _delete(actor: Account, post_id: int) -> None:
    own = Post.objects.filter(id=post_id, account=actor, boost_of=None, deleted_at=None)
    if not own.update(deleted_at=timezone.now(), version=F("version") + 1):
        raise NotFound
    post = Post.objects.only("scope", "reply_to_id").get(id=post_id)
    if post.scope != Scope.DIRECT:
        count_post(actor.id, -1)
    if post.reply_to_id and post.scope in BOOSTABLE:
        count(Counters, post.reply_to_id, Change("replies", -1))
    unquote(post_id)
    publish(PostDeleted(post_id))


def _release(actor: Account, post_id: int) -> tuple[list[int], list[int]]:
    """Free the files of a deleted post before they are erased with it."""
    pictures = list(PostPicture.objects.filter(post=post_id).values_list("picture_id", flat=True))
    recordings = list(PostRecording.objects.filter(post=post_id).values_list("recording_id", flat=True))
    PostPicture.objects.filter(post=post_id).delete()
    PostRecording.objects.filter(post=post_id).delete()
    release(actor.id, pictures, recordings)
    return pictures, recordings
