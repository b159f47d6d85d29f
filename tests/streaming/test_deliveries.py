"""What of everything that happens reaches whom: each stream's table, and the rule of the pages at each moment."""

from collections.abc import Callable, Iterable

import pytest

from folkmoot.accounts.models import Account
from folkmoot.api.streaming.streams import Channel
from folkmoot.core import push
from folkmoot.core.events import drain
from folkmoot.instance.actions import change_settings
from folkmoot.moderation.actions import Decision, decide
from folkmoot.notifications.queries import live as lately
from folkmoot.posts.actions import (
    Draft,
    boost,
    edit_post,
    like,
    publish_post,
    vote,
)
from folkmoot.posts.actions.edit import Edit
from folkmoot.posts.actions.filters import FilterDraft, FilterWordDraft, make_filter
from folkmoot.posts.actions.polls import NewPoll
from folkmoot.posts.models import Carries, Post
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import CircleDraft, add_to_circle, block, follow, make_circle, mute
from tests.api import shapes
from tests.posts.writing import say
from tests.streaming.conftest import Hear
from tests.streaming.hearing import Carried, News, brought, everywhere, statements

pytestmark = pytest.mark.django_db


def on(news: Iterable[News], kind: str, event: str = "update") -> list[int | None]:
    """Who heard something on a channel of this kind."""
    return sorted({each.viewer for each in news if each.channel.kind == kind and each.event == event}, key=str)


def parts(news: Iterable[News]) -> set[str]:
    return {each.channel.about for each in news if each.channel.kind == "open"}


def ids(*accounts: Account | None) -> list[int | None]:
    return sorted((account.id if account else None for account in accounts), key=str)


class TestHome:
    def test_a_post_comes_to_its_author_and_who_follows(self, cast: Cast, hear: Hear) -> None:
        some_id = say(cast.bob, "Hello")
        news = hear(cast.alice, cast.bob, cast.hal)
        assert on(news, "home") == ids(cast.alice, cast.bob)
        assert {each.data["id"] for each in news} == {str(some_id)}

    def test_it_is_the_status_that_the_api_gives(self, cast: Cast, hear: Hear, api_of: Callable[..., object]) -> None:
        say(cast.bob, "Hello")
        found = next(each for each in hear(cast.alice) if each.channel.kind == "home")
        shapes.check(found.data, "Status")
        listed = api_of(cast.alice).get("/api/v1/timelines/home").content  # type: ignore[attr-defined]  # a door
        assert b"[" + found.raw + b"]" == listed

    @pytest.mark.parametrize("scope", ["public", "quiet", "community", "followers"])
    def test_each_audience(self, cast: Cast, hear: Hear, scope: str) -> None:
        say(cast.bob, "Hello", scope)
        assert on(hear(cast.alice, cast.hal, cast.dan, cast.gina), "home") == ids(cast.alice)

    def test_a_boost_comes_as_one(self, cast: Cast, hear: Hear) -> None:
        some_id = say(cast.hal, "Hello")
        hear()
        boost(cast.bob, some_id)
        news = [each for each in hear(cast.alice, cast.bob, cast.hal) if each.channel.kind == "home"]
        assert {(each.viewer, each.data["reblog"]["id"]) for each in news} == {
            (who.id, str(some_id)) for who in (cast.alice, cast.bob)
        }

    def test_the_rule_is_asked_when_it_is_brought(self, cast: Cast, carried: Carried) -> None:
        say(cast.bob, "Hello")
        drain()
        told = carried.taken()
        block(cast.bob, cast.alice.id)
        assert brought(told, everywhere(cast.alice.id), carried.since) == []

    def test_a_mute_keeps_posts_away(self, cast: Cast, hear: Hear) -> None:
        mute(cast.alice, cast.bob.id, None)
        say(cast.bob, "Hello #moot")
        assert hear(cast.alice) == []

    def test_filters_are_named_as_in_the_api(self, cast: Cast, hear: Hear) -> None:
        make_filter(cast.alice, FilterDraft("No hellos", "warn", ("home",), None, (FilterWordDraft("hello"),)))
        assert on(hear(cast.alice, cast.bob), "home", "filters_changed") == ids(cast.alice)
        say(cast.bob, "Hello")
        by_viewer = {each.viewer: each.data for each in hear(cast.alice, cast.bob) if each.channel.kind == "home"}
        assert [hit["filter"]["title"] for hit in by_viewer[cast.alice.id]["filtered"]] == ["No hellos"]
        assert by_viewer[cast.bob.id]["filtered"] == []

    def test_whose_people_stand_in_a_list_alone(self, cast: Cast, hear: Hear) -> None:
        circle = make_circle(cast.alice, CircleDraft("Apart", exclusive=True))
        add_to_circle(cast.alice, circle, cast.bob.id)
        say(cast.bob, "Hello")
        news = hear(cast.alice, lists={circle: cast.alice.id})
        assert (on(news, "home"), on(news, "list")) == ([], ids(cast.alice))

    def test_an_edit(self, cast: Cast, hear: Hear) -> None:
        some_id = say(cast.bob, "Hello #moot")
        hear()
        edit_post(cast.bob, some_id, Edit("Goodbye #moot"))
        news = hear(cast.alice, cast.hal)
        assert on(news, "home", "status.update") == ids(cast.alice)
        assert on(news, "open", "status.update") == on(news, "tag", "status.update") == ids(cast.alice, cast.hal)
        assert all("Goodbye" in each.data["content"] for each in news if each.event == "status.update")


