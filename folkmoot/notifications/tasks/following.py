"""What is told of followers, and of those who ask to follow."""

from folkmoot.core.rows import there_is
from folkmoot.notifications.tasks.telling import Kind, forget, tell_person
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


def on_follow(event: Followed) -> None:
    """Tell somebody of a new follower."""
    if there_is(Follow, follower_id=event.follower_id, followed_id=event.followed_id):
        tell_person(Kind.FOLLOW, event.followed_id, event.follower_id)


def on_request(event: FollowRequested) -> None:
    """Tell somebody that a follower waits to be let in."""
    if FollowRequest.objects.filter(follower=event.follower_id, followed=event.followed_id).exists():
        tell_person(Kind.REQUEST, event.followed_id, event.follower_id)


def off_request(event: RequestApproved | RequestRefused | RequestWithdrawn) -> None:
    """A request that was answered or withdrawn needs no notification."""
    if not FollowRequest.objects.filter(follower=event.follower_id, followed=event.followed_id).exists():
        forget(account=event.followed_id, actor=event.follower_id, kind=Kind.REQUEST)


def off_follow(event: Unfollowed) -> None:
    """A follower who left is no news any more."""
    if not Follow.objects.filter(follower=event.follower_id, followed=event.followed_id).exists():
        forget(account=event.followed_id, actor=event.follower_id, kind=Kind.FOLLOW)


def off_block(event: Blocked) -> None:
    """What a block ended is no news any more, and none after it is lifted."""
    for one, other in ((event.blocker_id, event.blocked_id), (event.blocked_id, event.blocker_id)):
        off_follow(Unfollowed(one, other))
        off_request(RequestWithdrawn(one, other))
        forget(account=one, actor=other, collection__isnull=False)
