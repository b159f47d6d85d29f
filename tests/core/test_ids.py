"""Ids carry their time, and rise."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from folkmoot.core import ids
from folkmoot.core.ids import as_of, id_at, id_in, made_at, new_id

THEN = datetime(2024, 2, 29, 17, 42, tzinfo=UTC)


def test_an_id_is_of_now_and_larger_than_all_before() -> None:
    made = [new_id() for _ in range(5_000)]
    assert made == sorted(set(made))
    assert abs(made_at(made[0]) - datetime.now(UTC)) < timedelta(seconds=5)


def test_an_id_of_another_moment_carries_that_moment() -> None:
    with as_of(THEN):
        first, second = new_id(), new_id()
    assert made_at(first) == THEN
    assert id_at(THEN) <= first < second < id_at(THEN + timedelta(milliseconds=1))


def test_afterwards_ids_are_of_now_again_and_go_on_rising() -> None:
    before = new_id()
    with as_of(THEN):
        assert new_id() < before
    assert new_id() > before


def test_moments_may_go_backwards_and_lie_ahead() -> None:
    before = new_id()
    with as_of(datetime.now(UTC) + timedelta(days=400)):
        ahead = new_id()
    with as_of(THEN):
        behind = new_id()
    assert behind < before < new_id() < ahead


def test_what_fails_at_another_moment_leaves_no_trace() -> None:
    with pytest.raises(TypeError), as_of(THEN):
        made_at("fails")
    assert abs(made_at(new_id()).timestamp() - time.time()) < 5
    assert ids._clock is time.time


def test_a_flood_in_one_millisecond_borrows_from_the_next() -> None:
    with as_of(THEN):
        made = [new_id() for _ in range(3_000)]
    assert made == sorted(set(made))
    assert made_at(made[-1]) - THEN < timedelta(milliseconds=5)


@pytest.mark.parametrize(
    ("typed", "read"),
    [("12", 12), ("", None), ("x", None), ("-1", None), ("٣", None), (str(2**63), None), ("9" * 400, None)],
)
def test_numbers_from_forms_fit_the_tables(typed: str, read: int | None) -> None:
    assert id_in(typed) == read
