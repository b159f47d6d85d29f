"""What happens by the clock."""

from collections.abc import Callable, Generator
from datetime import timedelta

import pytest

from folkmoot.core.events import clock


@pytest.fixture(autouse=True)
def an_empty_clock(monkeypatch: pytest.MonkeyPatch) -> Generator[None]:
    monkeypatch.setattr(clock, "_timers", {})
    return


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    def move(moment: float) -> None:
        monkeypatch.setattr(clock.time, "monotonic", lambda: moment)

    move(1000.0)
    return move


def test_a_timer_runs_at_the_start_and_then_once_a_period(at: Callable[[float], None]) -> None:
    calls: list[str] = []
    clock.every(timedelta(minutes=1), lambda: calls.append("minute"))
    clock.every(timedelta(hours=1), lambda: calls.append("hour"))
    assert clock.tick() == 60
    assert calls == ["minute", "hour"]
    at(1030.0)
    assert clock.tick() == 30
    at(1060.0)
    clock.tick()
    assert calls == ["minute", "hour", "minute"]
    at(4600.0)
    clock.tick()
    assert calls == ["minute", "hour", "minute", "minute", "hour"]


def test_setting_the_same_timer_again_changes_its_period(at: Callable[[float], None]) -> None:
    calls: list[int] = []

    def count() -> None:
        calls.append(1)

    clock.every(timedelta(minutes=1), count)
    clock.every(timedelta(minutes=2), count)
    assert clock.tick() == 120
    assert calls == [1]


def test_one_failing_timer_does_not_stop_the_others(
    at: Callable[[float], None], caplog: pytest.LogCaptureFixture
) -> None:
    calls: list[int] = []

    def fail() -> None:
        raise RuntimeError("broken")

    clock.every(timedelta(minutes=1), fail)
    clock.every(timedelta(minutes=1), lambda: calls.append(1))
    clock.tick()
    assert calls == [1]
    assert "fail failed and will be tried again" in caplog.text


def test_an_empty_clock_is_looked_at_now_and_then(at: Callable[[float], None]) -> None:
    assert clock.tick() == 60
