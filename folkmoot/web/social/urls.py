"""The addresses of feeds, posts, people and notifications."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from folkmoot.core.ids import LARGEST_ID
from folkmoot.web.public import syndication
from folkmoot.web.social import (
    announcements,
    away,
    circles,
    collections,
    compose,
    describing,
    direct,
    directory,
    drafts,
    edits,
    explore,
    feeds,
    filtering,
    from_staff,
    kept_in_mind,
    link_card,
    notifications,
    people,
    poll_card,
    post,
    profile,
    quotes,
    reactions,
    recordings,
    redraft,
    relations,
    report,
    resumable,
    search,
    strangers,
    suggesting,
    tags,
    uploads,
    why,
    years,
)


class Id:
    """An id that the tables can hold."""

    regex = "[0-9]{1,19}"

    def to_python(self, value: str) -> int:
        """Larger ones belong to nothing."""
        found = int(value)
        if found > LARGEST_ID:
            raise ValueError(value)
        return found

    def to_url(self, value: int) -> str:
        """As it is."""
        return str(value)


class Acct(StringConverter):
    """``bob``, or ``bob@elsewhere.example``."""

    regex = r"[A-Za-z0-9_.-]{1,64}(?:@[A-Za-z0-9.:-]{1,253})?"


class Press(StringConverter):
    """What a member does to a post with one button."""

    regex = "like|boost|bookmark|pin|mute"


class Wish(StringConverter):
    """What a member wants of somebody they follow."""

    regex = "bell|boosts|languages"


class Form(StringConverter):
    """How a reader of feeds wants it."""

    regex = "rss|atom"


for _converter, _name in ((Form, "form"), (Id, "id"), (Acct, "acct"), (Press, "press"), (Wish, "wish")):
    register_converter(_converter, _name)

urlpatterns = [
    path("", feeds.start, name="home"),
    path("away", away.dismiss, name="dismiss_away"),
    path("announcements/<id:announcement_id>/dismiss", announcements.dismiss, name="dismiss_announcement"),
    path(
        "announcements/<id:announcement_id>/reactions/<str:emoji>", announcements.reaction, name="answer_announcement"
    ),
    path("community", feeds.community, name="community"),
    path("community.<form:form>", syndication.of_community, name="community_feed"),
    path("tags/<str:name>.<form:form>", syndication.tag, name="tag_feed"),
    path("tags/<str:name>", tags.tag, name="tag"),
    path("tags/<str:name>/follow", tags.follow, name="follow_tag"),
    path("tags/<str:name>/mute", tags.mute, name="mute_tag"),
    path("bookmarks", feeds.bookmarks, name="bookmarks"),
    path("likes", feeds.likes, name="likes"),
    path("feeds/stream", feeds.stream, name="stream"),
    path("feeds/<str:feed>/new", feeds.new, name="new_posts"),
    path("write", compose.write, name="write"),
    path("drafts", drafts.drafts, name="drafts"),
    path("drafts/<id:draft_id>", drafts.draft, name="draft"),
    path("drafts/<id:draft_id>/discard", drafts.discard, name="discard_draft"),
    path("scheduled", drafts.scheduled, name="scheduled"),
    path("scheduled/<id:scheduled_id>", drafts.change, name="change_schedule"),
    path("scheduled/<id:scheduled_id>/publish", drafts.publish, name="publish_scheduled"),
    path("scheduled/<id:scheduled_id>/cancel", drafts.cancel, name="cancel_schedule"),
    path("posts", compose.publish, name="publish"),
    path("pictures", uploads.add, name="pictures"),
    path("pictures/<id:picture_id>", uploads.picture, name="picture"),
    path("recordings/<id:recording_id>", recordings.recording, name="recording"),
    path("recordings/<id:recording_id>/captions/<str:language>", recordings.captions, name="captions"),
    path("posts/<id:post_id>/recordings", recordings.of_post, name="recordings_of_post"),
    path("uploads", resumable.uploads, name="uploads"),
    path("uploads/<id:upload_id>", resumable.upload, name="upload"),
    path("posts/<id:post_id>", post.post, name="post"),
    path("posts/<id:post_id>/preview", link_card.preview, name="preview"),
    path("posts/<id:post_id>/player", link_card.player, name="player"),
    path("posts/<id:post_id>/pictures", describing.describe, name="describe_pictures"),
    path("posts/<id:post_id>/delete", post.delete, name="delete_post"),
    path("posts/<id:post_id>/edit", edits.edit, name="edit_post"),
    path("posts/<id:post_id>/redraft", redraft.redraft, name="redraft_post"),
    path("posts/<id:post_id>/vote", poll_card.vote, name="vote"),
    path("posts/<id:post_id>/quote", quotes.quote, name="quote"),
    path("posts/<id:post_id>/refusal", quotes.refusal, name="refusal"),
    path("posts/<id:post_id>/quoting", quotes.quoting, name="quoting"),
    path("posts/<id:post_id>/filter", filtering.filter_, name="filter_post"),
    path("posts/<id:post_id>/why", why.why, name="why_post"),
    path("posts/<id:post_id>/react", reactions.picker, name="react"),
    path("posts/<id:post_id>/reactions/<str:emoji>", reactions.reaction, name="reaction"),
    path("emoji", reactions.emoji, name="emoji"),
    path("posts/<id:post_id>/<press:what>", post.press, name="press"),
    path("notifications", notifications.notifications, name="notifications"),
    path("notifications/read", notifications.read, name="notifications_read"),
    path("notifications/unread", notifications.unread, name="notifications_unread"),
    path("notifications/people", strangers.strangers, name="strangers"),
    path("notifications/people/<id:notification_id>", strangers.stranger, name="stranger"),
    path("direct", direct.inbox, name="inbox"),
    path("direct/<id:conversation_id>", direct.conversation, name="conversation"),
    path("direct/<id:conversation_id>/read", direct.read, name="conversation_read"),
    path("members", directory.members, name="members"),
    path("explore", explore.explore, name="explore"),
    path("search", search.search, name="search"),
    path("search/suggestions", search.suggestions, name="suggestions"),
    path("suggestions", suggesting.suggested, name="suggested"),
    path("suggestions/beside", suggesting.beside, name="suggested_beside"),
    path("suggestions/<id:account_id>/dismiss", suggesting.dismiss, name="dismiss_suggestion"),
    path("follow-requests", people.follow_requests, name="follow_requests"),
    path("accounts/<id:account_id>/follow", relations.follow, name="follow"),
    path("accounts/<id:account_id>/follow/<wish:wish>", relations.wish, name="follow_wish"),
    path("accounts/<id:account_id>/request", relations.request_, name="request"),
    path("accounts/<id:account_id>/follower", relations.follower, name="follower"),
    path("accounts/<id:account_id>/block", relations.block, name="block"),
    path("accounts/<id:account_id>/circles", circles.of_account, name="circles_of"),
    path("circles", circles.circles, name="circles"),
    path("circles/<id:circle_id>", circles.circle, name="circle"),
    path("circles/<id:circle_id>/people", circles.people, name="circle_people"),
    path("circles/<id:circle_id>/people/<id:account_id>", circles.person, name="circle_person"),
    path("circles/<id:circle_id>/edit", circles.edit, name="circle_edit"),
    path("circles/<id:circle_id>/remove", circles.remove, name="circle_remove"),
    path("accounts/<id:account_id>/collections", collections.of_account, name="collections_with"),
    path("collections", collections.collections, name="collections"),
    path("collections/<id:collection_id>", collections.collection, name="collection"),
    path("collections/<id:collection_id>/people", collections.people, name="collection_people"),
    path("collections/<id:collection_id>/people/<id:account_id>", collections.person, name="collection_person"),
    path("collections/<id:collection_id>/leave", collections.leave, name="collection_leave"),
    path("collections/<id:collection_id>/edit", collections.edit, name="collection_edit"),
    path("collections/<id:collection_id>/remove", collections.remove, name="collection_remove"),
    path("accounts/<id:account_id>/mute", relations.mute, name="mute"),
    path("accounts/<id:account_id>/note", kept_in_mind.note, name="note"),
    path("accounts/<id:account_id>/recommendation", kept_in_mind.recommendation, name="recommendation"),
    path("years", years.every, name="years"),
    path("years/<int:number>", years.year, name="year"),
    path("from-staff", from_staff.from_staff, name="from_staff"),
    path("from-staff/<id:case_id>", from_staff.about_me, name="from_staff_about_me"),
    path("from-staff/reports/<id:report_id>", from_staff.about_report, name="from_staff_about_report"),
    path("report", report.report, name="report"),
    path("report/sent", report.sent, name="report_sent"),
    path("reports", report.reports, name="reports"),
    path("@<acct:acct>.<form:form>", syndication.account, name="profile_feed"),
    path("@<acct:acct>", profile.profile, name="profile"),
    path("@<acct:acct>/replies", profile.replies, name="profile_replies"),
    path("@<acct:acct>/media", profile.media, name="profile_media"),
    path("@<acct:acct>/collections", collections.on_profile, name="profile_collections"),
    path("@<acct:acct>/followers", profile.followers, name="followers"),
    path("@<acct:acct>/following", profile.following, name="following"),
    path("@<acct:acct>/<id:post_id>", post.thread, name="thread"),
    path("@<acct:acct>/<id:post_id>/history", edits.history, name="history"),
    path("@<acct:acct>/<id:post_id>/likes", post.liked_by, name="liked_by"),
    path("@<acct:acct>/<id:post_id>/boosts", post.boosted_by, name="boosted_by"),
    path("@<acct:acct>/<id:post_id>/quotes", quotes.quoted_by, name="quoted_by"),
    path("@<acct:acct>/<id:post_id>/reactions", reactions.reacted_by, name="reacted_by"),
]
