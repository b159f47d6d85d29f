"""How much is left of what is counted: truthful headers where there is a limit, and none elsewhere."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from time import time
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from folkmoot.api.endpoints import statuses
from folkmoot.core import gates
from folkmoot.core.errors import TooMany
from folkmoot.core.limits import counting
from folkmoot.project.cast import Cast
from tests.api.apps import APPS, BACK
from tests.doors import Answer, Door
from tests.posts.writing import say

type Doors = Callable[..., Door]
STATUSES, HOME = "/api/v1/statuses", "/api/v1/timelines/home"
APP = {"client_name": "Tusk", "redirect_uris": BACK}
WINDOW = timedelta(minutes=5)


@pytest.fixture
def three(settings: Any) -> None:
    """Three posts within five minutes, and no more."""
    settings.FOLKMOOT = settings.FOLKMOOT.model_copy(update={"posts_per_5_minutes": 3})


def told(answer: Answer) -> tuple[int, str, str]:
    """The status, the limit, and what is left of it."""
    headers = answer.headers
    return answer.status_code, headers.get("X-RateLimit-Limit", ""), headers.get("X-RateLimit-Remaining", "")


def reset_in(answer: Answer) -> timedelta:
    moment = answer.headers["X-RateLimit-Reset"]
    assert moment.endswith("Z")
    return datetime.fromisoformat(moment) - timezone.now()


def test_posts_and_edits_are_counted_together(cast: Cast, api_of: Doors, three: None) -> None:
    door = api_of(cast.bob)
    first = door.post(STATUSES, {"status": "One"})
    assert told(first) == (200, "3", "2")
    assert WINDOW - timedelta(seconds=20) < reset_in(first) <= WINDOW
    assert told(door.put(f"{STATUSES}/{first.json()['id']}", {"status": "Another one"})) == (200, "3", "1")
    assert told(door.post(STATUSES, {"status": "Two"})) == (200, "3", "0")
    refused = door.post(STATUSES, {"status": "Three"})
    assert told(refused) == (429, "3", "0")
    assert abs(reset_in(refused) - timedelta(seconds=int(refused.headers["Retry-After"]))) < timedelta(seconds=5)


def test_everybody_has_a_count_of_their_own(cast: Cast, api_of: Doors, three: None) -> None:
    say(cast.alice)
    assert told(api_of(cast.bob).post(STATUSES, {"status": "One"})) == (200, "3", "2")


def test_what_is_long_ago_counts_no_more(
    cast: Cast, api_of: Doors, three: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    door, start = api_of(cast.bob), time()
    for seconds, left in ((-301, 2), (-240, 1), (0, 2), (1, 1)):  # the five minutes of the first are over by then
        monkeypatch.setattr(counting, "clock", lambda moment=start + seconds: moment)
        assert told(door.post(STATUSES, {"status": "One"})) == (200, "3", str(left))


def test_one_that_failed_says_nothing_of_what_is_left(cast: Cast, api_of: Doors) -> None:
    assert told(api_of(cast.bob).post(STATUSES, {"status": ""})) == (422, "", "")


def test_what_was_written_already_is_not_counted_again(cast: Cast, api_of: Doors, three: None) -> None:
    door = api_of(cast.bob)
    answers = [door.post(STATUSES, {"status": "One"}, Idempotency_Key="k") for _ in range(2)]
    assert answers[0].json()["id"] == answers[1].json()["id"]
    assert [told(each) for each in answers] == [(200, "3", "2"), (200, "", "")]


def test_a_plan_is_not_counted_before_its_time(cast: Cast, api_of: Doors) -> None:
    due = (timezone.now() + timedelta(days=1)).isoformat()
    assert told(api_of(cast.bob).post(STATUSES, {"status": "One", "scheduled_at": due})) == (200, "", "")


def test_what_was_written_already_is_answered_when_nothing_more_may_be_written(
    cast: Cast, api_of: Doors, three: None
) -> None:
    """A program that lost the answer may always ask for it again."""
    door = api_of(cast.bob)
    first = door.post(STATUSES, {"status": "One"}, Idempotency_Key="k")
    for words in ("Two", "Three"):
        door.post(STATUSES, {"status": words})
    again = [door.post(STATUSES, {"status": "One"}, Idempotency_Key="k") for _ in range(5)]
    assert {each.json()["id"] for each in again} == {first.json()["id"]}
    assert told(door.post(STATUSES, {"status": "Four"}, Idempotency_Key="k2")) == (429, "3", "0")


def test_repeats_leave_what_is_left(cast: Cast, api_of: Doors, three: None) -> None:
    door = api_of(cast.bob)
    for _ in range(9):
        door.post(STATUSES, {"status": "One"}, Idempotency_Key="k")
    assert told(door.post(STATUSES, {"status": "Two"})) == (200, "3", "1")


def test_to_count_asks_the_database_nothing(cast: Cast, api_of: Doors, three: None) -> None:
    door = api_of(cast.bob)
    with CaptureQueriesContext(connection) as seen:
        assert told(door.post(STATUSES, {"status": "One"})) == (200, "3", "2")
    assert [each for each in seen.captured_queries if "count(" in each["sql"].lower()] == []


def test_nothing_is_told_where_nothing_is_checked(cast: Cast, api_of: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in the test profile."""
    monkeypatch.setitem(gates._checks, "posts.publish", [])
    assert told(api_of(cast.bob).post(STATUSES, {"status": "One"})) == (200, "", "")


def test_reading_is_not_counted(
    cast: Cast, api_of: Doors, queries: Callable[[int], AbstractContextManager[Any]]
) -> None:
    door = api_of(cast.bob)
    assert told(door.get(HOME)) == (200, "", "")
    with queries(2):
        assert told(door.get(HOME)) == (200, "", "")


def test_apps_are_counted_by_where_they_come_from(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "FOLKMOOT", settings.FOLKMOOT.model_copy(update={"app_registrations_per_hour": 2}))
    answers = [Door().post(APPS, APP) for _ in range(3)]
    assert [told(each) for each in answers] == [(200, "2", "1"), (200, "2", "0"), (429, "2", "0")]
    wait = int(answers[2].headers["Retry-After"])
    assert 3_500 < wait <= 3_600
    assert abs(reset_in(answers[2]) - timedelta(seconds=wait)) < timedelta(seconds=5)


def test_where_there_is_no_limit_none_is_named(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "TEST_PROFILE", True)
    assert [told(Door().post(APPS, APP)) for _ in range(2)] == [(200, "", "")] * 2


def test_what_only_waits_for_its_turn_has_no_limit(cast: Cast, api_of: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
    """As when others' pictures are being prepared: how long to wait is known, a number of times is not."""

    def busy(*_: object) -> None:
        raise TooMany(3)

    monkeypatch.setattr(statuses.actions, "publish_post", busy)
    answer = api_of(cast.bob).post(STATUSES, {"status": "Hi"})
    assert told(answer) == (429, "", "")
    assert (answer.headers["Retry-After"], "X-RateLimit-Reset" in answer.headers) == ("3", False)
