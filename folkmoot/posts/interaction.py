"""What a viewer may do with a post that they may see, and how fast they may write."""

from collections.abc import Collection, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from math import ceil
from typing import Protocol

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.actions import quoting
from folkmoot.accounts.models import Account
from folkmoot.core.errors import TooMany
from folkmoot.core.gates import Verdict
from folkmoot.core.ids import id_at, made_at
from folkmoot.core.rows import among, id_list, select
from folkmoot.posts.models import Scope

BOOSTABLE = frozenset({Scope.PUBLIC, Scope.QUIET, Scope.COMMUNITY})
WRITABLE = (Scope.PUBLIC, Scope.QUIET, Scope.COMMUNITY, Scope.FOLLOWERS, Scope.LIST, Scope.DIRECT)
REPLY_POLICIES = ("everyone", "followers", "mentioned")
QUOTE_POLICIES = quoting.POLICIES


PACE_WINDOW = timedelta(minutes=5)
_WIDEST_FIRST = (Scope.PUBLIC, Scope.QUIET, Scope.COMMUNITY, Scope.FOLLOWERS, Scope.GROUP, Scope.LIST, Scope.DIRECT)


class Consent(StrEnum):
    """What an author's rule for quotes says to one account; the words are those of FEP-044f."""

    AUTOMATIC = "automatic"
    MANUAL = "manual"
    DENIED = "denied"


@dataclass(frozen=True)
class Publishing:
    """What the gate ``posts.publish`` is asked about."""

    actor: Account
    text: str


@dataclass(frozen=True)
class Pace:
    """How much one account may still write within five minutes."""

    most: int
    left: int
    frees_at: datetime  # when it is one more again


counted: ContextVar[Pace | None] = ContextVar("counted", default=None)  # before what is being written, for who tells it


def keep_pace(subject: object) -> Verdict:
    """Refuse more than ``FOLKMOOT_POSTS_PER_5_MINUTES`` posts and edits of one account within five minutes."""
    if not isinstance(subject, Publishing):
        return Verdict.PASS
    now = pace(subject.actor.id)
    counted.set(now)
    if not now.left:
        wait = max(1, ceil((now.frees_at - timezone.now()).total_seconds()))
        words = _("You have written a lot in the last minutes. Your text is kept; please wait a little.")
        raise TooMany(wait, words, now.most)
    return Verdict.PASS


def pace(account_id: int) -> Pace:
    """How much an account may still write just now."""
    most, now = settings.FOLKMOOT.posts_per_5_minutes, timezone.now()
    asked = {"actor": account_id, "since": id_at(now - PACE_WINDOW), "most": most}
    written, first = select(_WRITTEN, asked)[0]
    return Pace(most, most - written, (made_at(first) if first else now) + PACE_WINDOW)


_WRITTEN = """SELECT count(*), min(id) FROM (SELECT id FROM (
    SELECT id FROM post WHERE account_id = %(actor)s AND id > %(since)s
    UNION ALL SELECT r.id FROM posts_revision r JOIN post p ON p.id = r.post_id
      WHERE r.id > %(since)s AND p.account_id = %(actor)s) written
  ORDER BY id DESC LIMIT %(most)s) newest"""


def may_boost(scope: str) -> bool:
    """Whether a post may be passed on: only what everybody here may read."""
    return scope in BOOSTABLE


def may_pin(scope: str) -> bool:
    """Whether the author may show the post at the top of the profile: anything but a direct post."""
    return scope != Scope.DIRECT


def boost_scope(scope: str) -> str:
    """The audience of a boost: never wider than that of what it passes on."""
    return Scope.COMMUNITY if scope == Scope.COMMUNITY else Scope.PUBLIC


class _Somebody(Protocol):
    @property
    def id(self) -> int: ...


class Answerable(Protocol):
    """What the rule about answers looks at in a post."""

    @property
    def author(self) -> _Somebody:
        """Who wrote it."""

    @property
    def mentions(self) -> Sequence[_Somebody]:
        """Whom it names."""

    @property
    def reply_policy(self) -> str:
        """Who may answer: one of ``REPLY_POLICIES``."""


def may_reply(viewer: int | None, post: Answerable) -> bool:
    """Whether somebody who may see a post may answer it: its author and those it names always, others as it says."""
    return may_reply_each(viewer, [post])[0]


def may_reply_each(viewer: int | None, posts: Sequence[Answerable]) -> list[bool]:
    """The same for each of these posts, in one statement at most."""
    if viewer is None:
        return [False] * len(posts)
    asked = {post.author.id for post in posts if post.reply_policy == "followers"}
    followed = {row[0] for row in select(_followed(), {"viewer": viewer, "ids": id_list(asked)})} if asked else set()
    return [_may_reply(viewer, post, followed) for post in posts]


def _may_reply(viewer: int, post: Answerable, followed: Collection[int]) -> bool:
    if post.reply_policy == "everyone" or viewer == post.author.id:
        return True
    named = any(each.id == viewer for each in post.mentions)
    return named or (post.reply_policy == "followers" and post.author.id in followed)


@cache
def _followed() -> str:
    return f"""SELECT f.followed_id FROM relations_follow f
      WHERE f.follower_id = %(viewer)s AND {among("f.followed_id", "ids")}"""


def quote_consent(scope: str, policy: str, *, mine: bool, follows: bool) -> Consent:
    """Whether a post that somebody may see may be quoted by them at once, after asking, or not at all.

    One's own may always be; others' only where everybody here may read them.
    """
    if mine:
        return Consent.AUTOMATIC
    if scope not in BOOSTABLE or policy == "nobody" or (policy == "followers" and not follows):
        return Consent.DENIED
    return Consent.MANUAL if policy == "ask" else Consent.AUTOMATIC


def is_wider(scope: str, quoted: str) -> bool:
    """Whether a post for ``scope`` would carry what it quotes further than its author meant it to go."""
    return _WIDEST_FIRST.index(Scope(scope)) < _WIDEST_FIRST.index(Scope(quoted))
