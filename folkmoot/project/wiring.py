"""All that follows from an event, and all that is asked at a gate: the one list of side effects."""

from datetime import timedelta

from django.conf import settings

from folkmoot.accounts import events as accounts
from folkmoot.accounts import tasks as admission
from folkmoot.accounts.queries.trust import RISING
from folkmoot.accounts.tasks import policies as telling
from folkmoot.accounts.tasks import roles as offices
from folkmoot.accounts.tasks import trust
from folkmoot.api import tasks as programs
from folkmoot.api.streaming import tasks as streaming
from folkmoot.audit.tasks import keep_head
from folkmoot.conversations import tasks as conversations
from folkmoot.core import gates
from folkmoot.core.events import Reaction, every, wire
from folkmoot.core.mail import ListedMailQueued, MailQueued, MailRefused, MailTaken, send_mail
from folkmoot.discovery import events as discovery
from folkmoot.discovery import tasks as rising
from folkmoot.instance import events as instance
from folkmoot.instance.policies.publishing import bring_rules_into_force
from folkmoot.instance.queries import shares
from folkmoot.media import events as media
from folkmoot.media import tasks as files
from folkmoot.media.queries import decided_by
from folkmoot.moderation import events as moderation
from folkmoot.moderation import tasks as deciding
from folkmoot.moderation.queries.trusting import hold_back
from folkmoot.moderation.tasks import end_due_restrictions
from folkmoot.moderation.tasks.trusting import on_trust_decided
from folkmoot.notifications import tasks as notifications
from folkmoot.notifications import webpush
from folkmoot.notifications.events import (
    DigestDue,
    NewsForDevices,
    NewsLetterDue,
    StrangersTurnedAway,
    StrangersWelcomed,
    TellingContinues,
)
from folkmoot.notifications.letters.due import find_due_letters
from folkmoot.posts import events as posts
from folkmoot.posts.interaction import keep_pace
from folkmoot.posts.queries import Kindred
from folkmoot.posts.tasks import (
    clear_old_posts,
    end_polls,
    erase,
    forget_cards,
    forget_keys,
    link_of_edited,
    link_of_new,
    look,
    on_tag_followed,
    publish_due,
    put_together,
    renew_recording,
)
from folkmoot.privacy import events as privacy
from folkmoot.privacy import tasks as leaving
from folkmoot.relations import events as relations
from folkmoot.relations import tasks as suggesting
from folkmoot.relations.queries import interests_by
from folkmoot.search import events as searching
from folkmoot.search import tasks as search
from folkmoot.timelines import events as feeds
from folkmoot.timelines import tasks as timelines


def connect() -> None:
    """Wire every event to its reactions, every gate to its checks, and set the clock; once, when a program starts."""
    for event_type in _SILENT:
        wire(event_type)
    wire(MailQueued, Reaction(send_mail, "net"))
    _wire_letters()
    _wire_media()
    _wire_accounts()
    _wire_posts()
    _wire_relations()
    _wire_privacy()
    _wire_decisions()
    if not settings.TEST_PROFILE:
        gates.bind("posts.publish", keep_pace)
    gates.bind(RISING, hold_back)
    decided_by(shares)
    interests_by(Kindred)
    every(timedelta(minutes=1), end_due_restrictions)
    every(timedelta(minutes=1), end_polls)
    every(timedelta(minutes=1), bring_rules_into_force)
    every(timedelta(minutes=1), webpush.retry)
    every(timedelta(seconds=15), publish_due)
    every(streaming.EACH, streaming.mind_announcements)
    every(timedelta(hours=1), keep_head)
    every(timedelta(hours=1), forget_keys)
    every(timedelta(hours=1), clear_old_posts)
    every(timedelta(hours=6), forget_cards)
    every(timedelta(hours=1), files.forget_uploads)
    every(timedelta(days=1), files.sweep)
    every(timedelta(hours=6), admission.clear_sessions)
    every(timedelta(hours=6), admission.forget_codes)
    every(timedelta(minutes=1), admission.watch_doors)
    every(timedelta(hours=1), admission.forget_arrivals)
    every(timedelta(hours=6), trust.rise_if_due)


def _wire_letters() -> None:
    """Letters of news are written and sent in a lane of their own: no password waits for those of a whole morning."""
    wire(NewsLetterDue, Reaction(notifications.on_news_letter_due, "letters"))
    wire(DigestDue, Reaction(notifications.on_digest_due, "letters"))
    wire(ListedMailQueued, Reaction(send_mail, "letters"))
    wire(MailRefused, Reaction(notifications.on_mail_refused))
    wire(MailTaken, Reaction(notifications.on_mail_taken))
    every(timedelta(minutes=1), find_due_letters)


