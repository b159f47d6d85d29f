"""A community in which every post and every profile carries words of its own, and a table of who may meet which.

The table is written by hand, post by post, so that the rule it checks is not asked about itself.
"""

from dataclasses import dataclass, field

from folkmoot.accounts.models import Account
from folkmoot.media.models import Picture, Recording
from folkmoot.moderation.models import Report
from folkmoot.notifications.models import Notification
from folkmoot.posts.models import Ballot, Bookmark, Like, Post, Quote, Reaction, Revision, ThreadMute

PARTS = ("text", "warning", "tag", "alt", "name", "page", "before")
MEMBERS = frozenset({"alice", "bob", "carol", "frank", "hal", "nora", "olivia", "vera"})
ALICES = MEMBERS - {"vera"}  # alice and dan, alice and vera: each blocked by one of the two
STAFF = frozenset({"frank", "olivia"})
VISITOR = "visitor"
OUTSIDE = frozenset({VISITOR, "gina", "ivy"})


@dataclass(frozen=True)
class Words:
    """The words of one post (see ``PARTS``) and who may read it."""

    post_id: int
    author: str
    words: tuple[str, ...]
    seen_by: frozenset[str]
    picture: Picture
    sound: Recording
    link: str
    preview: Picture  # of the page that it links to

    @property
    def said(self) -> tuple[str, str]:
        """What stands in the text, and what stood in it before it was edited, where it was."""
        return self.words[0], self.words[6]


@dataclass
class World:
    """Everything the addresses are filled with."""

    people: dict[str, Account]
    tokens: dict[str, str]
    posts: dict[str, Words] = field(default_factory=dict)
    bios: dict[str, str] = field(default_factory=dict)
    private: dict[str, str] = field(default_factory=dict)  # words for one member alone, with whose they are
    uploads: list[Picture] = field(default_factory=list)  # of alice's, in what she has not published yet
    circle: int = 0  # of alice's
    reported: str = ""  # the post that staff may read as a frozen copy
    ids: dict[str, list[int]] = field(default_factory=dict)

    def words_of(self, post: str) -> tuple[str, str, str, str, str, str, str]:
        """What only the first version says comes last; of the picture there are its description and its name."""
        text, warning, tag, alt, name, page, before = (word(f"{part} {post}") for part in PARTS)
        return text, warning, tag, alt, name, page, before

    def forbidden(self, viewer: str, *, is_open: bool) -> dict[str, str]:
        """Every word that this viewer must not meet, with what it stands in."""
        posts = {
            each: name
            for name, post in self.posts.items()
            if not may_see(viewer, post.seen_by, is_open=is_open)
            for each in post.words
            if viewer != post.author or each not in post.words[3:5]  # one's own file, until it is cleared away
        }
        bios = {bio: name for name, bio in self.bios.items() if not self._sees_bio(viewer, name, is_open=is_open)}
        own = {each: f"for {owner} alone" for each, owner in self.private.items() if viewer != owner}
        return posts | own | {bio: f"the profile of {name}" for bio, name in bios.items()}

    def expected(self, viewer: str) -> dict[str, str]:
        """The words of texts that a member's pages and programs must show somewhere."""
        seen = {name: post.said for name, post in self.posts.items() if viewer in post.seen_by}
        return {each: name for name, said in seen.items() for each in said}

    def own(self, viewer: str) -> set[str]:
        """The words of what this member has for herself alone: her pages must show them."""
        return {each for each, owner in self.private.items() if owner == viewer}

    def traces(self) -> dict[str, int]:
        """How many rows there are of all that people do to posts."""
        models = (Post, Like, Bookmark, Reaction, Ballot, Revision, Quote, Report, ThreadMute, Notification)
        return {model.__name__: model.objects.count() for model in models}

    def _sees_bio(self, viewer: str, name: str, *, is_open: bool) -> bool:
        if viewer == name:
            return True
        if name in {"gina", "ivy"}:
            return False
        return is_open if viewer in OUTSIDE else True


def may_see(viewer: str, seen_by: frozenset[str], *, is_open: bool) -> bool:
    """Whoever is suspended, or not let in yet, is a visitor like everybody outside."""
    if viewer in OUTSIDE and VISITOR in seen_by:
        return is_open
    return viewer in seen_by


def word(of: str) -> str:
    """One word of small letters, different for each thing."""
    number, letters = sum((place + 7) * ord(sign) ** 2 for place, sign in enumerate(of)), "bdfghjklmnprstvz"
    return "q" + "".join(letters[number >> shift & 15] + "aeiou"[number >> shift & 3] for shift in range(0, 28, 4))
