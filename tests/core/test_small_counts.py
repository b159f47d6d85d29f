"""Counts for everybody: no small one can be read, or worked out from what stands beside it."""

import itertools
from collections import Counter, defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.core.small_counts import FEWEST, Apart, tell, tell_apart


@pytest.mark.parametrize(("count", "told"), [(0, 0), (1, None), (2, None), (3, 3), (4, 4), (12_345, 12_345)])
def test_a_count_by_itself(count: int, told: int | None) -> None:
    assert tell(count) == told


@pytest.mark.parametrize(
    ("counts", "told", "rest"),
    [
        ({}, (), 0),
        ({"spam": 0}, (), 0),
        ({"spam": 2}, (), 2),  # the whole is too small for any part
        ({"spam": 3}, (("spam", 3),), 0),
        ({"spam": 3, "hate": 0}, (("spam", 3),), 0),
        ({"spam": 9, "hate": 4}, (("spam", 9), ("hate", 4)), 0),
        ({"hate": 4, "scam": 4}, (("hate", 4), ("scam", 4)), 0),
        ({"spam": 9, "hate": 4, "life": 1}, (("spam", 9),), 5),  # 14 less 9 less 4 would say: one
        ({"spam": 9, "hate": 2, "life": 1}, (("spam", 9),), 3),
        ({"spam": 9, "hate": 1, "life": 1}, (), 11),  # 11 less 9 would say: one each
        ({"spam": 9, "life": 1}, (), 10),
        ({"a": 1, "b": 1, "c": 1, "d": 7}, (("d", 7),), 3),
        ({"a": 2, "b": 2, "c": 9}, (), 13),  # 4 in two parts below three would say: two each
        ({"a": 9, "b": 4, "c": 4, "d": 1}, (("a", 9),), 9),  # which of the equal ones is missing says nothing
    ],
)
def test_a_whole_by_its_parts(counts: dict[str, int], told: tuple[tuple[str, int], ...], rest: int) -> None:
    found = tell_apart(counts)
    assert (found.told, found.rest) == (told, rest)
    assert tell_apart(Counter(counts)) == found


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 12)))
def test_no_small_part_is_told(counts: dict[str, int]) -> None:
    found = tell_apart(counts)
    assert sum(count for _key, count in found.told) + found.rest == sum(counts.values())
    assert all(count >= FEWEST for _key, count in found.told)
    assert not found.told or found.rest == 0 or found.rest >= FEWEST


def test_no_small_part_can_be_worked_out() -> None:
    """Whoever knows the rule, the whole and every line told finds several ways in which it can have come about."""
    alike: dict[Apart, list[tuple[int, ...]]] = defaultdict(list)
    for counts in itertools.product(range(7), repeat=4):
        alike[tell_apart(dict(zip("abcd", counts, strict=True)))].append(counts)
    assert sum(map(len, alike.values())) == 7**4
    for found, ways in alike.items():
        hidden = [place for place, key in enumerate("abcd") if key not in dict(found.told)]
        for place in hidden:
            could_be = {way[place] for way in ways}
            assert len(could_be) > 1 or not could_be & {1, 2}, (found, "abcd"[place], could_be)