def _wire_media() -> None:
    """What is long stays in its own lane; what is gone goes soon, whatever is being made meanwhile."""
    wire(media.PictureDropped, Reaction(files.remove_files, "net"))
    wire(media.RecordingDropped, Reaction(files.remove_recording, "net"))
    wire(media.RecordingTaken, Reaction(files.prepare_recording, "media"))
    wire(media.RecordingReady, Reaction(renew_recording), Reaction(files.add_smaller, "media"))
    wire(media.RecordingFailed, Reaction(renew_recording))
    wire(media.RecordingChanged, Reaction(renew_recording))


def _wire_accounts() -> None:
    wire(accounts.SeenToday, Reaction(timelines.keep_home), Reaction(trust.on_seen), Reaction(suggesting.on_seen))
    wire(accounts.Joined, Reaction(notifications.on_joined))
    wire(accounts.AddressChanged, Reaction(notifications.on_address_changed))
    wire(accounts.ProfileEdited, Reaction(suggesting.on_profile))
    wire(accounts.Approved, Reaction(admission.tell_approved))
    wire(accounts.Declined, Reaction(admission.tell_declined))
    wire(accounts.RolesChanged, Reaction(offices.on_roles_changed))
    wire(instance.PolicyPublished, Reaction(telling.tell_of_policy))
    wire(accounts.PolicyTellingContinues, Reaction(telling.continue_telling_of_policy))
    wire(instance.Announced, Reaction(streaming.on_announced))
    wire(instance.AnnouncementWithdrawn, Reaction(streaming.on_withdrawn))
    wire(instance.AnnouncementAnswered, Reaction(streaming.on_answered))
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
        Reaction(search.on_post),
        Reaction(rising.on_post),
    )
    wire(
        posts.PostDeleted,
        *map(
            Reaction,
            (
                streaming.on_gone,
                timelines.take_out,
                conversations.unfile_post,
                notifications.off_post,
                search.off_post,
                erase,
            ),
        ),
    )
    wire(
        posts.Boosted,
        Reaction(timelines.enter_own_boost, "inline"),
        Reaction(timelines.fan_out_boost),
        Reaction(notifications.on_boost),
        Reaction(streaming.on_boost),
        Reaction(rising.on_boost),
    )
    wire(posts.Unboosted, *map(Reaction, (timelines.take_out_boost, notifications.off_boost, streaming.on_unboost)))
    wire(posts.Liked, Reaction(notifications.on_like))
    wire(posts.Unliked, Reaction(notifications.off_like))
    wire(posts.QuoteChanged, Reaction(notifications.on_quote), Reaction(streaming.on_edit))
    wire(posts.PicturesDescribed, Reaction(streaming.on_edit), Reaction(search.on_post))
    wire(posts.FiltersChanged, Reaction(streaming.on_filters))
    wire(moderation.PostRemoved, Reaction(streaming.on_gone))
    wire(posts.Reacted, Reaction(notifications.on_reaction))
    wire(posts.Unreacted, Reaction(notifications.off_reaction))
    wire(posts.PostEdited, *map(Reaction, (notifications.on_edit, link_of_edited, streaming.on_edit, search.on_post)))
    _wire_work_on_posts()


def _wire_work_on_posts() -> None:
    """What goes on for a while, and what nobody did."""
    wire(posts.CardWanted, Reaction(look, "web"))
    wire(posts.PlanFailed, Reaction(notifications.on_plan_failed))
    wire(posts.YearAsked, Reaction(put_together))
    wire(posts.PollEnded, Reaction(notifications.on_poll_ended))
    wire(TellingContinues, Reaction(notifications.continue_telling))
    wire(NewsForDevices, Reaction(programs.tell_devices, "push"))
    wire(feeds.FanOutContinues, Reaction(timelines.continue_fan_out))
    wire(posts.TagFollowed, Reaction(timelines.backfill_tag), Reaction(on_tag_followed))
    wire(searching.FillingContinues, Reaction(search.fill, "long"))
    every(timedelta(minutes=1), search.see_to_filling)
    every(timedelta(minutes=4), rising.count)
    wire(discovery.CountWanted, Reaction(rising.on_count, "long"))
    every(timedelta(hours=6), rising.forget)
    wire(feeds.TagFanOutContinues, Reaction(timelines.continue_fan_out_by_tag))


