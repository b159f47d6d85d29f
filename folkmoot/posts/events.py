"""What happens to posts."""

from dataclasses import dataclass

from folkmoot.core.events import Event


@dataclass(frozen=True)
class PostPublished(Event):
    """Somebody published a post."""

    post_id: int


@dataclass(frozen=True)
class YearAsked(Event):
    """Somebody wants to look back on a year of theirs."""

    account_id: int
    year: int


@dataclass(frozen=True)
class TagFollowed(Event):
    """Somebody reads what carries a hashtag from now on."""

    account_id: int
    tag_id: int


@dataclass(frozen=True)
class PicturesDescribed(Event):
    """An author said anew what the pictures of a post show."""

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


@dataclass(frozen=True)
class QuoteChanged(Event):
    """A post quotes another, or the other's author has decided on that; ``post_id`` is the one that quotes."""

    post_id: int


@dataclass(frozen=True)
class QuotePolicyChanged(Event):
    """An author lets other people quote a post than before."""

    post_id: int


@dataclass(frozen=True)
class Reacted(Event):
    """Somebody answered a post with an emoji."""

    account_id: int
    post_id: int


@dataclass(frozen=True)
class Unreacted(Event):
    """Somebody took an emoji back."""

    account_id: int
    post_id: int


@dataclass(frozen=True)
class PostEdited(Event):
    """An author changed a post."""

    post_id: int


@dataclass(frozen=True)
class Voted(Event):
    """Somebody voted in the poll of a post."""

    account_id: int
    post_id: int


@dataclass(frozen=True)
class CardWanted(Event):
    """Somebody linked to a page that nobody has looked at lately."""

    card_id: int


@dataclass(frozen=True)
class PlanFailed(Event):
    """A planned post could not be published when its time had come; ``moment`` is an id that was made just then."""

    account_id: int
    moment: int


@dataclass(frozen=True)
class PollEnded(Event):
    """The time of a poll is over."""

    post_id: int


@dataclass(frozen=True)
class FiltersChanged(Event):
    """A member wants to read other things than before."""

    account_id: int
