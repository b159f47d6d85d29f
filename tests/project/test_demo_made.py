"""The demo community as it stands in the database: exactly as if its members had really done all this.

It is made once for all tests of this file.
"""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Count, Max

from folkmoot.accounts.models import Account, Login, RoleGrant, Stats
from folkmoot.accounts.queries import applications
from folkmoot.conversations.models import Conversation, ConversationPost, Participation
from folkmoot.conversations.queries import inbox
from folkmoot.conversations.queries import unread_count as unread_conversations
from folkmoot.core.cursors import Page
from folkmoot.core.events import parked, waiting
from folkmoot.core.events.kinds import LANES
from folkmoot.core.ids import made_at
from folkmoot.instance.queries import community
from folkmoot.media.addresses import folder, root
from folkmoot.media.models import Picture, Recording
from folkmoot.moderation.models import Case, Report
from folkmoot.notifications.models import Notification
from folkmoot.notifications.queries import unread_count
from folkmoot.posts.interaction import BOOSTABLE
from folkmoot.posts.models import Bookmark, Counters, Like, Mention, Pin, Post, PostPicture, PostTag, Tag
from folkmoot.posts.queries import pinned, thread
from folkmoot.project.demo.deeds import follow_up
from folkmoot.project.demo.making import _LONGEST, _PAUSE, _Stage
from folkmoot.project.demo.sequels import Sequel
from folkmoot.project.demo.storybook import read
from folkmoot.relations.models import Block, Follow, FollowRequest, Mute
from folkmoot.timelines import queries as timelines
from folkmoot.timelines.models import HomeEntry
from folkmoot.timelines.tasks import FEED_MOST, rebuild_home
from tests.project.conftest import Street

pytestmark = pytest.mark.django_db
FEW = Page(limit=40)


@pytest.fixture(autouse=True)
def passwords(street_made: Street) -> dict[str, str]:
    return street_made.passwords


def account(name: str) -> Account:
    return Account.objects.get(username=name)


def test_only_those_shown_can_sign_in(passwords: dict[str, str]) -> None:
    assert len(passwords) == len(set(passwords.values())) == len(read().shown)
    for login in Login.objects.exclude(email="petra@demo.example"):
        assert login.approved_at is not None
        assert login.has_usable_password() == (login.email in passwords)
        assert login.email not in passwords or login.check_password(passwords[login.email])


def test_there_is_an_owner_a_moderator_and_members() -> None:
    assert dict(RoleGrant.objects.values_list("account__username", "role")) == {"maria": "owner", "tomas": "moderator"}
    assert Account.objects.filter(active=True).count() == len(read().people)
    assert community().is_set_up
    assert community().name == "Willow Street"
    assert len(community().rules) == len(read().rules)


def test_every_line_became_a_post_and_nothing_is_left_to_do() -> None:
    written = Post.objects.filter(boost_of=None)
    assert Counter(written.values_list("text", flat=True)) == Counter(line.text for line in read().lines())
    assert Post.objects.filter(held_at=None, deleted_at=None, removed_at=None).count() == Post.objects.count()
    assert not parked()
    assert {lane.lane: lane.count for lane in waiting()} == dict.fromkeys(LANES, 0)


def test_the_counters_of_posts_are_what_the_rows_say() -> None:
    likes = Counter(Like.objects.values_list("post_id", flat=True))
    boosts = Counter(Post.objects.exclude(boost_of=None).values_list("boost_of_id", flat=True))
    answers = Post.objects.filter(scope__in=BOOSTABLE).exclude(reply_to_id=None)
    replies = Counter(answers.values_list("reply_to_id", flat=True))
    expected = {key: (likes[key], boosts[key], replies[key]) for key in {*likes, *boosts, *replies}}
    found = {row.post_id: (row.likes, row.boosts, row.replies) for row in Counters.objects.all()}
    assert found == expected


def test_the_counters_of_accounts_are_what_the_rows_say() -> None:
    counted = Post.objects.filter(boost_of=None).exclude(scope="direct").values_list("account")
    posts, last = dict(counted.annotate(Count("id"))), dict(counted.annotate(Max("id")))
    followers = dict(Follow.objects.values_list("followed").annotate(Count("id")))
    following = dict(Follow.objects.values_list("follower").annotate(Count("id")))
    for row in Stats.objects.filter(account__active=True):
        key = row.account_id
        assert row.posts == posts[key]
        assert row.followers == followers.get(key, 0)
        assert row.following == following.get(key, 0)
        assert row.last_post_on == made_at(last[key]).date()


def test_home_feeds_are_what_making_them_anew_gives() -> None:
    for person in Account.objects.filter(active=True):
        before = _entries(person.id)
        with transaction.atomic():
            rebuild_home(person.id)
            anew = _entries(person.id)
            transaction.set_rollback(True)
        assert before[:FEED_MOST] == anew, person.username