def _wire_relations() -> None:
    wire(
        relations.Followed,
        *map(Reaction, (timelines.backfill, notifications.on_follow, suggesting.on_follow)),
    )
    wire(relations.FollowChanged, Reaction(timelines.sift, "inline"))
    wire(relations.FollowRequested, Reaction(notifications.on_request))
    wire(
        relations.RequestApproved,
        *map(Reaction, (timelines.backfill, notifications.off_request, suggesting.on_follow)),
    )
    wire(relations.RequestRefused, Reaction(notifications.off_request))
    wire(relations.RequestWithdrawn, Reaction(notifications.off_request))
    wire(relations.Unfollowed, Reaction(notifications.off_follow))
    wire(relations.Blocked, Reaction(notifications.off_block))
    wire(relations.Collected, Reaction(notifications.on_collected))
    wire(relations.CollectionChanged, Reaction(notifications.on_collection_changed))
    wire(relations.SuggestionDismissed, Reaction(suggesting.on_dismissal))
    wire(relations.SuggestionsWanted, Reaction(suggesting.on_wanted, "long"))
    wire(relations.SuggestingContinues, Reaction(suggesting.work_on_round, "long"))
    every(timedelta(minutes=1), suggesting.see_to_round)
    wire(relations.Uncollected, Reaction(notifications.off_collection))


def _wire_privacy() -> None:
    """Exports and erasing take long, and have a lane in which nothing else waits."""
    wire(privacy.ExportAsked, Reaction(leaving.make, "long"))
    wire(privacy.ExportReady, Reaction(leaving.tell_ready))
    wire(privacy.LeavingAsked, Reaction(leaving.tell_leaving))
    wire(privacy.ErasureDue, Reaction(leaving.erase_member, "long"))
    every(timedelta(minutes=1), leaving.find_due)
    every(timedelta(hours=1), leaving.keep_no_longer)
    every(timedelta(hours=6), leaving.mind_the_absent)


def _wire_decisions() -> None:
    """What is decided stands where it can be read at once; that it does is told a moment later."""
    wire(moderation.Reported, Reaction(deciding.on_reported))
    wire(moderation.CaseOpened, Reaction(deciding.on_case_opened))
    wire(moderation.ReportClosed, Reaction(deciding.on_report_closed))
    wire(moderation.Decided, Reaction(deciding.on_decided))
    wire(moderation.RestrictionEnded, Reaction(deciding.on_restriction_ended))
    wire(moderation.AppealOpened, Reaction(deciding.on_appeal_opened))
    wire(moderation.AppealSaid, Reaction(deciding.on_appeal_said))
    wire(moderation.AppealDecided, Reaction(deciding.on_appeal_decided))
    wire(moderation.CaseSaid, Reaction(deciding.on_case_said))
    wire(moderation.CaseEscalated, Reaction(deciding.on_case_escalated))
    wire(moderation.TrustDecided, Reaction(on_trust_decided))
    wire(moderation.ThreatFound, Reaction(deciding.on_threat_found))
    every(timedelta(minutes=1), deciding.remind_of_threats)
    every(timedelta(minutes=5), deciding.tell_of_cases)
    every(timedelta(minutes=1), deciding.tell_of_missed)
    every(timedelta(minutes=1), deciding.escalate_unclaimed)
    every(timedelta(days=1), deciding.let_go_of_files)
    every(timedelta(days=1), deciding.forget_notifiers)


_SILENT = (  # nothing follows from these yet
    posts.Voted,
    StrangersTurnedAway,
    StrangersWelcomed,
    media.PictureTaken,
    posts.QuotePolicyChanged,
    discovery.TrendDecided,
    instance.SettingsChanged,
    instance.EmojiAdded,
    instance.EmojiChanged,
    instance.CommunitySetUp,
    accounts.Applied,
    accounts.LanguageChosen,
    accounts.LookChosen,
    accounts.AddressAsked,
    accounts.IdentityChanged,
    accounts.QuotingChosen,
    accounts.HabitsChosen,
    accounts.TrustChanged,
    accounts.AppRegistered,
    accounts.AppAllowed,
    accounts.TokenCreated,
    accounts.PoliciesAgreed,
    accounts.InvitationCreated,
    accounts.InvitationRevoked,
    accounts.AccountShown,
    relations.CollectionMade,
    relations.CollectionRemoved,
    relations.Unblocked,
    relations.Muted,
    relations.Unmuted,
    moderation.CaseDecided,
    moderation.AccountSuspended,
)
