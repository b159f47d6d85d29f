"""What is kept for a moment: for how long, how much, and what goes first."""

import pytest

from folkmoot.core.keeping import Keeping


@pytest.fixture
def kept() -> Keeping[str, int]:
    kept = Keeping[str, int](3, 60)
    kept.keep({"ada": 1, "ben": 2}, now=100)
    return kept


@pytest.mark.parametrize(("now", "found"), [(100, {"ada": 1}), (159.9, {"ada": 1}), (160, {}), (1_000, {})])
def test_for_so_many_seconds(kept: Keeping[str, int], now: float, found: dict[str, int]) -> None:
    assert kept.find(["ada", "carl"], now) == found


def test_what_was_made_first_goes_first(kept: Keeping[str, int]) -> None:
    kept.keep({"carl": 3, "dora": 4}, now=110)
    assert kept.find(["ada", "ben", "carl", "dora"], 110) == {"ben": 2, "carl": 3, "dora": 4}
    kept.keep({"ben": 5}, now=120)
    kept.keep({"emil": 6}, now=130)
    assert kept.find(["ben", "carl", "dora", "emil"], 165) == {"ben": 5, "dora": 4, "emil": 6}


def test_more_at_once_than_is_kept(kept: Keeping[str, int]) -> None:
    kept.keep({str(number): number for number in range(10)}, now=100)
    assert len(kept) == 3
    assert kept.find(["7", "8", "9"], 100) == {"7": 7, "8": 8, "9": 9}


def test_nothing_is_left(kept: Keeping[str, int]) -> None:
    kept.clear()
    assert kept.find(["ada"], 100) == {}
    assert len(kept) == 0