class TestTheOpen:
    def test_what_is_written_for_all(self, cast: Cast, hear: Hear) -> None:
        say(cast.bob, "Hello")
        news = hear(cast.alice, cast.hal, cast.gina)
        assert on(news, "open") == ids(cast.alice, cast.hal)
        assert parts(news) == {"all", "here"}

    @pytest.mark.parametrize("scope", ["quiet", "followers", "direct"])
    def test_what_is_not(self, cast: Cast, hear: Hear, scope: str) -> None:
        say(cast.bob, "Hello @alice #moot", scope)
        news = hear(cast.alice, cast.hal, None)
        assert on(news, "open") == on(news, "tag") == []

    def test_answers_are_left_to_their_threads(self, cast: Cast, hear: Hear) -> None:
        some_id = say(cast.hal, "Hello")
        hear()
        say(cast.bob, "Hello yourself", reply_to=some_id)
        assert on(hear(cast.alice, cast.hal), "open") == []

    def test_posts_from_elsewhere_and_with_pictures(self, cast: Cast, hear: Hear) -> None:
        some_id = say(cast.bob, "Hello #moot")
        Post.objects.filter(id=some_id).update(account=cast.erin, carries=Carries.PICTURES)
        news = hear(cast.hal)
        assert parts(news) == {"all", "elsewhere", "all:media", "elsewhere:media"}
        assert {each.channel.kind for each in news} == {"open", "tag"}

    @pytest.mark.parametrize(("visitors", "hears"), [("posts", True), ("nothing", False)])
    def test_visitors_hear_what_they_may_read(self, cast: Cast, hear: Hear, visitors: str, hears: bool) -> None:
        change_settings(None, {"visitors": visitors})
        say(cast.bob, "For all #moot")
        say(cast.bob, "For members #moot", "community")
        news = hear(None)
        assert {each.data["visibility"] for each in news} == ({"public"} if hears else set())
        assert {each.channel.kind for each in news} == ({"open", "tag", "tag:here"} if hears else set())

    def test_a_mute_holds_here_too(self, cast: Cast, hear: Hear) -> None:
        mute(cast.hal, cast.bob.id, None)
        say(cast.bob, "Hello #moot")
        assert hear(cast.hal) == []

    def test_who_sees_the_same_is_sent_the_same_bytes(self, cast: Cast, hear: Hear) -> None:
        say(cast.bob, "Hello")
        news = [each for each in hear(cast.alice, cast.hal, cast.olivia) if each.channel.about == "all"]
        assert len({id(each.raw) for each in news}) == 1

    def test_what_each_sees_in_their_own_way(self, cast: Cast, hear: Hear) -> None:
        some_id = publish_post(cast.bob, Draft("Tea?", "public", poll=NewPoll(("Yes", "No"), 3600)))
        news = {each.viewer: each.data["poll"] for each in hear(cast.bob, cast.hal) if each.channel.about == "all"}
        assert news[cast.hal.id]["options"][0]["votes_count"] is None
        assert news[cast.bob.id]["options"][0]["votes_count"] == 0
        vote(cast.hal, some_id, [0])
        edited = brought([push.Message("edit", about=some_id)], everywhere(cast.hal.id, cast.olivia.id))
        by_viewer = {each.viewer: each.data["poll"]["own_votes"] for each in edited}
        assert by_viewer == {cast.hal.id: [0], cast.olivia.id: []}

    def test_a_quote_is_looked_at_for_each(self, cast: Cast, hear: Hear) -> None:
        quoted = say(cast.alice, "Quote me")
        block(cast.alice, cast.olivia.id)
        hear()
        publish_post(cast.bob, Draft("As she says", "public", quote_of=quoted))
        shown = {
            each.viewer: bool(each.data["quote"]["quoted_status"])
            for each in hear(cast.hal, cast.olivia)
            if each.channel.about == "all"
        }
        assert shown == {cast.hal.id: True, cast.olivia.id: False}

    @pytest.mark.parametrize("poll", [None, NewPoll(("Yes", "No"), 3600)])
    def test_many_cost_no_more_statements_than_one(self, cast: Cast, carried: Carried, poll: NewPoll | None) -> None:
        publish_post(cast.bob, Draft("Tea?", "public", poll=poll))
        drain()
        told = [message for message in carried.taken() if message.what == "post"]
        few, many = everywhere(cast.hal.id), everywhere(cast.hal.id, cast.olivia.id, cast.frank.id, cast.alice.id)
        brought(told, many)
        assert statements(lambda: brought(told, few)) == statements(lambda: brought(told, many))


