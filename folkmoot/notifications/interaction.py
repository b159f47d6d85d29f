"""What a member is told of people they hardly know: everything, nothing, or only after a look at who it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from folkmoot.accounts.queries import staff_sql
from folkmoot.core.few import Few
from folkmoot.core.ids import id_at
from folkmoot.core.rows import select
from folkmoot.notifications.models import Notification, Way

Kind = Notification.Kind
NEW_ACCOUNT = timedelta(days=30)
NEW_FOLLOWER = timedelta(days=3)  # whoever follows only to be heard has to wait so long
GUARDED = frozenset(  # all else must arrive: what the community says, and what was asked for
    {
        *(Kind.FOLLOW, Kind.REQUEST, Kind.MENTION, Kind.REPLY, Kind.LIKE, Kind.BOOST, Kind.REACTION),
        *(Kind.QUOTE, Kind.ASK, Kind.COLLECTED, Kind.COLLECTION),
    }
)
MESSAGES = frozenset({Kind.MENTION, Kind.REPLY})
CHOOSY = Few("notifications_policy")


@dataclass(frozen=True, slots=True)
class Deed:
    """Somebody (``actor_id``) did something that concerns somebody (``account_id``)."""

    kind: str
    account_id: int
    actor_id: int
    post_id: int | None
    collection_id: int | None = None


def way_of(deed: Deed) -> Way:
    """How this is told: most members have no policy, and that is known without a statement."""
    if deed.kind not in GUARDED or not CHOOSY.has(deed.account_id):
        return Way.ACCEPT
    moment = timezone.now()
    given = {
        "account": deed.account_id,
        "actor": deed.actor_id,
        "post": deed.post_id,
        "before": id_at(moment - NEW_FOLLOWER),
    }
    found = select(_STANDING, given)
    if not found:
        return Way.ACCEPT
    *ways, follows, followed, private, is_staff = found[0]
    if is_staff and deed.kind in MESSAGES:
        return Way.ACCEPT
    is_new = deed.actor_id > id_at(moment - NEW_ACCOUNT)
    applies = (not follows, not followed, is_new and not follows, private and not follows)
    return _strictest(way for way, does in zip(ways, applies, strict=True) if does)


def _strictest(ways: Iterable[str]) -> Way:
    return max((Way(way) for way in ways), key=list(Way).index, default=Way.ACCEPT)


_STANDING = f"""SELECT w.not_following, w.not_followers, w.new_accounts, w.private_mentions,
    EXISTS (SELECT 1 FROM relations_follow f WHERE f.follower_id = w.account_id AND f.followed_id = %(actor)s),
    EXISTS (SELECT 1 FROM relations_follow f WHERE f.follower_id = %(actor)s AND f.followed_id = w.account_id
      AND f.id < %(before)s),
    EXISTS (SELECT 1 FROM post p WHERE p.id = %(post)s AND p.scope = 'direct' AND p.account_id = %(actor)s
      AND NOT EXISTS (SELECT 1 FROM post o WHERE o.thread_id = p.thread_id AND o.account_id = w.account_id
        AND o.id < p.id)),
    {staff_sql("%(actor)s")}
  FROM notifications_policy w WHERE w.account_id = %(account)s AND NOT EXISTS
    (SELECT 1 FROM notifications_welcome k WHERE k.account_id = w.account_id AND k.actor_id = %(actor)s)"""
