"""Which posts of a member have grown old, by the member's own rules."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from folkmoot.core.ids import id_at
from folkmoot.core.rows import Parameters, select
from folkmoot.posts.models import AutoDelete, Carries

LOOKED_AT = 1_000  # posts of one account in one go
COUNTED_MOST = 1_000_000


@dataclass(frozen=True)
class Policy:
    """After how many days posts go by themselves, and which are kept."""

    days: int
    keep_pinned: bool = True
    keep_bookmarked: bool = True
    keep_liked: bool = False
    keep_media: bool = False
    keep_polls: bool = False
    keep_direct: bool = True
    least_likes: int | None = None
    least_boosts: int | None = None


@dataclass(frozen=True)
class Old:
    """Some posts that may go, and how far was looked for them."""

    ids: tuple[int, ...]
    seen_up_to: int  # 0: to the end, so that the next round begins


def policy_of(viewer: int) -> Policy | None:
    """What a member decided about their old posts; None for keeping all."""
    row = AutoDelete.objects.filter(account=viewer).first()
    return read_policy(row) if row else None


def read_policy(row: AutoDelete) -> Policy:
    """The policy in a row."""
    return Policy(**{name: getattr(row, name) for name in Policy.__dataclass_fields__})


def would_go(viewer: int, policy: Policy) -> int:
    """How many of a member's posts a policy would take now."""
    found = select(f"SELECT COUNT(*) FROM ({_OLD}) o", _values(viewer, policy, 0, COUNTED_MOST, COUNTED_MOST))
    return int(found[0][0])


def old_posts(viewer: int, policy: Policy, after: int, most: int) -> Old:
    """Some posts that a policy takes, the oldest first, beginning after this id."""
    values = _values(viewer, policy, after, LOOKED_AT, most)
    ids = tuple(row[0] for row in select(_OLD, values))
    if len(ids) == most:
        return Old(ids, ids[-1])
    last = select(f"SELECT COUNT(*), MAX(p.id) FROM ({_LOOKED}) p", values)[0]
    return Old(ids, last[1] if last[0] == LOOKED_AT else 0)


def _values(viewer: int, policy: Policy, after: int, looked: int, most: int) -> Parameters:
    kept = Carries.PICTURES + Carries.RECORDINGS if policy.keep_media else 0
    kept += Carries.POLL if policy.keep_polls else 0
    never = 1 << 31
    return {
        "account": viewer,
        "after": after,
        "before": id_at(timezone.now() - timedelta(days=policy.days)),
        "looked": looked,
        "most": most,
        "carries": kept,
        "scope": "direct" if policy.keep_direct else "",
        "pinned": policy.keep_pinned,
        "bookmarked": policy.keep_bookmarked,
        "liked": policy.keep_liked,
        "likes": never if policy.least_likes is None else policy.least_likes,
        "boosts": never if policy.least_boosts is None else policy.least_boosts,
    }


_LOOKED = """SELECT p.id, p.scope, p.carries FROM post p
  WHERE p.account_id = %(account)s AND p.id > %(after)s AND p.id < %(before)s
    AND p.deleted_at IS NULL AND p.boost_of_id IS NULL
  ORDER BY p.id LIMIT %(looked)s"""
_OF_MINE = "x.account_id = %(account)s AND x.post_id = p.id"
_OLD = f"""SELECT p.id FROM ({_LOOKED}) p LEFT JOIN post_counters c ON c.post_id = p.id
  WHERE p.scope <> %(scope)s AND p.carries & %(carries)s = 0
    AND COALESCE(c.likes, 0) < %(likes)s AND COALESCE(c.boosts, 0) < %(boosts)s
    AND NOT (%(pinned)s AND EXISTS (SELECT 1 FROM posts_pin x WHERE {_OF_MINE}))
    AND NOT (%(bookmarked)s AND EXISTS (SELECT 1 FROM posts_bookmark x WHERE {_OF_MINE}))
    AND NOT (%(liked)s AND EXISTS (SELECT 1 FROM posts_like x WHERE {_OF_MINE}))
  ORDER BY p.id LIMIT %(most)s"""
