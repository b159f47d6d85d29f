"""All that follows from an event, and all that is asked at a gate: the one list of side effects."""

from datetime import timedelta

from django.conf import settings

from folkmoot.accounts import events as accounts
from folkmoot.accounts import tasks as admission
from folkmoot.api import tasks as programs
from folkmoot.api.streaming import tasks as streaming
from folkmoot.conversations import tasks as conversations
from folkmoot.core import gates
from folkmoot.core.events import Reaction, every, wire
from folkmoot.core.mail import MailQueued, send_mail
from folkmoot.instance import events as instance
from folkmoot.instance.queries import shares
from folkmoot.media import events as media
from folkmoot.media import tasks as files
from folkmoot.media.queries import decided_by
from folkmoot.moderation import events as moderation
from folkmoot.moderation.tasks import end_due_restrictions
from folkmoot.notifications import tasks as notifications
from folkmoot.notifications import webpush
from folkmoot.notifications.events import NewsForDevices, StrangersTurnedAway, StrangersWelcomed, TellingContinues
from folkmoot.posts import events as posts
from folkmoot.posts.interaction import keep_pace
from folkmoot.posts.tasks import (
    clear_old_posts,
    end_polls,
    erase,
    forget_cards,
    forget_keys,
    link_of_edited,
    link_of_new,
    look,
    publish_due,
    renew_recording,
)
from folkmoot.relations import events as relations
from folkmoot.timelines import events as feeds
from folkmoot.timelines import tasks as timelines


def connect() -> None:
    """Wire every event to its reactions, every gate to its checks, and set the clock; once, when a program starts."""
    for event_type in _SILENT:
        wire(event_type)
    wire(MailQueued, Reaction(send_mail, "net"))
    _wire_media()
    _wire_accounts()
    _wire_posts()
    _wire_relations()
    if not settings.TEST_PROFILE:
        gates.bind("posts.publish", keep_pace)
    decided_by(shares)
    every(timedelta(minutes=1), end_due_restrictions)
    every(timedelta(minutes=1), end_polls)
    every(timedelta(minutes=1), webpush.retry)
    every(timedelta(seconds=15), publish_due)
    every(timedelta(hours=1), forget_keys)
    every(timedelta(hours=1), clear_old_posts)
    every(timedelta(hours=6), forget_cards)
    every(timedelta(hours=1), files.forget_uploads)
    every(timedelta(days=1), files.sweep)
    every(timedelta(hours=6), admission.clear_sessions)
    every(timedelta(hours=6), admission.forget_codes)


def _wire_media() -> None:
    """What is long stays in its own lane; what is gone goes soon, whatever is being made meanwhile."""
    wire(media.PictureDropped, Reaction(files.remove_files, "net"))
    wire(media.RecordingDropped, Reaction(files.remove_recording, "net"))
    wire(media.RecordingTaken, Reaction(files.prepare_recording, "media"))
    wire(media.RecordingReady, Reaction(renew_recording), Reaction(files.add_smaller, "media"))
    wire(media.RecordingFailed, Reaction(renew_recording))
    wire(media.RecordingChanged, Reaction(renew_recording))


def _wire_accounts() -> None:
    wire(accounts.SeenToday, Reaction(timelines.keep_home))
    wire(accounts.Approved, Reaction(admission.tell_approved))
    wire(accounts.Declined, Reaction(admission.tell_declined))
    wire(accounts.TokenRevoked, Reaction(streaming.on_token))
    wire(accounts.AccountHidden, Reaction(streaming.on_account))
    wire(accounts.PasswordChanged, Reaction(streaming.on_account))


