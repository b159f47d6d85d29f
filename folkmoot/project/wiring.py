"""All that follows from an event, and all that is asked at a gate: the one list of side effects."""

from folkmoot.conversations import tasks as conversations
from folkmoot.core import gates
from folkmoot.core.events import Reaction, wire
from folkmoot.notifications import tasks as notifications
from folkmoot.posts import events as posts
from folkmoot.posts.interaction import keep_pace
from folkmoot.posts.tasks import erase
from folkmoot.relations import events as relations
from folkmoot.timelines import events as feeds
from folkmoot.timelines import tasks as timelines


def connect() -> None:
    """Wire every event to its reactions and every gate to its checks; called once, when a program starts."""
    _wire_posts()
    _wire_relations()
    gates.bind("posts.publish", keep_pace)


def _wire_posts() -> None:
    wire(
        posts.PostPublished,
        Reaction(timelines.enter_own, "inline"),
        Reaction(conversations.file_post, "inline"),
        Reaction(timelines.fan_out),
        Reaction(notifications.on_post),
    )
    wire(
        posts.PostDeleted,
        *map(Reaction, (timelines.take_out, conversations.unfile_post, notifications.off_post, erase)),
    )
    wire(
        posts.Boosted,
        Reaction(timelines.enter_own_boost, "inline"),
        Reaction(timelines.fan_out_boost),
        Reaction(notifications.on_boost),
    )
    wire(posts.Unboosted, Reaction(timelines.take_out_boost), Reaction(notifications.off_boost))
    wire(posts.Liked, Reaction(notifications.on_like))
    wire(posts.Unliked, Reaction(notifications.off_like))
    wire(feeds.FanOutContinues, Reaction(timelines.continue_fan_out))


def _wire_relations() -> None:
    wire(relations.Followed, Reaction(timelines.backfill), Reaction(notifications.on_follow))
    wire(relations.FollowRequested, Reaction(notifications.on_request))
    wire(relations.RequestApproved, Reaction(timelines.backfill), Reaction(notifications.off_request))
    wire(relations.RequestRefused, Reaction(notifications.off_request))
    wire(relations.RequestWithdrawn, Reaction(notifications.off_request))
    wire(relations.Unfollowed, Reaction(notifications.off_follow))
    for silent in (relations.Blocked, relations.Unblocked, relations.Muted, relations.Unmuted):
        wire(silent)
