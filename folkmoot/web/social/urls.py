"""The addresses of feeds, posts, people and notifications."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from folkmoot.core.ids import LARGEST_ID
from folkmoot.web.social import compose, direct, feeds, notifications, people, post, profile, relations, report, uploads


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

    regex = "like|boost|bookmark|pin"


for _converter, _name in ((Id, "id"), (Acct, "acct"), (Press, "press")):
    register_converter(_converter, _name)

urlpatterns = [
    path("", feeds.start, name="home"),
    path("community", feeds.community, name="community"),
    path("tags/<str:name>", feeds.tag, name="tag"),
    path("bookmarks", feeds.bookmarks, name="bookmarks"),
    path("likes", feeds.likes, name="likes"),
    path("feeds/stream", feeds.stream, name="stream"),
    path("feeds/<str:feed>/new", feeds.new, name="new_posts"),
    path("write", compose.write, name="write"),
    path("posts", compose.publish, name="publish"),
    path("pictures", uploads.add, name="pictures"),
    path("pictures/<id:picture_id>", uploads.picture, name="picture"),
    path("posts/<id:post_id>", post.post, name="post"),
    path("posts/<id:post_id>/delete", post.delete, name="delete_post"),
    path("posts/<id:post_id>/<press:what>", post.press, name="press"),
    path("notifications", notifications.notifications, name="notifications"),
    path("notifications/read", notifications.read, name="notifications_read"),
    path("notifications/unread", notifications.unread, name="notifications_unread"),
    path("direct", direct.inbox, name="inbox"),
    path("direct/<id:conversation_id>", direct.conversation, name="conversation"),
    path("direct/<id:conversation_id>/read", direct.read, name="conversation_read"),
    path("members", people.members, name="members"),
    path("follow-requests", people.follow_requests, name="follow_requests"),
    path("accounts/<id:account_id>/follow", relations.follow, name="follow"),
    path("accounts/<id:account_id>/request", relations.request_, name="request"),
    path("accounts/<id:account_id>/follower", relations.follower, name="follower"),
    path("accounts/<id:account_id>/block", relations.block, name="block"),
    path("accounts/<id:account_id>/mute", relations.mute, name="mute"),
    path("report", report.report, name="report"),
    path("report/sent", report.sent, name="report_sent"),
    path("@<acct:acct>", profile.profile, name="profile"),
    path("@<acct:acct>/replies", profile.replies, name="profile_replies"),
    path("@<acct:acct>/followers", profile.followers, name="followers"),
    path("@<acct:acct>/following", profile.following, name="following"),
    path("@<acct:acct>/<id:post_id>", post.thread, name="thread"),
    path("@<acct:acct>/<id:post_id>/likes", post.liked_by, name="liked_by"),
    path("@<acct:acct>/<id:post_id>/boosts", post.boosted_by, name="boosted_by"),
]
