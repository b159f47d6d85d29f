"""Threads, lists and views: order, gaps, constant numbers of statements."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from folkmoot.accounts.models import Account
from folkmoot.core.cursors import Page
from folkmoot.core.errors import NotFound
from folkmoot.posts import hydrate, queries
from folkmoot.posts.actions import boost, delete_post
from folkmoot.posts.hydrate import PostView, kept
from folkmoot.posts.queries import Branch, Gap, Thread
from folkmoot.project.cast import Cast
from tests.posts.writing import PAGE, lay, say

pytestmark = pytest.mark.django_db

type Queries = Callable[[int], AbstractContextManager[object]]


@pytest.fixture(autouse=True)
def no_bodies_kept() -> None:
    kept._cache.clear()


def words(thread: Thread) -> list[str]:
    shown = [*thread.ancestors, thread.post, *(branch.post for branch in thread.replies)]
    return [view.body.text if isinstance(view, PostView) else "…" for view in shown]


def test_a_thread_reads_from_its_root_down_each_branch(cast: Cast) -> None:
    root = say(cast.alice, "root")
    first = say(cast.bob, "first", reply_to=root)
    second = say(cast.hal, "second", reply_to=root)
    deep = say(cast.alice, "first.1", reply_to=first)
    say(cast.alice, "second.1", reply_to=second)
    thread = queries.thread(cast.hal.id, root)
    assert words(thread) == ["root", "first", "first.1", "second", "second.1"]
    assert [branch.depth for branch in thread.replies] == [0, 1, 0, 1]
    assert words(queries.thread(cast.hal.id, deep)) == ["root", "first", "first.1"]


def test_a_parent_that_one_may_not_see_leaves_a_gap(cast: Cast) -> None:
    root = say(cast.alice, "root")
    hidden = say(cast.bob, "hidden @alice", "direct", reply_to=root)
    child = say(cast.alice, "child", reply_to=hidden)
    thread = queries.thread(cast.hal.id, child)
    assert words(thread) == ["root", "…", "child"]
    assert Gap(hidden) in thread.ancestors
    assert words(queries.thread(cast.hal.id, root)) == ["root", "…", "child"]
    assert words(queries.thread(cast.alice.id, root)) == ["root", "hidden @alice", "child"]


def test_gaps_that_nothing_hangs_below_are_not_shown(cast: Cast) -> None:
    root = say(cast.alice, "root")
    hidden = say(cast.bob, "hidden @alice", "direct", reply_to=root)
    say(cast.alice, "also hidden @bob", "direct", reply_to=hidden)
    say(cast.hal, "shown", reply_to=root)
    assert words(queries.thread(cast.hal.id, root)) == ["root", "shown"]


def test_deleted_parents_leave_gaps_and_deleted_posts_are_gone(cast: Cast) -> None:
    root = say(cast.alice, "root")
    middle = say(cast.bob, "middle", reply_to=root)
    leaf = say(cast.alice, "leaf", reply_to=middle)
    delete_post(cast.bob, middle)
    assert words(queries.thread(cast.hal.id, leaf)) == ["root", "…", "leaf"]
    with pytest.raises(NotFound):
        queries.thread(cast.hal.id, middle)


GAPS = [
    ("vgv", [0, 1, 2], "vgv"),
    ("vgg", [0, 1, 2], "v"),
    ("ggv", [0, 1, 2], "ggv"),
    ("gvg", [0, 1, 0], "gv"),
    ("ggv", [0, 1, 0], "v"),
    ("gggv", [0, 1, 1, 2], "ggv"),
    ("", [], ""),
]


@pytest.mark.parametrize(("kinds", "depths", "kept"), GAPS)
def test_which_gaps_are_needed(cast: Cast, kinds: str, depths: list[int], kept: str) -> None:
    view = queries.get_post(cast.alice.id, say(cast.alice))
    branches = [
        Branch(d, view if kind == "v" else Gap(n)) for n, (kind, d) in enumerate(zip(kinds, depths, strict=True))
    ]
    shown = queries.threads._without_bare_gaps(branches)
    assert "".join("g" if isinstance(branch.post, Gap) else "v" for branch in shown) == kept


def test_a_profile_has_posts_and_replies(cast: Cast) -> None:
    theirs = say(cast.bob, "theirs")
    own, self_reply = say(cast.alice, "own"), None
    self_reply = say(cast.alice, "and then", reply_to=own)
    answer = say(cast.alice, "answer", reply_to=theirs)
    passed_on = boost(cast.alice, theirs)
    assert _ids(queries.profile_posts(cast.hal.id, cast.alice.id, "posts", PAGE)) == [passed_on, self_reply, own]
    assert _ids(queries.profile_posts(cast.hal.id, cast.alice.id, "replies", PAGE)) == [answer, self_reply]


@pytest.mark.parametrize(
    ("written", "asked"),
    [("#Birds", "birds"), ("#BIRDS", "Birds"), ("#العربية", "العربية"), ("#Straße", "STRASSE"), ("#鳥", "鳥")],
)
def test_hashtags_are_found_in_any_case_and_script(cast: Cast, written: str, asked: str) -> None:
    post = say(cast.alice, f"Look: {written}")
    assert _ids(queries.tagged(cast.hal.id, asked, PAGE)) == [post]


def test_a_hashtag_does_not_widen_the_reach_of_quiet_posts(cast: Cast) -> None:
    say(cast.alice, "Psst #birds", "quiet")
    assert queries.tagged(cast.hal.id, "birds", PAGE).items == ()


def test_pages_go_back_and_forth(cast: Cast) -> None:
    rows = [say(cast.alice, f"Number {n}") for n in range(9)][::-1]
    first = queries.profile_posts(cast.hal.id, cast.alice.id, "posts", Page(limit=3))
    assert (_ids(first), first.older, first.newer) == (rows[:3], rows[2], None)
    second = queries.profile_posts(cast.hal.id, cast.alice.id, "posts", Page(limit=3, max_id=first.older))
    assert (_ids(second), second.older, second.newer) == (rows[3:6], rows[5], rows[3])
    back = queries.profile_posts(cast.hal.id, cast.alice.id, "posts", Page(limit=3, min_id=rows[3]))
    assert _ids(back) == rows[:3]
    newest = queries.profile_posts(cast.hal.id, cast.alice.id, "posts", Page(limit=2, since_id=rows[5]))
    assert _ids(newest) == rows[:2]


@pytest.mark.parametrize("size", [1, 20])
def test_the_number_of_statements_does_not_grow(cast: Cast, queries: Queries, size: int) -> None:
    from folkmoot.posts.queries import profile_posts

    for n in range(size):
        say(cast.alice, f"Number {n} for @bob #tag{n}", reply_to=say(cast.bob, "Ask me"))
    with queries(5):
        assert len(profile_posts(cast.hal.id, cast.alice.id, "replies", PAGE).items) == size


def test_kept_bodies_cost_one_statement(cast: Cast, queries: Queries) -> None:
    post = say(cast.alice)
    hydrate.posts(cast.bob.id, [post])
    with queries(1):
        assert hydrate.posts(cast.hal.id, [post])


def test_kept_bodies_follow_the_author_and_the_post(cast: Cast) -> None:
    post = say(cast.alice)
    assert queries.get_post(cast.bob.id, post).body.author.name == "alice"
    Account.objects.filter(id=cast.alice.id).update(name="Alice of the Hill", version=cast.alice.version + 1)
    assert queries.get_post(cast.bob.id, post).body.author.name == "Alice of the Hill"


def test_kept_bodies_never_decide_who_sees(cast: Cast) -> None:
    post = say(cast.alice, scope="followers")
    assert hydrate.posts(cast.bob.id, [post])
    assert hydrate.posts(cast.hal.id, [post]) == []


def test_the_store_of_bodies_is_bounded(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept._cache, "most", 5)
    hydrate.posts(cast.bob.id, [say(cast.alice, f"Number {n}") for n in range(4)])
    hydrate.posts(cast.bob.id, [say(cast.alice, f"Number {n}") for n in range(4)])
    assert len(kept._cache) <= 5


def test_views_keep_the_order_asked_for_and_drop_what_is_hidden(cast: Cast) -> None:
    rows = [say(cast.alice, f"Number {n}") for n in range(3)]
    hidden = lay(cast.alice, "direct")
    asked = [rows[1], hidden, rows[2], 77, rows[0]]
    assert [view.id for view in hydrate.posts(cast.bob.id, asked)] == [rows[1], rows[2], rows[0]]
    assert hydrate.posts(cast.bob.id, []) == []


def _ids(cut: object) -> list[int]:
    return [view.id for view in cut.items]  # type: ignore[attr-defined] - any slice of posts


def test_a_profile_has_no_direct_posts_even_for_those_who_talk(cast: Cast) -> None:
    parent = say(cast.bob, "theirs")
    say(cast.alice, "Psst, @bob", "direct")
    say(cast.alice, "Psst again, @bob", "direct", reply_to=parent)
    for viewer in (cast.alice, cast.bob):
        for tab in ("posts", "replies"):
            assert queries.profile_posts(viewer.id, cast.alice.id, tab, PAGE).items == ()


def test_a_post_behind_the_last_that_is_shown_still_has_its_thread(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    root = say(cast.alice, "root")
    first = say(cast.bob, "first", reply_to=root)
    late = say(cast.alice, "late", reply_to=first)
    monkeypatch.setattr(queries.threads, "THREAD_MOST", 1)
    thread = queries.thread(cast.hal.id, late)
    assert thread.post.body.text == "late"
    assert thread.replies == ()


def test_a_post_that_goes_while_its_thread_is_read_is_absent(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    root = say(cast.alice, "root")
    monkeypatch.setattr(queries.threads, "dress", lambda _viewer, _marks: [])
    with pytest.raises(NotFound):
        queries.thread(cast.hal.id, root)
