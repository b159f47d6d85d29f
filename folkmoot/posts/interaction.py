"""What a viewer may do with a post that they may see, and how fast they may write."""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.core.errors import TooMany
from folkmoot.core.gates import Verdict
from folkmoot.core.ids import id_at, made_at
from folkmoot.core.rows import select
from folkmoot.posts.models import Scope

BOOSTABLE = frozenset({Scope.PUBLIC, Scope.QUIET, Scope.COMMUNITY})
WRITABLE = (Scope.PUBLIC, Scope.QUIET, Scope.COMMUNITY, Scope.FOLLOWERS, Scope.DIRECT)
REPLY_POLICIES = ("everyone", "followers", "mentioned")
QUOTE_POLICIES = ("anyone", "followers", "ask", "nobody")


PACE_WINDOW = timedelta(minutes=5)


@dataclass(frozen=True)
class Publishing:
    """What the gate ``posts.publish`` is asked about."""

    actor: Account
    text: str


def keep_pace(subject: object) -> Verdict:
    """Refuse more than ``FOLKMOOT_POSTS_PER_5_MINUTES`` posts of one account within five minutes."""
    if not isinstance(subject, Publishing):
        return Verdict.PASS
    most = settings.FOLKMOOT.posts_per_5_minutes
    since = timezone.now() - PACE_WINDOW
    first = select(_NTH_NEWEST, {"actor": subject.actor.id, "since": id_at(since), "others": most - 1})
    if first:
        wait = max(1, ceil((made_at(first[0][0]) - since).total_seconds()))
        raise TooMany(wait, _("You have written a lot in the last minutes. Your text is kept; please wait a little."))
    return Verdict.PASS


_NTH_NEWEST = """SELECT id FROM post WHERE account_id = %(actor)s AND id > %(since)s
  ORDER BY id DESC LIMIT 1 OFFSET %(others)s"""


def may_boost(scope: str) -> bool:
    """Whether a post may be passed on: only what everybody here may read."""
    return scope in BOOSTABLE


def may_pin(scope: str) -> bool:
    """Whether the author may show the post at the top of the profile: anything but a direct post."""
    return scope != Scope.DIRECT


def boost_scope(scope: str) -> str:
    """The audience of a boost: never wider than that of what it passes on."""
    return Scope.COMMUNITY if scope == Scope.COMMUNITY else Scope.PUBLIC
