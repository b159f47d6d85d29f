"""Passing a post on, and taking that back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.core.errors import NotAllowed
from folkmoot.core.events import publish
from folkmoot.core.ids import new_id
from folkmoot.core.rows import Change, count, insert_once
from folkmoot.posts.events import Boosted, Unboosted
from folkmoot.posts.interaction import boost_scope, may_boost
from folkmoot.posts.models import Counters, Post
from folkmoot.posts.queries import get_post


def boost(actor: Account, post_id: int) -> int:
    """Pass a post on to one's followers; boosting a boost passes on the post itself. The id of the boost."""
    with transaction.atomic():
        body = get_post(actor.id, post_id).body
        if not may_boost(body.scope):
            raise NotAllowed(_("This post was written for fewer people, so it cannot be boosted."))
        if body.is_limited:
            raise NotAllowed(_("Those who run this community decided that nobody boosts this post."))
        boost_id = new_id()
        values = dict.fromkeys(("text", "html", "warning", "language"), "")
        made = insert_once(
            Post,
            id=boost_id,
            account_id=actor.id,
            scope=boost_scope(body.scope),
            thread_id=boost_id,
            boost_of_id=body.key.id,
            version=1,
            **values,
        )
        if not made:
            return Post.objects.values_list("id", flat=True).get(account=actor, boost_of=body.key.id, deleted_at=None)
        count(Counters, body.key.id, Change("boosts", 1))
        publish(Boosted(boost_id))
    return boost_id


def unboost(actor: Account, post_id: int) -> None:
    """Take back one's boost of a post; nothing happens where there is none."""
    with transaction.atomic():
        row = Post.objects.filter(account=actor, boost_of=post_id, deleted_at=None).first()
        if row and Post.objects.filter(id=row.id, deleted_at=None).update(deleted_at=timezone.now()):
            count(Counters, post_id, Change("boosts", -1))
            publish(Unboosted(row.id))
