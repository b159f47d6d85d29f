"""News that wait, and notifications that were brought: nothing is done twice, and no deletion is forgotten."""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from folkmoot.api.streaming import memory
from folkmoot.api.streaming.deliveries import Delivery, deliveries
from folkmoot.api.streaming.memory import LATELY, SETTLED, Memory
from folkmoot.api.streaming.streams import TOLD
from folkmoot.core.events import drain
from folkmoot.core.ids import id_at
from folkmoot.core.push import Message
from folkmoot.posts.actions import like
from folkmoot.project.cast import Cast
from folkmoot.project.files_and_streams.streaming import backlog
from folkmoot.project.files_and_streams.streaming.backlog import Backlog
from tests.posts.writing import say

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def taken(waiting: Backlog) -> list[Message]:
    """All that waits, as it is brought."""

    async def take() -> list[Message]:
        return [await asyncio.wait_for(waiting.next(), 5) for _ in range(len(waiting.messages))]

    return asyncio.run(take())


class TestWhatWaits:
    def test_is_brought_in_order(self) -> None:
        made = Backlog()
        said = [
            Message("post", about=1),
            Message("edit", about=1),
            Message("home", (1, 2), 1),
            Message("gone", about=1),
        ]
        for message in said:
            made.add(message)
        assert taken(made) == said

    def test_who_waits_for_news_gets_it(self) -> None:
        async def work() -> None:
            made = Backlog()
            waiting = asyncio.create_task(made.next())
            await asyncio.sleep(0)
            assert not waiting.done()
            made.add(Message("post", about=1))
            assert await asyncio.wait_for(waiting, 5) == Message("post", about=1)

        asyncio.run(work())

    def test_notifications_of_a_busy_minute_are_one_look(self) -> None:
        made = Backlog()
        for number in range(1, 5_001):
            made.add(Message("notifications", (7, number % 3)))
        made.add(Message("post", about=1))
        assert taken(made) == [Message("notifications", (7, 1, 2, 0)), Message("post", about=1)]

    def test_what_comes_after_a_look_is_another(self) -> None:
        made = Backlog()
        for _ in range(3):
            made.add(Message("notifications", (7,)))
            made.add(Message("notifications", (7,)))
            assert taken(made) == [Message("notifications", (7,))]
        assert (made.messages.maxlen, made.notified) == (None, {})

    @pytest.mark.parametrize("what", ["post", "edit", "home", "filters", "notifications"])
    def test_there_is_a_bound_but_not_for_deletions(
        self, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, what: str
    ) -> None:
        monkeypatch.setattr(backlog, "MOST", 3)
        made = Backlog()
        for number in range(3):
            made.add(Message("post", about=number))
        with caplog.at_level(logging.WARNING):
            for number in range(50):
                made.add(Message(what, (1,), number))
                made.add(Message("gone", about=number))
        assert len(caplog.records) == 1
        assert "they will not hear" in caplog.text
        found = taken(made)
        assert [message.about for message in found if message.what == "gone"] == list(range(50))
        assert len(found) == 53

    def test_each_time_that_it_is_too_much_is_logged_once(
        self, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        monkeypatch.setattr(backlog, "MOST", 1)
        made = Backlog()
        with caplog.at_level(logging.WARNING):
            for _ in range(2):
                for number in range(5):
                    made.add(Message("post", about=number))
                assert taken(made) == [Message("post")]
        assert len(caplog.records) == 2


class TestWhatWasBrought:
    @pytest.mark.parametrize(
        ("looked", "above"),
        [
            ({}, NOW - LATELY),
            ({1: NOW}, NOW - SETTLED),  # what another process wrote meanwhile is found
            ({1: NOW - SETTLED}, NOW - 2 * SETTLED),
            ({1: NOW - timedelta(days=1)}, NOW - LATELY),
            ({1: NOW, 2: NOW - timedelta(seconds=3)}, NOW - SETTLED),
        ],
    )
    def test_from_where_there_may_be_news(self, looked: dict[int, datetime], above: datetime) -> None:
        made = Memory()
        for viewer, moment in looked.items():
            made.look([viewer], moment)
        assert made.above([1], NOW) == id_at(above)

    def test_of_several_it_is_the_earliest(self) -> None:
        made = Memory()
        made.look([1, 2], NOW)
        made.look([1], NOW + timedelta(seconds=3))
        assert made.above([1, 2], NOW + timedelta(seconds=4)) == id_at(NOW - SETTLED)
        assert made.above([], NOW) == id_at(NOW - LATELY)

    def test_it_has_a_bound(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(memory, "_REMEMBERED", 2)
        made = Memory()
        made.look([1, 2, 1, 3], NOW)
        assert set(made.looked) == {1, 3}
        assert [made.is_new(number) for number in (5, 6, 5, 7, 5)] == [True, True, False, True, True]


@pytest.mark.django_db
@pytest.mark.both_databases
class TestLooks:
    @pytest.fixture
    def liked(self, cast: Cast) -> Callable[[], None]:
        def by_all() -> None:
            some_id = say(cast.bob, "Like me")
            for who in (cast.alice, cast.hal, cast.olivia):
                like(who, some_id)
            drain()

        drain()
        return by_all

    def look(self, cast: Cast, kept: Memory) -> tuple[list[Delivery], int]:
        """What is brought, and how many statements it cost."""
        message, listening = Message("notifications", (cast.bob.id,)), {TOLD: frozenset({cast.bob.id})}
        with CaptureQueriesContext(connection) as caught:
            found = list(deliveries(message, listening, kept))
        return [each for each in found if kept.is_new(each.number)], len(caught)

    def test_what_was_brought_is_not_read_again(self, cast: Cast, liked: Callable[[], None]) -> None:
        kept = Memory()
        self.look(cast, kept)  # what there was before
        liked()
        found, cost = self.look(cast, kept)
        assert len(found) == 3
        assert set(kept.looked) == {cast.bob.id}
        assert self.look(cast, kept) == ([], 1)
        liked()
        again, _cost = self.look(cast, kept)
        assert len(again) == 3
        assert not {each.number for each in again} & {each.number for each in found}
        assert cost > 1

    def test_what_was_written_late_is_brought_all_the_same(self, cast: Cast, liked: Callable[[], None]) -> None:
        kept = Memory()
        self.look(cast, kept)
        liked()
        kept.look([cast.bob.id], datetime.now(UTC))
        assert len(self.look(cast, kept)[0]) == 3
