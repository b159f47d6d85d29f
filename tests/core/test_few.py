"""Sets of accounts that spare statements: right after a change here, and after one in another process."""

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager

import pytest

from folkmoot.accounts.models import Account
from folkmoot.core import few
from folkmoot.core.few import Few
from folkmoot.posts.models import Bookmark
from folkmoot.project.cast import Cast
from tests.posts.writing import say

pytestmark = pytest.mark.django_db

type Queries = Callable[[int], AbstractContextManager[object]]
type Committing = Callable[..., AbstractContextManager[list[object]]]


@pytest.fixture
def keeping() -> Generator[Callable[[], Few]]:
    """Makes the set of those with bookmarks, as each process has one."""
    before = list(few._all)
    yield lambda: Few("posts_bookmark")
    few._all[:] = before


def keep(account: Account, known: Few) -> None:
    Bookmark.objects.create(account=account, post_id=say(account))
    known.note(account.id)


def test_it_is_read_once(cast: Cast, keeping: Callable[[], Few], queries: Queries) -> None:
    Bookmark.objects.create(account=cast.alice, post_id=say(cast.alice))
    known = keeping()
    with queries(1):
        assert known.has(cast.alice.id)
        assert not known.has(cast.bob.id)
        assert not known.has(None)


def test_who_is_noted_is_there_at_once(cast: Cast, keeping: Callable[[], Few], queries: Queries) -> None:
    known = keeping()
    assert not known.has(cast.bob.id)
    keep(cast.bob, known)
    with queries(0):
        assert known.has(cast.bob.id)


def test_another_process_hears_of_it_when_it_is_saved(
    cast: Cast, keeping: Callable[[], Few], django_capture_on_commit_callbacks: Committing
) -> None:
    here, there = keeping(), keeping()
    assert not there.has(cast.bob.id)
    with django_capture_on_commit_callbacks(execute=True):
        keep(cast.bob, here)
        assert not there.has(cast.bob.id), "it is not saved yet"
    assert there.has(cast.bob.id)


def test_the_others_are_told_of_the_first_row_only_and_again_after_the_last_was_gone(
    cast: Cast, keeping: Callable[[], Few], django_capture_on_commit_callbacks: Committing
) -> None:
    known, heard = keeping(), []
    for _time in range(2):
        for _row in range(2):
            with django_capture_on_commit_callbacks() as told:
                keep(cast.bob, known)
            heard.append(len([each for each in told if each is few._tell]))
        Bookmark.objects.all().delete()
    assert heard == [1, 0, 1, 0]


def test_a_condition_narrows_it(cast: Cast, keeping: Callable[[], Few]) -> None:
    keep(cast.bob, keeping())
    assert Few("posts_bookmark", "post_id > 0").has(cast.bob.id)
    assert not Few("posts_bookmark", "post_id < 0").has(cast.bob.id)


def test_every_one_of_them_is_known(keeping: Callable[[], Few]) -> None:
    assert keeping() in few.every()
