"""The index is kept by what happens, and filled with what was there before."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from folkmoot.core.events import parked
from folkmoot.core.rows import execute, select
from folkmoot.posts.actions import Edit, delete_post, edit_post
from folkmoot.posts.models import Post
from folkmoot.project.cast import Cast
from folkmoot.search import tasks
from folkmoot.search.actions import begin_anew, fill_some, filling, filling_due, forget, index, keeping
from folkmoot.search.folding import MOST
from folkmoot.search.models import Filling
from folkmoot.search.queries import progress
from tests.posts.writing import say
from tests.search.finding import entries, found, write

pytestmark = pytest.mark.django_db


def test_publishing_editing_and_deleting(cast: Cast, drain: Callable[..., int]) -> None:
    post = say(cast.bob, "A lavender field")
    assert found(cast.hal, "lavender") == [], "whoever posts does not wait for the index"
    drain()
    assert found(cast.hal, "lavender") == [post]
    edit_post(cast.bob, post, Edit("A clover field"))
    drain()
    assert found(cast.hal, "lavender") == []
    assert found(cast.hal, "clover") == [post]
    delete_post(cast.bob, post)
    assert found(cast.hal, "clover") == [], "at once, without the worker"
    drain()
    assert entries() == set()
    assert _of_fts() == 0


def test_doing_it_twice_or_too_late_does_no_harm(cast: Cast, drain: Callable[..., int]) -> None:
    post = say(cast.bob, "Lavender")
    for _ in range(3):
        index(post)
    assert (found(cast.hal, "lavender"), _of_fts()) == ([post], 1)
    delete_post(cast.bob, post)
    index(post)
    forget([post])
    index(1)
    assert entries() == set()
    drain()
    assert _of_fts() == 0


def test_a_post_as_long_as_can_be(cast: Cast) -> None:
    post = say(cast.bob, "Short")
    words = " ".join(f"w{number}" for number in range(MOST + 500))
    Post.objects.filter(id=post).update(text=words)
    index(post)
    assert found(cast.hal, "w0 w1000") == [post]
    Post.objects.filter(id=post).update(text="")
    index(post)
    assert found(cast.hal, "w0") == []
    assert found(cast.hal, "from:bob") == [post]


def test_numbers_of_words_and_nothing_readable(cast: Cast) -> None:
    write(cast.bob, "Unmistakeable")
    [(words,)] = select("SELECT words FROM search_entry", {})
    assert "nmistak" not in str(bytes(words) if connection.vendor == "sqlite" else words)


def test_what_was_there_before_is_taken_in_the_oldest_first(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "AT_ONCE", 3)
    old = [say(cast.bob, f"Old oak {number}") for number in range(7)]
    new = write(cast.bob, "Old oak, new")
    assert progress() == (0, 0, True), "nobody has looked yet"
    assert fill_some()
    assert entries() == {new, *old[:3]}
    assert progress() == (3, 8, False)
    newer = write(cast.bob, "Old oak, newer")
    assert newer not in entries(), "it comes in its turn"
    Post.objects.filter(id=old[0]).update(text="Old oak, changed")
    index(old[0])
    assert found(cast.hal, "changed") == [old[0]]
    assert fill_some()
    assert fill_some()
    assert not fill_some()
    assert not fill_some()
    assert entries() == {new, newer, *old}
    assert progress() == (9, 9, True)
    newest = write(cast.bob, "Old oak, newest")
    assert newest in entries()
    assert found(cast.hal, "from:bob") == [newest, newer, new, *reversed(old)]


@pytest.mark.parametrize(("turn", "turns"), [(0.0, 3), (60.0, 1)])
def test_the_worker_fills_it_by_itself(
    cast: Cast, drain: Callable[..., int], monkeypatch: pytest.MonkeyPatch, turn: float, turns: int
) -> None:
    monkeypatch.setattr(filling, "AT_ONCE", 2)
    monkeypatch.setattr(tasks, "_TURN", turn)
    old = {say(cast.bob, f"Old elm {number}") for number in range(5)}
    execute("DELETE FROM core_event", {})
    tasks.see_to_filling()
    tasks.see_to_filling()
    assert select("SELECT COUNT(*) FROM core_event", {}) == [(1,)], "somebody is at it"
    assert drain() >= turns
    assert entries() == old
    tasks.see_to_filling()
    assert select("SELECT COUNT(*) FROM core_event", {}) == [(0,)], "there is nothing left to do"


def test_what_waits_since_before_an_upgrade_is_still_read(cast: Cast, drain: Callable[..., int]) -> None:
    old = say(cast.bob, "Old yew")
    execute("DELETE FROM core_event", {})
    tasks.see_to_filling()
    assert execute("UPDATE core_event SET data = %(data)s", {"data": '{"above": 5}'}) == 1
    drain()
    assert parked() == []
    assert entries() == {old}


def test_it_goes_on_where_it_was_broken_off(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "AT_ONCE", 2)
    old = {say(cast.bob, f"Old ash {number}") for number in range(5)}
    execute("DELETE FROM core_event", {})
    fill_some()
    filling_due()
    assert select("SELECT COUNT(*) FROM core_event", {}) == [(0,)]
    Filling.objects.update(stirred_at=timezone.now() - timedelta(minutes=6))
    filling_due()
    assert select("SELECT COUNT(*) FROM core_event", {}) == [(1,)]
    while fill_some():
        pass
    assert entries() == old


def test_beginning_anew(cast: Cast) -> None:
    posts = [write(cast.bob, f"Beech {number}") for number in range(4)]
    execute("DELETE FROM core_event", {})
    begin_anew()
    assert (entries(), _of_fts(), progress()) == (set(), 0, (0, 4, False))
    later = write(cast.bob, "Beech, later")
    while fill_some():
        pass
    assert found(cast.hal, "from:bob") == [later, *reversed(posts)]
    delete_post(cast.bob, posts[0])
    forget([posts[0]])
    assert _of_fts() == 4


@pytest.mark.only("sqlite")
def test_the_next_place_is_found_without_reading_all(cast: Cast) -> None:
    plan = select(f"EXPLAIN QUERY PLAN {keeping._NEXT_PLACE}", {})
    assert "search_place" in plan[0][3]


@pytest.mark.only("postgres")
def test_the_next_posts_are_looked_up_one_by_one(cast: Cast) -> None:
    plan = select(f"EXPLAIN {filling._NEXT}", {"above": 1, "most": 100})
    assert not [line for (line,) in plan if "Join" in line or "Seq Scan on search_entry" in line]


@pytest.mark.only("sqlite")
def test_whatever_takes_an_entry_out_takes_its_words_out(cast: Cast) -> None:
    for number in range(30):
        write(cast.bob, f"Birch {number} {'birch ' * number}")
    execute("DELETE FROM search_entry WHERE post_id IN (SELECT id FROM post ORDER BY id LIMIT 10)", {})
    assert _of_fts() == len(entries()) == len(found(cast.hal, "birch")) == 20
    execute("DELETE FROM search_entry", {})
    assert _of_fts() == 0


def test_deleted_posts_do_not_come_back_by_filling(cast: Cast, drain: Callable[..., int]) -> None:
    post = write(cast.bob, "Willow")
    delete_post(cast.bob, post)
    drain()
    begin_anew()
    fill_some()
    assert entries() == set()


def _of_fts() -> int:
    """How many posts FTS5 knows; where PostgreSQL has no such table, as many as have an entry."""
    if connection.vendor == "postgresql":
        return len(entries())
    found: Any = select("SELECT COUNT(*) FROM search_words WHERE search_words MATCH 'any'", {})
    return int(found[0][0])
