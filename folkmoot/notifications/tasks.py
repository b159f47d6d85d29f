"""What happened becomes a notification, once; what was taken back takes it along."""

from folkmoot.core import push
from folkmoot.core.ids import new_id
from folkmoot.core.rows import Parameters, insert_once, select
from folkmoot.notifications.models import Notification
from folkmoot.posts.events import Boosted, Liked, PostDeleted, PostPublished, Unboosted, Unliked
from folkmoot.posts.models import Like, Post
from folkmoot.posts.visibility import visible_sql
from folkmoot.relations.events import (
    Blocked,
    Followed,
    FollowRequested,
    RequestApproved,
    RequestRefused,
    RequestWithdrawn,
    Unfollowed,
)
from folkmoot.relations.models import Follow, FollowRequest
from folkmoot.relations.queries import muting_sql
from folkmoot.relations.visibility import unblocked_sql

Kind = Notification.Kind


def on_post(event: PostPublished) -> None:
    """Tell whom a post answers, and whom it names, if they may see it."""
    for account_id, kind, actor_id in select(_CONCERNED, {"post": event.post_id}):
        if insert_once(Notification, account_id=account_id, kind=kind, actor_id=actor_id, post_id=event.post_id):
            push.tell([account_id], "notifications")


def on_like(event: Liked) -> None:
    """Tell an author that somebody likes the post."""
    if Like.objects.filter(account=event.account_id, post=event.post_id).exists():
        _tell_author(Kind.LIKE, event.account_id, event.post_id)


def on_boost(event: Boosted) -> None:
    """Tell an author that somebody passed the post on."""
    boost = Post.objects.filter(id=event.boost_id, deleted_at=None).first()
    if boost and boost.boost_of_id:
        _tell_author(Kind.BOOST, boost.account_id, boost.boost_of_id)


def on_follow(event: Followed) -> None:
    """Tell somebody of a new follower."""
    if Follow.objects.filter(follower=event.follower_id, followed=event.followed_id).exists():
        _tell(Kind.FOLLOW, event.followed_id, event.follower_id)


def on_request(event: FollowRequested) -> None:
    """Tell somebody that a follower waits to be let in."""
    if FollowRequest.objects.filter(follower=event.follower_id, followed=event.followed_id).exists():
        _tell(Kind.REQUEST, event.followed_id, event.follower_id)


def off_request(event: RequestApproved | RequestRefused | RequestWithdrawn) -> None:
    """A request that was answered or withdrawn needs no notification."""
    if not FollowRequest.objects.filter(follower=event.follower_id, followed=event.followed_id).exists():
        _forget(account=event.followed_id, actor=event.follower_id, kind=Kind.REQUEST)


def off_follow(event: Unfollowed) -> None:
    """A follower who left is no news any more."""
    if not Follow.objects.filter(follower=event.follower_id, followed=event.followed_id).exists():
        _forget(account=event.followed_id, actor=event.follower_id, kind=Kind.FOLLOW)


def off_block(event: Blocked) -> None:
    """The follows and requests that a block ended are no news any more, and none after it is lifted."""
    for one, other in ((event.blocker_id, event.blocked_id), (event.blocked_id, event.blocker_id)):
        off_follow(Unfollowed(one, other))
        off_request(RequestWithdrawn(one, other))


def off_like(event: Unliked) -> None:
    """A like that was taken back is no news any more."""
    if not Like.objects.filter(account=event.account_id, post=event.post_id).exists():
        _forget(actor=event.account_id, post=event.post_id, kind=Kind.LIKE)


def off_boost(event: Unboosted) -> None:
    """A boost that was taken back is no news any more."""
    boost = Post.objects.get(id=event.boost_id)
    if not Post.objects.filter(account=boost.account_id, boost_of=boost.boost_of_id, deleted_at=None).exists():
        _forget(actor=boost.account_id, post=boost.boost_of_id, kind=Kind.BOOST)


def off_post(event: PostDeleted) -> None:
    """Nothing is left to say about a deleted post."""
    _forget(post=event.post_id)


_CONCERNED = f"""SELECT v.id, CASE WHEN v.id = p.reply_to_account_id THEN 'reply' ELSE 'mention' END, p.account_id
  FROM post p JOIN accounts_account v ON v.id <> p.account_id AND v.domain = ''
  WHERE p.id = %(post)s AND (v.id = p.reply_to_account_id
      OR v.id IN (SELECT m.account_id FROM post_mention m WHERE m.post_id = p.id))
    AND {visible_sql("p", "v.id")} AND NOT {muting_sql("v.id", "p.account_id")}"""
_AUTHOR = f"""INSERT INTO notifications_notification (id, account_id, kind, actor_id, post_id)
  SELECT %(id)s, v.id, %(kind)s, %(actor)s, p.id FROM post p JOIN accounts_account v ON v.id = p.account_id
  WHERE p.id = %(post)s AND p.deleted_at IS NULL AND v.id <> %(actor)s AND v.domain = ''
    AND {unblocked_sql("v.id", "%(actor)s")} AND NOT {muting_sql("v.id", "%(actor)s")}
  ON CONFLICT DO NOTHING RETURNING account_id"""
_PERSON = f"""INSERT INTO notifications_notification (id, account_id, kind, actor_id)
  SELECT %(id)s, v.id, %(kind)s, %(actor)s FROM accounts_account v
  WHERE v.id = %(account)s AND v.domain = '' AND {unblocked_sql("v.id", "%(actor)s")}
    AND NOT {muting_sql("v.id", "%(actor)s")}
  ON CONFLICT DO NOTHING RETURNING account_id"""


def _tell_author(kind: Kind, actor_id: int, post_id: int) -> None:
    _insert(_AUTHOR, kind, {"actor": actor_id, "post": post_id})


def _tell(kind: Kind, account_id: int, actor_id: int) -> None:
    _insert(_PERSON, kind, {"account": account_id, "actor": actor_id})


def _insert(text: str, kind: Kind, parameters: Parameters) -> None:
    told = select(text, {"id": new_id(), "kind": str(kind), **parameters})
    push.tell([row[0] for row in told], "notifications")


def _forget(**which: object) -> None:
    Notification.objects.filter(**which).delete()