def test_nobody_meets_an_empty_home_and_the_newest_is_on_top() -> None:
    for person in Account.objects.filter(active=True):
        page = timelines.home(person.id, FEW).items
        assert len(page) >= 20, person.username
        assert [view.mark.key.id for view in page] == sorted((view.mark.key.id for view in page), reverse=True)
    newest = timelines.community(None, FEW).items[0]
    assert datetime.now(UTC) - newest.body.created_at < timedelta(hours=6)


def test_notifications_are_those_that_the_rows_give() -> None:
    hushed = account("dealfinder").id  # blocked by one and muted by another, from a certain day on
    found = Notification.objects.exclude(actor=hushed).exclude(account=hushed)
    rows = Counter(found.values_list("account_id", "kind", "actor_id", "post_id"))
    assert max(rows.values()) == 1
    assert {row for row in rows if row[1] in {"like", "boost", "follow", "request"}} == _done(hushed)
    assert {row for row in rows if row[1] in {"reply", "mention"}} == _said(hushed)


def test_notifications_came_when_it_happened() -> None:
    for kind, at, post_id in Notification.objects.filter(kind="reply").values_list("kind", "id", "post_id"):
        assert timedelta(0) <= made_at(at) - made_at(post_id) < _LONGEST + _PAUSE, kind


def test_most_has_been_read_and_something_is_new() -> None:
    for name in read().shown:
        key = account(name).id
        assert 0 < unread_count(key) < 10, name
        assert unread_count(key) < Notification.objects.filter(account=key).count()
    assert unread_conversations(account("maria").id) == 0, "her answer was the last word"
    assert unread_conversations(account("hannah").id) == 1


def test_threads_hang_together() -> None:
    roots = dict(Post.objects.values_list("id", "thread_id"))
    for post in Post.objects.exclude(reply_to_id=None):
        assert post.thread_id == roots[post.reply_to_id]
        assert post.reply_to_account_id == Post.objects.get(id=post.reply_to_id).account_id
    lost = Post.objects.get(text__startswith="**Lost: Biscuit.**")
    assert len(thread(account("ruth").id, lost.id).replies) == len(_line("**Lost: Biscuit.**").answers)


def test_conversations_hold_the_direct_posts_and_who_takes_part() -> None:
    direct = set(Post.objects.filter(scope="direct").values_list("id", flat=True))
    assert set(ConversationPost.objects.values_list("post_id", flat=True)) == direct
    for conversation in Conversation.objects.all():
        posts = ConversationPost.objects.filter(conversation=conversation)
        people = set(map(int, conversation.participants.split(",")))
        assert set(Participation.objects.filter(conversation=conversation).values_list("account", flat=True)) == people
        newest = posts.aggregate(newest=Max("post_id"))["newest"]
        sides = Participation.objects.filter(conversation=conversation)
        assert set(sides.values_list("newest_id", flat=True)) == {newest}
    assert len(inbox(account("maria").id, FEW).items) == 2
    assert inbox(account("ruth").id, FEW).items == ()


def test_something_waits_for_the_owner() -> None:
    owner = account("maria").id
    assert Report.objects.filter(outcome="").count() == Case.objects.filter(state="open").count() == 1
    assert [each.username for each in applications(owner, FEW).items] == ["petra"]
    assert applications(owner, FEW).items[0].confirmed
    closed = Report.objects.exclude(closed_at=None).get()
    assert closed.outcome == "dismissed"
    assert made_at(closed.id) < closed.closed_at < datetime.now(UTC)


def test_there_is_a_blocked_pair_a_muted_pair_and_somebody_who_asks() -> None:
    assert list(Block.objects.values_list("blocker__username", "blocked__username")) == [("greta", "dealfinder")]
    assert list(Mute.objects.values_list("muter__username", "muted__username")) == [("zofia", "dealfinder")]
    asking = FollowRequest.objects.values_list("follower__username", "followed__username")
    assert set(asking) == {("dealfinder", "priya"), ("eun", "priya")}
    assert account("priya").locked
    assert not Follow.objects.filter(follower=account("eun"), followed=account("priya")).exists()


def test_what_the_stage_does_not_know_does_not_happen() -> None:
    with pytest.raises(TypeError, match="a miracle"):
        _Stage(read(), {}, datetime.now(UTC)).happen("a miracle")
    with pytest.raises(TypeError, match="Sequel"):
        follow_up(Sequel(read().threads[0]), {}, {})


def test_tags_and_mentions_are_those_of_the_texts() -> None:
    assert PostTag.objects.filter(tag__name="willowstreet").count() >= 8
    assert Tag.objects.get(name="willowstreet").shown == "WillowStreet"
    named = Mention.objects.filter(account=account("tomas"))
    assert {mention.post.text for mention in named.select_related("post")} >= {_line("The hall's diary").text}


