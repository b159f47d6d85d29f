"""What happened is said to those who listen, in ids; who may see it is asked when it is brought to them."""

from datetime import datetime, timedelta

from django.utils import timezone

from folkmoot.accounts.events import AccountHidden, PasswordChanged, TokenRevoked
from folkmoot.core import push
from folkmoot.instance.events import Announced, AnnouncementAnswered, AnnouncementWithdrawn
from folkmoot.instance.hydrate import come_and_gone
from folkmoot.moderation.events import PostRemoved
from folkmoot.posts.events import (
    Boosted,
    FiltersChanged,
    PicturesDescribed,
    PostDeleted,
    PostEdited,
    PostPublished,
    QuoteChanged,
    Unboosted,
)
from folkmoot.posts.queries import named_in, tag_ids

EACH = timedelta(seconds=15)  # how often announcements are looked at
_LOOKED = "announcements"
_seen: dict[str, datetime] = {}  # when that was; whoever begins to listen later reads them by themselves


def on_post(event: PostPublished) -> None:
    """There is a new post."""
    push.say("post", event.post_id)


def on_boost(event: Boosted) -> None:
    """Somebody passed a post on."""
    push.say("post", event.boost_id)


def on_edit(event: PostEdited | PicturesDescribed | QuoteChanged) -> None:
    """A post is not what it was."""
    push.say("edit", event.post_id)


def on_gone(event: PostDeleted | PostRemoved) -> None:
    """A post is gone; whom it named and what it was about is known only until it is erased."""
    push.say("gone", event.post_id, named_in(event.post_id), tag_ids(event.post_id))


def on_unboost(event: Unboosted) -> None:
    """A boost was taken back."""
    push.say("gone", event.boost_id)


def on_filters(event: FiltersChanged) -> None:
    """Somebody wants to read other things than before."""
    push.say("filters", 0, [event.account_id])


def on_announced(event: Announced) -> None:
    """Something is said to all members; what is only planned is not brought to anybody yet."""
    push.say("announcement", event.announcement_id)


def on_withdrawn(event: AnnouncementWithdrawn) -> None:
    """What was said to all members holds no more."""
    if event.was_shown:
        push.say("withdrawal", event.announcement_id)


def on_answered(event: AnnouncementAnswered) -> None:
    """A member put an emoji to an announcement, or took one back; that somebody read one is nobody else's business."""
    if event.emoji:
        push.say("answer", event.announcement_id, word=event.emoji)


def mind_announcements() -> None:
    """What was announced for later is shown now, or what was announced is over: since this was looked at last."""
    now = timezone.now()
    come, gone = come_and_gone(_seen.get(_LOOKED, now - EACH), now)
    _seen[_LOOKED] = now
    for some_id in come:
        push.say("announcement", some_id)
    for some_id in gone:
        push.say("withdrawal", some_id)


def on_token(event: TokenRevoked) -> None:
    """A program was shut out."""
    push.say("access", event.token_id)


def on_account(event: AccountHidden | PasswordChanged) -> None:
    """Whoever listens for an account has to show again that they may."""
    push.say("access", 0, [event.account_id])