class TestHashtags:
    def test_a_hashtag_in_any_case(self, cast: Cast, hear: Hear) -> None:
        say(cast.bob, "Hello #MOOT")
        news = hear(cast.hal)
        assert {each.channel for each in news if each.channel.kind.startswith("tag")} == {
            Channel("tag", "moot"),
            Channel("tag:here", "moot"),
        }

    def test_answers_stand_under_theirs(self, cast: Cast, hear: Hear) -> None:
        some_id = say(cast.hal, "Hello")
        hear()
        say(cast.bob, "Hello #other", reply_to=some_id)
        assert on(hear(cast.alice), "tag") == ids(cast.alice)


class TestLists:
    def test_what_its_people_say(self, cast: Cast, hear: Hear) -> None:
        circle = make_circle(cast.hal, CircleDraft("Choir"))
        add_to_circle(cast.hal, circle, cast.bob.id)
        say(cast.bob, "For all")
        say(cast.bob, "For followers", "followers")
        say(cast.olivia, "Not on it")
        news = [each for each in hear(cast.hal, lists={circle: cast.hal.id}) if each.channel.kind == "list"]
        assert [(each.channel.about, each.viewer) for each in news] == [(str(circle), cast.hal.id)]

    @pytest.mark.parametrize(("replies", "heard"), [("none", False), ("list", False), ("followed", True)])
    def test_answers_as_its_owner_wants_them(self, cast: Cast, hear: Hear, replies: str, heard: bool) -> None:
        circle = make_circle(cast.hal, CircleDraft("Choir", replies))
        add_to_circle(cast.hal, circle, cast.bob.id)
        follow(cast.hal, cast.olivia.id)
        some_id = say(cast.olivia, "Hello")
        hear()
        say(cast.bob, "Hello yourself", reply_to=some_id)
        news = hear(cast.hal, lists={circle: cast.hal.id})
        assert bool(on(news, "list")) == heard


class TestDirect:
    def test_those_who_take_part(self, cast: Cast, hear: Hear) -> None:
        say(cast.bob, "Psst, @alice", "direct")
        news = hear(cast.alice, cast.bob, cast.hal, cast.olivia, None)
        assert on(news, "direct", "conversation") == ids(cast.alice, cast.bob)
        assert {each.event for each in news} == {"conversation", "notification"}
        by_viewer = {each.viewer: each.data for each in news if each.event == "conversation"}
        assert [by_viewer[who.id]["unread"] for who in (cast.alice, cast.bob)] == [True, False]
        shapes.check(by_viewer[cast.alice.id], "Conversation")

    def test_whom_staff_limited_is_heard_by_followers_alone(self, cast: Cast, hear: Hear) -> None:
        follow(cast.carol, cast.hal.id)
        decide(cast.frank, Decision("limit", "account", cast.hal.id, "Too loud."))
        hear()
        say(cast.hal, "Psst, @alice and @carol", "direct")
        news = hear(cast.alice, cast.carol, cast.hal)
        assert on(news, "direct", "conversation") == ids(cast.carol, cast.hal)

    def test_a_conversation_that_a_block_ended(self, cast: Cast, carried: Carried) -> None:
        say(cast.bob, "Psst, @alice", "direct")
        drain()
        block(cast.alice, cast.bob.id)
        found = brought(carried.taken(), everywhere(cast.alice.id, cast.bob.id), carried.since)
        assert [each.viewer for each in found] == [cast.bob.id]


class TestNotifications:
    def test_they_are_those_of_the_api(self, cast: Cast, hear: Hear, api_of: Callable[..., object]) -> None:
        some_id = say(cast.bob, "Hello")
        hear()
        like(cast.alice, some_id)
        news = hear(cast.bob, cast.alice)
        assert [(each.viewer, each.event, each.data["type"]) for each in news] == [
            (cast.bob.id, "notification", "favourite")
        ]
        assert news[0].data["status"]["id"] == str(some_id)
        listed = api_of(cast.bob).get("/api/v1/notifications").json()  # type: ignore[attr-defined]  # a door
        assert news[0].data == listed[0]

    def test_of_somebody_and_not_of_a_post(self, cast: Cast, hear: Hear) -> None:
        follow(cast.hal, cast.bob.id)
        news = hear(cast.bob)
        assert [(each.data["type"], each.data["account"]["acct"]) for each in news] == [("follow", "hal")]

    def test_a_statement_that_is_for_nobody_in_particular_is_never_asked(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(lately, "TOLD", lately.TOLD.replace("WHERE n.account_id", "WHERE  n.account_id"))
        with pytest.raises(LookupError, match=r"n\.account_id"):
            lately._lately.__wrapped__()

    def test_of_what_is_not_to_be_seen_any_more(self, cast: Cast, carried: Carried) -> None:
        say(cast.bob, "Hello @alice")
        drain()
        told = [message for message in carried.taken() if message.what == "notifications"]
        assert brought(told, everywhere(cast.alice.id), carried.since)
        block(cast.alice, cast.bob.id)
        assert brought(told, everywhere(cast.alice.id), carried.since) == []
