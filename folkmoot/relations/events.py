"""What happens between two accounts."""

from dataclasses import dataclass

from folkmoot.core.events import Event


@dataclass(frozen=True)
class Followed(Event):
    """``follower`` follows ``followed`` from now on, without having had to ask."""

    follower_id: int
    followed_id: int


@dataclass(frozen=True)
class FollowChanged(Event):
    """``follower`` wants other posts of ``followed`` at home than before."""

    follower_id: int
    followed_id: int


@dataclass(frozen=True)
class FollowRequested(Event):
    """``follower`` asks the locked account ``followed`` to be let in."""

    follower_id: int
    followed_id: int


@dataclass(frozen=True)
class RequestApproved(Event):
    """``followed`` let ``follower`` in, who follows from now on."""

    follower_id: int
    followed_id: int


@dataclass(frozen=True)
class RequestRefused(Event):
    """``followed`` turned the request of ``follower`` down."""

    follower_id: int
    followed_id: int


@dataclass(frozen=True)
class RequestWithdrawn(Event):
    """``follower`` no longer asks ``followed`` to be let in."""

    follower_id: int
    followed_id: int


@dataclass(frozen=True)
class Unfollowed(Event):
    """``follower`` no longer follows ``followed``, by the will of either."""

    follower_id: int
    followed_id: int


@dataclass(frozen=True)
class Blocked(Event):
    """``blocker`` and ``blocked`` see nothing of each other from now on; follows and requests are gone."""

    blocker_id: int
    blocked_id: int


@dataclass(frozen=True)
class Unblocked(Event):
    """``blocker`` lifted the block; nothing that it ended comes back."""

    blocker_id: int
    blocked_id: int


@dataclass(frozen=True)
class Muted(Event):
    """``muter`` wants nothing of ``muted`` in feeds and notifications."""

    muter_id: int
    muted_id: int


@dataclass(frozen=True)
class Unmuted(Event):
    """``muter`` wants to hear of ``muted`` again."""

    muter_id: int
    muted_id: int


@dataclass(frozen=True)
class SuggestionDismissed(Event):
    """Somebody does not want to have somebody suggested again."""

    account_id: int
    dismissed_id: int


@dataclass(frozen=True)
class CollectionMade(Event):
    """Somebody made a collection of people they recommend."""

    collection_id: int


@dataclass(frozen=True)
class CollectionChanged(Event):
    """A collection has another name, or says something else about those in it."""

    collection_id: int


@dataclass(frozen=True)
class CollectionRemoved(Event):
    """A collection is gone; those in it are not told."""

    collection_id: int


@dataclass(frozen=True)
class Collected(Event):
    """Somebody was put into a collection."""

    collection_id: int
    account_id: int


@dataclass(frozen=True)
class Uncollected(Event):
    """Somebody is in a collection no more, by the will of either."""

    collection_id: int
    account_id: int


@dataclass(frozen=True)
class SuggestionsWanted(Event):
    """Something changed by which an account should have other people suggested."""

    account_id: int


@dataclass(frozen=True)
class SuggestingContinues(Event):
    """Some accounts have new suggestions; the rest is to come."""
