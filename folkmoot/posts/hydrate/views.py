"""A post as one viewer sees it: the half that all share, and the viewer's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from folkmoot.posts.models import Restricted, Scope

if TYPE_CHECKING:
    from datetime import datetime

    from folkmoot.accounts.hydrate import AccountView
    from folkmoot.instance.queries import EmojiView
    from folkmoot.media.queries import PictureView, RecordingView


ADULTS = "18+"  # in no language: programs keep it


class Key(NamedTuple):
    """One post in one state of itself and of its author."""

    id: int
    version: int
    author_version: int


class Mark(NamedTuple):
    """The viewer's half of one post, as one row says it; ``target_id`` and all below tell of the boosted post, if any.

    It stays as flat as the row, since pages of feeds are made of these and little else.
    """

    cursor: int
    id: int
    version: int
    author_version: int
    target_id: int
    target_version: int
    target_author_version: int
    likes: int
    boosts: int
    replies: int
    reactions: int
    quotes: int
    liked: bool
    boosted: bool
    bookmarked: bool
    pinned: bool
    mine: bool

    @property
    def key(self) -> Key:
        """The post in the feed."""
        return Key._make(self[1:4])

    @property
    def target(self) -> Key:
        """The post that is read and liked: the boosted one, or the same."""
        return Key._make(self[4:7])


@dataclass(frozen=True, slots=True)
class AccountRef:
    """An account as a post names it."""

    id: int
    username: str
    domain: str

    @property
    def acct(self) -> str:
        """The name by which it is mentioned, without the @."""
        return f"{self.username}@{self.domain}" if self.domain else self.username

    @property
    def path(self) -> str:
        """Where its profile is."""
        return f"/@{self.acct}"


@dataclass(frozen=True, slots=True)
class PollView:
    """What a poll asks; how it stands is in ``Tally``."""

    options: tuple[str, ...]
    multiple: bool
    ends_at: datetime


class AppRef(NamedTuple):
    """The program that a post was written with."""

    name: str
    website: str


class CardView(NamedTuple):
    """What another site says about the page a post links to."""

    url: str
    title: str
    description: str
    site: str
    author: str
    kind: str  # "link" or "player"
    player_url: str
    language: str
    picture: PictureView | None


@dataclass(frozen=True, slots=True)
class QuoteRef:
    """Which post is quoted, and how its author stands to that (``Quote.State``)."""

    quoted_id: int
    state: str

    @property
    def agreed(self) -> bool:
        """Whether the quoted post may be shown."""
        return self.state == "agreed"


@dataclass(frozen=True, slots=True)
class Body:
    """What is the same about a post for all who may see it."""

    key: Key
    author: AccountView
    scope: str
    text: str
    html: str
    warning: str
    language: str
    created_at: datetime
    edited_at: datetime | None
    thread_id: int
    reply_to_id: int | None
    reply_to: AccountRef | None
    boost_of_id: int | None
    mentions: tuple[AccountRef, ...]
    tags: tuple[str, ...]
    pictures: tuple[PictureView, ...]
    recordings: tuple[RecordingView, ...] = ()
    poll: PollView | None = None
    card: CardView | None = None
    quote: QuoteRef | None = None
    emojis: tuple[EmojiView, ...] = ()
    reply_policy: str = "everyone"
    quote_policy: str = "anyone"
    app: AppRef | None = None
    restricted: int = 0  # bits of ``Restricted``
    notice: str = ""  # what staff say above it, a line for each decision

    @property
    def is_limited(self) -> bool:
        """Whether staff decided that nobody answers, boosts or quotes it."""
        return bool(self.restricted & Restricted.LIMIT)

    @property
    def for_adults(self) -> bool:
        """Whether staff decided that members are asked first, and visitors do not see it."""
        return bool(self.restricted & Restricted.AGE_GATE)

    @property
    def cover(self) -> str:
        """What is shown in place of the words where there is no room to ask."""
        return self.warning or (ADULTS if self.for_adults else "")

    @property
    def files_scope(self) -> str:
        """For whom its files are: not for visitors where those do not see the post."""
        return Scope.COMMUNITY if self.for_adults else self.scope

    @property
    def path(self) -> str:
        """Where the post is."""
        return f"{self.author.path}/{self.key.id}"


@dataclass(frozen=True, slots=True)
class Tally:
    """How a poll stands, as far as the viewer may know: ``votes`` is None while what was chosen is hidden from them."""

    post_id: int
    poll: PollView
    mine: bool  # the viewer asked, and does not vote
    votes: tuple[int, ...] | None
    voters: int
    chosen: tuple[int, ...]  # by the viewer; empty when they have not voted
    ended: bool


@dataclass(frozen=True, slots=True)
class Reacted:
    """One emoji under a post: how often, whether by the viewer, and its picture if it is the community's own."""

    emoji: str
    count: int
    mine: bool
    picture: PictureView | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A filter of the viewer's that a post meets: the words of it that were found, and whether it names the post."""

    filter_id: int
    title: str
    action: str  # "hide" or "warn"
    contexts: tuple[str, ...]
    ends_at: datetime | None
    words: tuple[str, ...]
    posts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Extras:
    """What few posts have, read for the viewer each time: how the poll stands, the quoted post, the reactions."""

    tally: Tally | None = None
    quoted: PostView | None = None  # None as well where there is a quote that the viewer may not see
    reactions: tuple[Reacted, ...] = ()
    closed: bool = False  # the viewer may not answer it
    hits: tuple[Hit, ...] = ()
    muted: bool = False  # the viewer wants to hear no more of its thread
    circle: str = ""  # the one it was written for, for its author alone
    because: str = ""  # the hashtag by which it came into the home feed
    behind: str = ""  # the filter that folds it where it is shown now
    follows: bool = False  # only followers may quote it, and the viewer is one


NO_EXTRAS = Extras()


@dataclass(frozen=True, slots=True)
class PostView:
    """A post as one viewer sees it; ``body`` and ``mark`` tell of the boosted post when ``boosted_by`` is set."""

    id: int  # of the row in the feed: the boost's own when it is one
    body: Body
    mark: Mark
    boosted_by: Body | None
    extras: Extras = NO_EXTRAS

    @property
    def has_more(self) -> bool:
        """Whether there is anything in it that each reader sees in their own way, besides the mark."""
        return self.extras is not NO_EXTRAS

    @property
    def post_id(self) -> int:
        """The post that buttons act on."""
        return self.body.key.id
