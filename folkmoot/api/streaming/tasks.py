"""What happened is said to those who listen, in ids; who may see it is asked when it is brought to them."""

from folkmoot.accounts.events import AccountHidden, PasswordChanged, TokenRevoked
from folkmoot.core import push
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


def on_token(event: TokenRevoked) -> None:
    """A program was shut out."""
    push.say("access", event.token_id)


def on_account(event: AccountHidden | PasswordChanged) -> None:
    """Whoever listens for an account has to show again that they may."""
    push.say("access", 0, [event.account_id])
