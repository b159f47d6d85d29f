import logging
import time
from collections.abc import Generator
from itertools import count

import pytest

from folkmoot.core import gates
from folkmoot.core.errors import NotAllowed, TooMany
from folkmoot.core.gates import Verdict, ask, bind


@pytest.fixture(autouse=True)
def own_gates(monkeypatch: pytest.MonkeyPatch) -> Generator[None]:
    monkeypatch.setattr(gates, "_checks", {})
    monkeypatch.setattr(gates, "_warned", {})
    return


def passes(_subject: object) -> Verdict:
    return Verdict.PASS


def holds(_subject: object) -> Verdict:
    return Verdict.HOLD


def test_an_unguarded_gate_is_open() -> None:
    assert ask("post", object()) is Verdict.PASS


def test_one_hold_is_enough_wherever_it_stands() -> None:
    bind("post", passes)
    assert ask("post", 1) is Verdict.PASS
    bind("post", holds)
    bind("post", passes)
    assert ask("post", 1) is Verdict.HOLD
    assert ask("sign-up", 1) is Verdict.PASS


def test_every_check_sees_the_subject_once_however_often_bound() -> None:
    seen = []

    def watches(subject: object) -> Verdict:
        seen.append(subject)
        return Verdict.PASS

    bind("post", watches)
    bind("post", watches)
    ask("post", "draft")
    assert seen == ["draft"]


@pytest.mark.parametrize("refusal", [NotAllowed("New members may not post links."), TooMany(30)])
def test_a_refusal_ends_the_questions(refusal: Exception) -> None:
    def refuses(_subject: object) -> Verdict:
        raise refusal

    asked = []
    bind("post", holds)
    bind("post", refuses)
    bind("post", lambda subject: asked.append(subject) or Verdict.PASS)
    with pytest.raises(type(refusal)):
        ask("post", 1)
    assert asked == []


def test_more_than_the_budget_is_logged_but_not_for_every_post(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = count(step=0.0006)
    monkeypatch.setattr(time, "perf_counter", lambda: next(clock))
    bind("quick", passes)
    ask("quick", 1)
    assert not caplog.records
    slow = count(step=0.002)
    monkeypatch.setattr(time, "perf_counter", lambda: next(slow))
    with caplog.at_level(logging.WARNING):
        for _ in range(5):
            ask("slow", 1)
    assert [record.getMessage() for record in caplog.records] == [
        "gate slow took 2.0 ms; its checks have 1 ms together"
    ]
