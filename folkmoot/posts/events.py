"""What happens to posts."""

from dataclasses import dataclass

from folkmoot.core.events import Event


@dataclass(frozen=True)
class PostPublished(Event):
    """Somebody published a post."""

    post_id: int


@dataclass(frozen=True)
class PostDeleted(Event):
    """An author took a post back."""

    post_id: int


@dataclass(frozen=True)
class Boosted(Event):
    """Somebody passed a post on; ``boost_id`` is the row that says so."""

    boost_id: int


@dataclass(frozen=True)
class Unboosted(Event):
    """Somebody took a boost back."""

    boost_id: int


@dataclass(frozen=True)
class Liked(Event):
    """Somebody likes a post."""

    account_id: int
    post_id: int


@dataclass(frozen=True)
class Unliked(Event):
    """Somebody took a like back."""

    account_id: int
    post_id: int
