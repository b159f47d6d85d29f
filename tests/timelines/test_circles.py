"""The feed of a circle: its people's posts as far as one may see them, in exact pages, cheaply."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from types import SimpleNamespace

import pytest

from folkmoot.accounts.models import Account
from folkmoot.core.cursors import Page
from folkmoot.core.errors import NotFound
from folkmoot.core.events import drain
from folkmoot.posts.actions import boost, delete_post
from folkmoot.posts.queries.reading import _page_text
from folkmoot.posts.visibility import Sight
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import (
    CircleDraft,
    add_to_circle,
    block,
    change_circle,
    follow,
    make_circle,
    mute,
    remove_circle,
)
from folkmoot.timelines.queries import circle, circle_marks, circles, home, new_since
from tests.posts.test_visibility import plan
from tests.posts.writing import PAGE, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(cast: Cast) -> int:
    """Hal's circle with bob and frank on it; hal follows neither."""
    made = make_circle(cast.hal, CircleDraft("Choir"))
    for each in (cast.bob, cast.frank):
        add_to_circle(cast.hal, made, each.id)
    return made


def feed(owner: Account, some_id: int) -> list[int]:
    return [view.id for view in circle(owner.id, some_id, PAGE).items]


def test_it_has_what_its_people_write_and_boost(cast: Cast, mine: int) -> None:
    first, second = say(cast.bob, "One"), say(cast.frank, "Two", "quiet")
    say(cast.olivia, "Not on it")
    say(cast.hal, "My own")
    passed_on = boost(cast.bob, say(cast.olivia, "Passed on"))
    assert feed(cast.hal, mine) == [passed_on, second, first]


def test_it_opens_nothing(cast: Cast, mine: int) -> None:
    say(cast.bob, "For followers", "followers")
    say(cast.bob, "For @hal", "direct")
    say(cast.bob, "For a circle", "list", circle=_circle(cast.bob, cast.frank))
    delete_post(cast.bob, say(cast.bob, "Gone"))
    assert feed(cast.hal, mine) == []
    shown = say(cast.bob, "For hal", "list", circle=_circle(cast.bob, cast.hal))
    assert feed(cast.hal, mine) == [shown]
    follow(cast.hal, cast.bob.id)
    assert len(feed(cast.hal, mine)) == 2


def _circle(owner: Account, *people: Account) -> int:
    made = make_circle(owner, CircleDraft("Theirs"))
    for each in people:
        add_to_circle(owner, made, each.id)
    return made


@pytest.mark.parametrize("hide", [lambda c: mute(c.hal, c.bob.id, None), lambda c: block(c.bob, c.hal.id)])
def test_mutes_and_blocks_hold(cast: Cast, mine: int, hide: Callable[[Cast], None]) -> None:
    post = say(cast.bob, "One")
    boost(cast.frank, post)
    assert len(feed(cast.hal, mine)) == 2
    hide(cast)
    assert feed(cast.hal, mine) == []


@pytest.mark.parametrize(
    ("replies", "shown"),
    [("list", {"on it", "self", "me"}), ("followed", {"followed", "self", "me"}), ("none", {"self", "me"})],
)
def test_whose_answers_are_shown(cast: Cast, mine: int, replies: str, shown: set[str]) -> None:
    change_circle(cast.hal, mine, CircleDraft("Choir", replies))
    follow(cast.hal, cast.olivia.id)
    answers = {
        "on it": say(cast.bob, "A", reply_to=say(cast.frank, "Q")),
        "followed": say(cast.bob, "A", reply_to=say(cast.olivia, "Q")),
        "other": say(cast.bob, "A", reply_to=say(cast.alice, "Q")),
        "self": say(cast.bob, "A", reply_to=say(cast.bob, "Q")),
        "me": say(cast.bob, "A", reply_to=say(cast.hal, "Q")),
    }
    found = set(feed(cast.hal, mine))
    assert {name for name, post in answers.items() if post in found} == shown


def test_circles_of_others_cannot_be_read(cast: Cast, mine: int) -> None:
    for read in (circle, circle_marks):
        with pytest.raises(NotFound):
            read(cast.bob.id, mine, PAGE)


def test_paging_meets_every_post_once_in_both_directions(cast: Cast, mine: int) -> None:
    written = [
        say(who, f"Number {n}", "followers" if n % 4 == 0 else "public")
        for n in range(12)
        for who in (cast.bob, cast.frank)
    ]
    visible = [post for n, post in enumerate(written) if (n // 2) % 4]
    down, page = [], Page(limit=4)
    while True:
        cut = circle(cast.hal.id, mine, page)
        down += [view.id for view in cut.items]
        if cut.older is None:
            break
        page = Page(limit=4, max_id=cut.older)
    assert down == visible[::-1]
    up, page = [], Page(limit=4, min_id=0)
    while True:
        cut = circle(cast.hal.id, mine, page)
        up += [view.id for view in cut.items][::-1]
        if cut.newer is None:
            break
        page = Page(limit=4, min_id=cut.newer)
    assert up == visible


@pytest.mark.parametrize("replies", ["list", "followed", "none"])
@pytest.mark.parametrize("order", ["ASC", "DESC"])
def test_no_table_is_read_as_a_whole(cast: Cast, mine: int, replies: str, order: str) -> None:
    text = _page_text(Sight.MEMBER, circles._feed(replies, order), order == "ASC")
    steps = plan(text, {"viewer": 1, "circle": 2, "above": 0, "below": 9, "limit": 21})
    for line in steps:
        assert not line.startswith("SCAN") or line.split()[1] in {"x", "(subquery-1)"}, line
    assert not steps or any("post_by_account" in line or "account_id=?" in line for line in steps)


@pytest.mark.parametrize("size", [1, 20])
def test_the_number_of_statements_does_not_grow(
    cast: Cast, mine: int, queries: Callable[[int], AbstractContextManager[object]], size: int
) -> None:
    for number in range(size):
        say(cast.bob, f"Number {number}")
    feed(cast.hal, mine)
    with queries(2):
        assert len(feed(cast.hal, mine)) == size


def test_people_of_an_exclusive_circle_are_not_shown_at_home(cast: Cast) -> None:
    follow(cast.hal, cast.bob.id)
    follow(cast.hal, cast.frank.id)
    first = say(cast.bob, "One")
    passed_on = boost(cast.bob, say(cast.olivia, "Passed on"))
    other = say(cast.frank, "Two")
    boost(cast.frank, say(cast.bob, "Three"))
    drain()
    made = _circle(cast.hal, cast.bob)
    assert len(home(cast.hal.id, PAGE).items) == 5 - 1, "frank's boost of what is at home already is not shown again"
    change_circle(cast.hal, made, CircleDraft("Apart", exclusive=True))
    found = [view.id for view in home(cast.hal.id, PAGE).items]
    assert (first in found, passed_on in found, other in found) == (False, False, True)
    assert new_since(cast.hal.id, "home", 0) == len(found)
    assert [view.id for view in home(cast.alice.id, PAGE).items if view.id == first], "hers is as it was"
    remove_circle(cast.hal, made)
    assert len(home(cast.hal.id, PAGE).items) == 4


@pytest.mark.parametrize(("vendor", "word"), [("postgresql", "LATERAL"), ("sqlite", "post q ON q.id IN")])
def test_each_database_has_its_words_for_a_page_of_each(
    vendor: str, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(circles, "connection", SimpleNamespace(vendor=vendor))
    assert word in circles._each("SELECT 1")