def _wire_posts() -> None:
    wire(
        posts.PostPublished,
        Reaction(timelines.enter_own, "inline"),
        Reaction(conversations.file_post, "inline"),
        Reaction(timelines.fan_out),
        Reaction(timelines.fan_out_by_tags),
        Reaction(notifications.on_post),
        Reaction(notifications.on_post_of_followed),
        Reaction(link_of_new),
        Reaction(streaming.on_post),
    )
    wire(
        posts.PostDeleted,
        *map(
            Reaction,
            (streaming.on_gone, timelines.take_out, conversations.unfile_post, notifications.off_post, erase),
        ),
    )
    wire(
        posts.Boosted,
        Reaction(timelines.enter_own_boost, "inline"),
        Reaction(timelines.fan_out_boost),
        Reaction(notifications.on_boost),
        Reaction(streaming.on_boost),
    )
    wire(posts.Unboosted, *map(Reaction, (timelines.take_out_boost, notifications.off_boost, streaming.on_unboost)))
    wire(posts.Liked, Reaction(notifications.on_like))
    wire(posts.Unliked, Reaction(notifications.off_like))
    wire(posts.QuoteChanged, Reaction(notifications.on_quote), Reaction(streaming.on_edit))
    wire(posts.PicturesDescribed, Reaction(streaming.on_edit))
    wire(posts.FiltersChanged, Reaction(streaming.on_filters))
    wire(moderation.PostRemoved, Reaction(streaming.on_gone))
    wire(posts.Reacted, Reaction(notifications.on_reaction))
    wire(posts.Unreacted, Reaction(notifications.off_reaction))
    wire(posts.PostEdited, *map(Reaction, (notifications.on_edit, link_of_edited, streaming.on_edit)))
    wire(posts.CardWanted, Reaction(look, "web"))
    wire(posts.PlanFailed, Reaction(notifications.on_plan_failed))
    wire(posts.PollEnded, Reaction(notifications.on_poll_ended))
    wire(TellingContinues, Reaction(notifications.continue_telling))
    wire(NewsForDevices, Reaction(programs.tell_devices, "push"))
    wire(feeds.FanOutContinues, Reaction(timelines.continue_fan_out))
    wire(posts.TagFollowed, Reaction(timelines.backfill_tag))
    wire(feeds.TagFanOutContinues, Reaction(timelines.continue_fan_out_by_tag))


def _wire_relations() -> None:
    wire(relations.Followed, Reaction(timelines.backfill), Reaction(notifications.on_follow))
    wire(relations.FollowChanged, Reaction(timelines.sift, "inline"))
    wire(relations.FollowRequested, Reaction(notifications.on_request))
    wire(relations.RequestApproved, Reaction(timelines.backfill), Reaction(notifications.off_request))
    wire(relations.RequestRefused, Reaction(notifications.off_request))
    wire(relations.RequestWithdrawn, Reaction(notifications.off_request))
    wire(relations.Unfollowed, Reaction(notifications.off_follow))
    wire(relations.Blocked, Reaction(notifications.off_block))


_SILENT = (  # nothing follows from these yet
    posts.Voted,
    StrangersTurnedAway,
    StrangersWelcomed,
    media.PictureTaken,
    posts.QuotePolicyChanged,
    instance.Announced,
    instance.AnnouncementAnswered,
    instance.AnnouncementWithdrawn,
    instance.SettingsChanged,
    instance.EmojiAdded,
    instance.EmojiChanged,
    instance.CommunitySetUp,
    accounts.Applied,
    accounts.Joined,
    accounts.ProfileEdited,
    accounts.LanguageChosen,
    accounts.LookChosen,
    accounts.QuotingChosen,
    accounts.RolesChanged,
    accounts.AppRegistered,
    accounts.AppAllowed,
    accounts.TokenCreated,
    accounts.InvitationCreated,
    accounts.InvitationRevoked,
    accounts.AccountShown,
    relations.SuggestionDismissed,
    relations.Unblocked,
    relations.Muted,
    relations.Unmuted,
    moderation.Reported,
    moderation.ReportClosed,
    moderation.AccountSuspended,
    moderation.RestrictionEnded,
)