def test_pins_bookmarks_boosts_and_languages_are_there() -> None:
    assert Pin.objects.count() == sum(line.pinned for line in read().lines())
    assert len(pinned(None, account("grace").id)) == 2
    assert Bookmark.objects.count() > 60
    assert Post.objects.exclude(boost_of=None).count() > 60
    assert set(Post.objects.filter(boost_of=None).values_list("language", flat=True)) >= {"ar", "de", "en", "fr", "uk"}
    assert account("leila").language == "ar"


def test_everything_is_dated_back_and_nothing_lies_ahead() -> None:
    moments = [made_at(key) for key in Post.objects.values_list("id", flat=True)]
    assert max(moments) < datetime.now(UTC)
    assert datetime.now(UTC) - min(moments) > timedelta(days=260)
    for login in Login.objects.select_related("account"):
        assert abs(login.joined_at - made_at(login.account.id)) < timedelta(seconds=1)
    for grant in RoleGrant.objects.all():
        assert datetime.now(UTC) - grant.granted_at > timedelta(days=260)
    assert Post.objects.exclude(original_at=None).count() == 0, "the ids themselves are of those days"


def test_pictures_are_used_where_the_story_shows_them() -> None:
    shown = PostPicture.objects.order_by("post_id", "position").values_list("post__text", "picture__alt")
    expected = Counter((line.text, len(line.pictures)) for line in read().lines() if line.pictures)
    assert Counter(Counter(text for text, _ in shown).items()) == expected
    assert all(alt for _, alt in shown)
    for person in read().people:
        row = account(person.username)
        assert (row.avatar_id is not None, row.header_id is not None) == (bool(person.avatar), bool(person.header))
    uses = Counter(Picture.objects.values_list("use", flat=True))
    assert uses.keys() == {"post", "avatar", "header", "card", "emoji"}
    assert uses["post"] == len(shown)


def test_every_picture_has_its_files_and_its_owner() -> None:
    laid = {path.name for path in root().glob("*/*")}
    recordings = {f"{recording.id}-{recording.name}" for recording in Recording.objects.all()}
    assert laid - recordings == {f"{picture.id}-{picture.name}" for picture in Picture.objects.all()}
    for picture in Picture.objects.all():
        files = {path.name: path.stat().st_size for path in folder(picture.id, picture.name).iterdir()}
        assert set(files) == {f"{width}.webp" for width in picture.widths.split()}
        assert sum(files.values()) == picture.bytes
        assert picture.used_at == made_at(picture.id)
        assert Account.objects.filter(id=picture.owner_id).exists() or picture.use == "card"


def _entries(account_id: int) -> list[int]:
    found = HomeEntry.objects.filter(account=account_id).order_by("-post_id")
    return list(found.values_list("post_id", flat=True))


def _done(hushed: int) -> set[tuple[int, str, int, int | None]]:
    """What likes, boosts, follows and requests tell of."""
    likes = Like.objects.exclude(account=hushed).values_list("post__account_id", "account_id", "post_id")
    boosts = Post.objects.exclude(boost_of=None).exclude(account=hushed)
    follows = Follow.objects.exclude(follower=hushed).exclude(followed=hushed)
    asking = FollowRequest.objects.exclude(follower=hushed)
    rows: set[tuple[int, str, int, int | None]] = {(to, "like", by, post) for to, by, post in likes if to != hushed}
    rows |= {
        (to, "boost", by, post)
        for to, by, post in boosts.values_list("boost_of__account_id", "account_id", "boost_of_id")
        if to != hushed
    }
    rows |= {(to, "follow", by, None) for by, to in follows.values_list("follower_id", "followed_id")}
    return rows | {(to, "request", by, None) for by, to in asking.values_list("follower_id", "followed_id")}


def _said(hushed: int) -> set[tuple[int, str, int, int | None]]:
    """What answers and mentions tell of: a reply where both are true."""
    rows: dict[tuple[int, int], tuple[int, str, int, int | None]] = {}
    for mention in Mention.objects.select_related("post"):
        rows[mention.account_id, mention.post_id] = (
            mention.account_id,
            "mention",
            mention.post.account_id,
            mention.post_id,
        )
    for post in Post.objects.exclude(reply_to_account_id=None):
        rows[post.reply_to_account_id, post.id] = (post.reply_to_account_id, "reply", post.account_id, post.id)
    return {row for row in rows.values() if row[0] != row[2] and hushed not in {row[0], row[2]}}


def _line(beginning: str) -> Any:
    return next(line for line in read().lines() if line.text.startswith(beginning))
