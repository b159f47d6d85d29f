"""What a viewer may do with a post that they may see, and how fast they may write."""

from collections.abc import Collection, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cache
from typing import Protocol

from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.actions import quoting
from folkmoot.accounts.models import Account
from folkmoot.core import limits
from folkmoot.core.errors import TooMany
from folkmoot.core.gates import Verdict
from folkmoot.core.limits import Standing
from folkmoot.core.limits.rules import POSTS
from folkmoot.core.rows import among, id_list, select
from folkmoot.posts.models import IdempotencyKey, Scope

BOOSTABLE = frozenset({Scope.PUBLIC, Scope.QUIET, Scope.COMMUNITY})
WRITABLE = (Scope.PUBLIC, Scope.QUIET, Scope.COMMUNITY, Scope.FOLLOWERS, Scope.LIST, Scope.DIRECT)
REPLY_POLICIES = ("everyone", "followers", "mentioned")
QUOTE_POLICIES = quoting.POLICIES
CLOSED = "nobody"  # what staff make of the rule for answers; not for members to choose


KEY_KEPT = timedelta(hours=24)
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
    key: str = ""  # by which it is told from what was sent before


counted: ContextVar[Standing | None] = ContextVar("counted", default=None)  # of what is being written, for who tells it


def keep_pace(subject: object) -> Verdict:
    """Refuse more than ``FOLKMOOT_POSTS_PER_5_MINUTES`` posts and edits of one account within five minutes."""
    if not isinstance(subject, Publishing):
        return Verdict.PASS
    counted.set(None)
    words = _("You have written a lot in the last minutes. Your text is kept; please wait a little.")
    try:
        counted.set(limits.count(POSTS, subject.actor.id, words))
    except TooMany:
        if not was_written(subject.actor, subject.key):
            raise
    return Verdict.PASS


def was_not_new(actor: Account) -> None:
    """What was written already when it was sent again does not count."""
    if counted.get():
        limits.give_back(POSTS, actor.id)
        counted.set(None)


def was_written(actor: Account, key: str) -> bool:
    """Whether there is a post under this key, of the last 24 hours."""
    since = timezone.now() - KEY_KEPT
    return bool(key) and IdempotencyKey.objects.filter(account=actor, key=key, made_at__gt=since).exists()


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
    if post.reply_policy == CLOSED:
        return False
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
