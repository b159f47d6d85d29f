import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.core.cursors import Page, Slice
from folkmoot.core.errors import Invalid
from folkmoot.core.ids import LARGEST_ID


def test_reads_a_query_string() -> None:
    assert Page.parse({"limit": "5", "max_id": "9"}, limit=20, most=40) == Page(limit=5, max_id=9)
    assert Page.parse({"min_id": "0", "since_id": ""}, limit=20, most=40) == Page(limit=20, min_id=0)
    assert Page.parse({}, limit=20, most=40) == Page(limit=20)


def test_cuts_a_greedy_limit() -> None:
    assert Page.parse({"limit": "5000"}, limit=20, most=40).limit == 40


@pytest.mark.parametrize("field", ["limit", "max_id", "since_id", "min_id"])
@pytest.mark.parametrize("value", ["-1", "x", "1.5", " 1", "٣", "²", str(2**63), "9" * 5000, "1;DROP", "0x1", "1\0"])
def test_refuses_nonsense(field: str, value: str) -> None:
    with pytest.raises(Invalid) as refusal:
        Page.parse({field: value}, limit=20, most=40)
    assert refusal.value.field == field


def test_refuses_a_page_of_nothing() -> None:
    with pytest.raises(Invalid):
        Page.parse({"limit": "0"}, limit=20, most=40)


def test_bounds_fit_every_page() -> None:
    assert (Page(5).above, Page(5).below) == (0, LARGEST_ID)
    assert (Page(5, max_id=9, since_id=2, min_id=4).above, Page(5, max_id=9).below) == (4, 9)


def read(ids: list[int], page: Page) -> Slice[int]:
    """How a query uses a page."""
    fitting = [i for i in sorted(ids, reverse=not page.ascending) if page.above < i < page.below]
    return Slice.cut(fitting[: page.limit + 1], page, lambda i: i)


def test_nothing_has_no_neighbours() -> None:
    assert read([], Page(3)) == Slice((), None, None)


def test_first_middle_and_last_page() -> None:
    ids = [1, 2, 3, 4, 5]
    assert read(ids, Page(2)) == Slice((5, 4), older=4, newer=None)
    assert read(ids, Page(2, max_id=4)) == Slice((3, 2), older=2, newer=3)
    assert read(ids, Page(2, max_id=2)) == Slice((1,), older=None, newer=1)
    assert read(ids, Page(2, min_id=1)) == Slice((3, 2), older=2, newer=3)
    assert read(ids, Page(2, min_id=3)) == Slice((5, 4), older=4, newer=None)
    assert read(ids, Page(2, since_id=1)) == Slice((5, 4), older=4, newer=None)


def test_filling_keeps_the_place() -> None:
    assert read([1, 2, 3], Page(2)).filled(["c", "b"]) == Slice(("c", "b"), older=2, newer=None)


@given(st.sets(st.integers(1, 10_000), max_size=60), st.integers(1, 7))
def test_walking_down_and_up_meets_everything_once(ids: set[int], limit: int) -> None:
    everything = sorted(ids, reverse=True)
    down, page = [], read(everything, Page(limit))
    down += page.items
    while page.older is not None:
        page = read(everything, Page(limit, max_id=page.older))
        down += page.items
    assert down == everything
    up, page = [], read(everything, Page(limit, min_id=0))
    up = list(page.items)
    while page.newer is not None:
        page = read(everything, Page(limit, min_id=page.newer))
        up = list(page.items) + up
    assert up == everything
