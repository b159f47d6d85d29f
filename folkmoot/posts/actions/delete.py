"""Taking a post back."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from folkmoot.accounts.actions.counts import count_post
from folkmoot.accounts.models import Account
from folkmoot.core.errors import NotFound
from folkmoot.core.events import publish
from folkmoot.core.rows import Change, count
from folkmoot.posts.events import PostDeleted
from folkmoot.posts.interaction import BOOSTABLE
from folkmoot.posts.models import Counters, Post, Scope


def delete_post(actor: Account, post_id: int) -> None:
    """Take back one's own post at once and for good; what hangs on it is cleared away afterwards."""
    with transaction.atomic():
        own = Post.objects.filter(id=post_id, account=actor, boost_of=None, deleted_at=None)
        if not own.update(deleted_at=timezone.now(), version=F("version") + 1):
            raise NotFound
        post = Post.objects.only("scope", "reply_to_id").get(id=post_id)
        if post.scope != Scope.DIRECT:
            count_post(actor.id, -1)
        if post.reply_to_id and post.scope in BOOSTABLE:
            count(Counters, post.reply_to_id, Change("replies", -1))
        publish(PostDeleted(post_id))
