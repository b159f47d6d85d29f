"""Likes, bookmarks and pins: a row each, made once and taken away once."""

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.core.errors import NotAllowed, NotFound
from folkmoot.core.events import publish
from folkmoot.core.rows import Change, count, insert_once
from folkmoot.posts.events import Liked, Unliked
from folkmoot.posts.interaction import may_pin
from folkmoot.posts.models import Bookmark, Counters, Like, Pin
from folkmoot.posts.queries import get_post

PINS_MOST = 5


def like(actor: Account, post_id: int) -> None:
    """Like a post that one may see."""
    with transaction.atomic():
        target = get_post(actor.id, post_id).post_id
        if insert_once(Like, account_id=actor.id, post_id=target):
            count(Counters, target, Change("likes", 1))
            publish(Liked(actor.id, target))


def unlike(actor: Account, post_id: int) -> None:
    """Take a like back."""
    with transaction.atomic():
        if Like.objects.filter(account=actor, post_id=post_id).delete()[0]:
            count(Counters, post_id, Change("likes", -1))
            publish(Unliked(actor.id, post_id))


def bookmark(actor: Account, post_id: int) -> None:
    """Keep a post for later; nobody is told."""
    with transaction.atomic():
        insert_once(Bookmark, account_id=actor.id, post_id=get_post(actor.id, post_id).post_id)


def unbookmark(actor: Account, post_id: int) -> None:
    """Keep a post no longer."""
    Bookmark.objects.filter(account=actor, post_id=post_id).delete()


def pin(actor: Account, post_id: int) -> None:
    """Show one's own post at the top of the profile; five at the most."""
    with transaction.atomic():
        view = get_post(actor.id, post_id)
        if not view.mark.mine:
            raise NotFound
        if not may_pin(view.body.scope):
            raise NotAllowed(_("A direct post cannot be pinned."))
        others = Pin.objects.filter(account=actor).exclude(post_id=view.post_id).count()
        if others >= PINS_MOST:
            raise NotAllowed(_("Five posts can be pinned. Unpin one first."))
        insert_once(Pin, account_id=actor.id, post_id=view.post_id)


def unpin(actor: Account, post_id: int) -> None:
    """Take a post from the top of the profile."""
    Pin.objects.filter(account=actor, post_id=post_id).delete()
