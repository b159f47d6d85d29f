"""What is announced reaches all who listen: as it is said, changed, answered, and when it is over."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from folkmoot.accounts.actions import choose_language
from folkmoot.api.streaming.tasks import EACH, mind_announcements
from folkmoot.core import push
from folkmoot.core.events import drain
from folkmoot.instance import actions
from folkmoot.instance.actions import Notice, announce, change_settings, rewrite_announcement, withdraw_announcement
from folkmoot.instance.models import Announcement
from folkmoot.project.cast import Cast
from tests.api import shapes
from tests.emoji import own_emoji
from tests.streaming.conftest import Hear
from tests.streaming.hearing import Carried, News, brought, everywhere, statements

pytestmark = pytest.mark.django_db
BOTH = {"en": "We meet #choir", "ar": "نلتقي"}


def soon(**how: float) -> datetime:
    return timezone.now() + timedelta(**how)


def told(news: list[News]) -> list[tuple[str, int | None]]:
    """Which events reached whom."""
    return [(each.event, each.viewer) for each in news]


class TestSaid:
    def test_everybody_hears_it_on_their_own_stream_alone(self, cast: Cast, hear: Hear) -> None:
        some_id = announce(cast.olivia, Notice("**Tonight** #choir"))
        news = hear(cast.alice, cast.hal, None)
        assert sorted(told(news)) == sorted(("announcement", who.id) for who in (cast.alice, cast.hal))
        assert {each.channel.kind for each in news} == {"home"}
        shapes.check(news[0].data, "Announcement", without=("read",))
        assert (news[0].data["id"], "<strong>Tonight</strong>" in news[0].data["content"]) == (str(some_id), True)

    def test_it_is_what_the_api_gives_but_for_the_viewers_own_half(
        self, cast: Cast, hear: Hear, api_of: Callable[..., Any]
    ) -> None:
        some_id = announce(cast.olivia, Notice("Tonight"))
        actions.answer_announcement(cast.alice, some_id, "🎉")
        found = hear(cast.alice)[0].data
        (listed,) = api_of(cast.alice).get("/api/v1/announcements").json()
        assert (listed.pop("read"), listed["reactions"][0].pop("me")) == (False, True)
        assert found == listed

    def test_each_reads_their_own_language(self, cast: Cast, hear: Hear) -> None:
        choose_language(cast.alice, "ar", "")
        announce(cast.olivia, Notice(BOTH))
        said = {each.viewer: each.data for each in hear(cast.alice, cast.hal, cast.bob)}
        assert ("نلتقي" in said[cast.alice.id]["content"], said[cast.alice.id]["tags"]) == (True, [])
        assert all("We meet" in said[who.id]["content"] for who in (cast.hal, cast.bob))

    def test_who_chose_none_reads_the_communitys(self, cast: Cast, hear: Hear) -> None:
        change_settings(cast.olivia, {"language": "ar"})
        announce(cast.olivia, Notice(BOTH))
        assert "نلتقي" in hear(cast.hal)[0].data["content"]

    def test_many_cost_no_more_statements_than_one(self, cast: Cast, carried: Carried) -> None:
        announce(cast.olivia, Notice("Tonight"))
        drain()
        messages = carried.taken()
        few, many = everywhere(cast.hal.id), everywhere(*(who.id for who in (cast.hal, cast.bob, cast.alice, cast.dan)))
        brought(messages, many)
        assert statements(lambda: brought(messages, few)) == statements(lambda: brought(messages, many))

    def test_where_nobody_listens_nothing_is_asked(self, cast: Cast, carried: Carried) -> None:
        some_id = announce(cast.olivia, Notice("Tonight"))
        messages = [push.Message(what, about=some_id, word="🎉") for what in ("announcement", "answer", "withdrawal")]
        assert (brought(messages, {}), statements(lambda: brought(messages, {}))) == ([], 0)


class TestChanged:
    def test_said_otherwise(self, cast: Cast, hear: Hear) -> None:
        some_id = announce(cast.olivia, Notice("Tonight"))
        hear()
        rewrite_announcement(cast.olivia, some_id, Notice("Tomorrow"))
        (news,) = hear(cast.hal)
        assert (news.event, "Tomorrow" in news.data["content"]) == ("announcement", True)

    def test_put_off(self, cast: Cast, hear: Hear) -> None:
        some_id = announce(cast.olivia, Notice("Tonight"))
        hear()
        rewrite_announcement(cast.olivia, some_id, Notice("Tomorrow", shows_at=soon(days=1)))
        (news,) = hear(cast.hal)
        assert (news.event, news.data) == ("announcement.delete", some_id)

    def test_taken_back_and_shown_again(self, cast: Cast, hear: Hear) -> None:
        some_id = announce(cast.olivia, Notice("Tonight"))
        hear()
        withdraw_announcement(cast.olivia, some_id)
        (news,) = hear(cast.hal)
        assert (news.event, news.raw) == ("announcement.delete", str(some_id).encode())
        rewrite_announcement(cast.olivia, some_id, Notice("Tonight indeed"))
        assert told(hear(cast.hal)) == [("announcement", cast.hal.id)]

    def test_what_is_shown_again_before_it_was_brought_is_not_gone(self, cast: Cast, hear: Hear) -> None:
        some_id = announce(cast.olivia, Notice("Tonight"))
        withdraw_announcement(cast.olivia, some_id)
        rewrite_announcement(cast.olivia, some_id, Notice("Tonight indeed"))
        assert {each.event for each in hear(cast.hal)} == {"announcement"}


class TestPlanned:
    @pytest.fixture
    def planned(self, cast: Cast, hear: Hear) -> int:
        some_id = announce(cast.olivia, Notice("Later", shows_at=soon(hours=1), ends_at=soon(hours=2)))
        assert hear(cast.hal) == []
        return some_id

    def test_nobody_hears_of_it_before(self, cast: Cast, hear: Hear, planned: int) -> None:
        rewrite_announcement(cast.olivia, planned, Notice("Later still", shows_at=soon(hours=3)))
        withdraw_announcement(cast.olivia, planned)
        mind_announcements()
        assert hear(cast.hal) == []

    def test_it_comes_and_goes_by_itself_each_once(
        self, cast: Cast, hear: Hear, planned: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        mind_announcements()
        heard = []
        for moment in (soon(hours=1, seconds=3), soon(hours=1, seconds=9), soon(hours=2, seconds=3), soon(hours=3)):
            with monkeypatch.context() as later:
                later.setattr(timezone, "now", lambda moment=moment: moment)
                later.setattr("folkmoot.instance.hydrate.now", lambda moment=moment: moment)
                mind_announcements()
                heard.append(told(hear(cast.hal)))
        me = cast.hal.id
        assert heard == [[("announcement", me)], [], [("announcement.delete", me)], []]

    def test_what_was_said_at_once_is_not_said_again(self, cast: Cast, hear: Hear) -> None:
        announce(cast.olivia, Notice("Now"))
        hear()
        mind_announcements()
        assert hear(cast.hal) == []

    def test_after_a_restart_what_came_a_moment_ago_is_said(self, cast: Cast, hear: Hear, planned: int) -> None:
        moment = timezone.now() - EACH / 2
        Announcement.objects.update(shows_at=moment, changed_at=moment - timedelta(days=1))
        mind_announcements()
        assert told(hear(cast.hal)) == [("announcement", cast.hal.id)]

    def test_what_was_withdrawn_ends_no_more(self, cast: Cast, hear: Hear) -> None:
        announce(cast.olivia, Notice("Now"))
        hear()
        Announcement.objects.update(ends_at=timezone.now() - EACH / 2, withdrawn_at=timezone.now())
        mind_announcements()
        assert hear(cast.hal) == []


class TestAnswered:
    @pytest.fixture
    def said(self, cast: Cast, hear: Hear) -> int:
        own_emoji(cast.olivia, "wave")
        some_id = announce(cast.olivia, Notice("Tonight"))
        hear()
        return some_id

    def test_how_often_is_told_to_all(self, cast: Cast, hear: Hear, said: int) -> None:
        for who, count in ((cast.alice, 1), (cast.bob, 2)):
            actions.answer_announcement(who, said, "🎉")
            news = hear(cast.hal, cast.alice)
            assert {each.viewer for each in news} == {cast.hal.id, cast.alice.id}
            assert {each.event for each in news} == {"announcement.reaction"}
            assert news[0].data == {"name": "🎉", "count": count, "announcement_id": str(said)}

    def test_down_to_none(self, cast: Cast, hear: Hear, said: int) -> None:
        actions.answer_announcement(cast.alice, said, ":wave:")
        hear()
        actions.unanswer_announcement(cast.alice, said, ":wave:")
        (news,) = hear(cast.hal)
        assert (news.data["name"], news.data["count"]) == ("wave", 0)
        assert news.data["url"].endswith(".webp")

    def test_twice_the_same_is_no_news(self, cast: Cast, hear: Hear, said: int) -> None:
        actions.answer_announcement(cast.alice, said, "🎉")
        hear()
        actions.answer_announcement(cast.alice, said, "🎉")
        actions.unanswer_announcement(cast.alice, said, "🥖")
        assert hear(cast.hal) == []

    def test_that_somebody_has_read_it_is_nobody_elses_business(self, cast: Cast, hear: Hear, said: int) -> None:
        actions.dismiss_announcement(cast.alice, said)
        assert hear(cast.hal, cast.alice) == []

    def test_whoever_has_read_it_hears_of_it_all_the_same(self, cast: Cast, hear: Hear, said: int) -> None:
        """As in Mastodon, whose apps pass over what they do not show."""
        actions.dismiss_announcement(cast.hal, said)
        actions.answer_announcement(cast.alice, said, "🎉")
        assert told(hear(cast.hal)) == [("announcement.reaction", cast.hal.id)]

    def test_of_what_is_over_by_then_nothing_is_told(self, cast: Cast, carried: Carried, said: int) -> None:
        actions.answer_announcement(cast.alice, said, "🎉")
        drain()
        messages = carried.taken()
        Announcement.objects.update(ends_at=timezone.now())
        assert brought(messages, everywhere(cast.hal.id), carried.since) == []


def test_the_word_goes_over_the_wire() -> None:
    sent = push.Message("answer", about=7, word="🎉")
    (piece,) = sent.pieces(1)
    assert push.read(piece) == sent
