"""Filters: what they look at, when they work, what they cost, and that they are nobody else's."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from folkmoot.core import rows
from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.core.events import drain
from folkmoot.posts import hydrate, queries
from folkmoot.posts.actions import (
    FilterDraft,
    FilterWordDraft,
    NewPoll,
    boost,
    change_filter,
    delete_post,
    filter_post,
    make_filter,
    remove_filter,
    unfilter_post,
)
from folkmoot.posts.actions import filters as limits
from folkmoot.posts.hydrate import filters as hydrating
from folkmoot.posts.models import Card, Carries, Filter, FilterPost, FilterWord, Post, PostCard
from folkmoot.project.cast import Cast
from folkmoot.timelines.queries import home, home_marks
from tests.pictures import lay as lay_picture
from tests.posts.writing import PAGE, say

pytestmark = pytest.mark.django_db

WORD = FilterWordDraft("football")
DRAFT = FilterDraft("No sports", "hide", ("home", "public"), None, (WORD,))


def hits_of(viewer: int, post_id: int) -> list[tuple[str, tuple[str, ...]]]:
    return [(hit.title, hit.words) for hit in queries.get_post(viewer, post_id).extras.hits]


def test_a_filter_meets_what_has_its_word(cast: Cast) -> None:
    post, other = say(cast.alice, "I love FOOTBALL!"), say(cast.alice, "I love footballs")
    make_filter(cast.bob, DRAFT)
    assert hits_of(cast.bob.id, post) == [("No sports", ("football",))]
    assert hits_of(cast.bob.id, other) == []
    assert hits_of(cast.hal.id, post) == [], "another's filter"
    assert queries.get_post(None, post).extras.hits == () if _open() else True


def _open() -> bool:
    from folkmoot.instance.models import Setting

    Setting.objects.update_or_create(name="visitors", defaults={"value": "posts"})
    return True


def test_parts_of_words_where_that_is_wished(cast: Cast) -> None:
    post = say(cast.alice, "I love footballs")
    make_filter(cast.bob, replace(DRAFT, words=(FilterWordDraft("football", whole=False),)))
    assert hits_of(cast.bob.id, post)


def _in_text(cast: Cast) -> int:
    return say(cast.alice, "football")


def _in_warning(cast: Cast) -> int:
    return say(cast.alice, "About the match", warning="Football ahead")


def _in_alt(cast: Cast) -> int:
    return say(cast.alice, "Look", pictures=(lay_picture(cast.alice.id, alt="A football on a lawn").id,))


def _in_poll(cast: Cast) -> int:
    return say(cast.alice, "Which?", poll=NewPoll(("football", "chess"), 600))


def _in_link_title(cast: Cast) -> int:
    post = say(cast.alice, "Read this")
    card = Card.objects.create(digest="0" * 64, url="https://example.org/", title="Football results")
    PostCard.objects.create(post_id=post, card=card)
    Post.objects.filter(id=post).update(carries=Carries.CARD, version=2)
    return post


def _in_what_is_quoted(cast: Cast) -> int:
    return say(cast.alice, "See below", quote_of=say(cast.hal, "football"))


def _in_what_is_boosted(cast: Cast) -> int:
    return boost(cast.alice, say(cast.hal, "football"))


@pytest.mark.parametrize(
    "written",
    [_in_text, _in_warning, _in_alt, _in_poll, _in_link_title, _in_what_is_quoted, _in_what_is_boosted],
)
def test_everything_there_is_to_read_is_looked_at(cast: Cast, written: Callable[[Cast], int]) -> None:
    make_filter(cast.bob, DRAFT)
    assert hits_of(cast.bob.id, written(cast))


def test_the_pieces_of_a_post_are_apart(cast: Cast) -> None:
    post = say(cast.alice, "league of their own", warning="about football")
    make_filter(cast.bob, replace(DRAFT, words=(FilterWordDraft("football league"),)))
    assert hits_of(cast.bob.id, post) == []


def test_ones_own_posts_meet_no_filter(cast: Cast) -> None:
    make_filter(cast.alice, DRAFT)
    assert hits_of(cast.alice.id, say(cast.alice, "football")) == []


def test_a_filter_ends(cast: Cast) -> None:
    post = say(cast.alice, "football")
    made = make_filter(cast.bob, replace(DRAFT, ends_at=timezone.now() + timedelta(hours=1)))
    assert hits_of(cast.bob.id, post)
    Filter.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert hits_of(cast.bob.id, post) == []
    assert queries.filter_by_id(cast.bob.id, made).is_over


def test_changing_a_filter_keeps_the_words_that_stay(cast: Cast) -> None:
    made = make_filter(cast.bob, replace(DRAFT, words=(WORD, FilterWordDraft("chess"), FilterWordDraft("golf"))))
    football, chess, _golf = queries.filter_by_id(cast.bob.id, made).words
    words = (
        FilterWordDraft("soccer", id=football.id),
        FilterWordDraft("chess", whole=False, id=chess.id),
        FilterWordDraft("go"),
    )
    change_filter(cast.bob, made, FilterDraft("Games", "warn", ("thread",), None, words))
    known = queries.filter_by_id(cast.bob.id, made)
    assert (known.title, known.action, known.contexts) == ("Games", "warn", ("thread",))
    assert [(word.word, word.whole) for word in known.words] == [("soccer", True), ("chess", False), ("go", True)]
    assert [word.id for word in known.words[:2]] == [football.id, chess.id]


def test_a_word_of_somebody_elses_is_not_taken_over(cast: Cast) -> None:
    theirs = make_filter(cast.alice, DRAFT)
    stolen = queries.filter_by_id(cast.alice.id, theirs).words[0].id
    mine = make_filter(cast.bob, replace(DRAFT, words=(FilterWordDraft("chess"),)))
    change_filter(cast.bob, mine, replace(DRAFT, words=(FilterWordDraft("golf", id=stolen),)))
    assert [word.word for word in queries.filter_by_id(cast.alice.id, theirs).words] == ["football"]
    assert [word.word for word in queries.filter_by_id(cast.bob.id, mine).words] == ["golf"]


@pytest.mark.parametrize("do", [lambda a, i: change_filter(a, i, DRAFT), remove_filter])
def test_filters_of_others_are_not_there(cast: Cast, do: Callable[..., None]) -> None:
    theirs = make_filter(cast.alice, DRAFT)
    with pytest.raises(NotFound):
        do(cast.bob, theirs)
    assert Filter.objects.filter(id=theirs).exists()
    for look in (queries.filter_by_id, queries.filter_of_word):
        make_filter(cast.bob, DRAFT)
        with pytest.raises(NotFound):
            look(cast.bob.id, theirs)


def test_a_filter_that_is_removed_works_no_more(cast: Cast) -> None:
    post, made = say(cast.alice, "football"), make_filter(cast.bob, DRAFT)
    remove_filter(cast.bob, made)
    assert hits_of(cast.bob.id, post) == []
    assert not FilterWord.objects.exists()


BARE = replace(DRAFT, words=())


def named_in(viewer: int, post_id: int) -> list[tuple[int, ...]]:
    return [hit.posts for hit in queries.get_post(viewer, post_id).extras.hits]


def test_a_filter_names_single_posts(cast: Cast) -> None:
    post, other = say(cast.alice, "Hello"), say(cast.alice, "Hello too")
    made = make_filter(cast.bob, BARE)
    one = filter_post(cast.bob, made, post)
    assert filter_post(cast.bob, made, post) == one, "once is enough"
    assert (named_in(cast.bob.id, post), named_in(cast.bob.id, other)) == ([(post,)], [])
    assert named_in(cast.hal.id, post) == []
    assert queries.named_post(cast.bob.id, one) == (one, post)
    unfilter_post(cast.bob, one)
    assert named_in(cast.bob.id, post) == []


def test_what_passes_a_named_post_on_is_met_as_well(cast: Cast) -> None:
    post = say(cast.hal, "Hello")
    passed_on, quoting = boost(cast.alice, post), say(cast.alice, "Look", quote_of=post)
    made = make_filter(cast.bob, BARE)
    filter_post(cast.bob, made, passed_on)
    assert queries.filter_by_id(cast.bob.id, made).posts[0].post_id == post, "the post itself is what is named"
    assert [named_in(cast.bob.id, each) for each in (post, passed_on, quoting)] == [[(post,)]] * 3


def test_words_and_named_posts_stand_beside_each_other(cast: Cast) -> None:
    post = say(cast.alice, "football")
    made = make_filter(cast.bob, replace(DRAFT, words=(WORD, FilterWordDraft("chess"))))
    filter_post(cast.bob, made, post)
    known = queries.filter_by_id(cast.bob.id, made)
    assert ([word.word for word in known.words], len(known.posts)) == (["football", "chess"], 1)
    (hit,) = queries.get_post(cast.bob.id, post).extras.hits
    assert (hit.words, hit.posts) == (("football",), (post,))
    change_filter(cast.bob, made, BARE)
    assert len(queries.filter_by_id(cast.bob.id, made).posts) == 1, "words come and go, posts stay"


def test_only_what_one_sees_is_named_and_only_in_ones_own(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    made, theirs = make_filter(cast.bob, BARE), make_filter(cast.alice, BARE)
    post, hidden = say(cast.alice, "Hello"), say(cast.alice, "For Frank", scope="direct")
    named = filter_post(cast.alice, theirs, say(cast.hal, "Hello"))
    tries: tuple[Callable[[], object], ...] = (
        lambda: filter_post(cast.bob, made, hidden),
        lambda: filter_post(cast.bob, made, 12345),
        lambda: filter_post(cast.bob, theirs, post),
        lambda: unfilter_post(cast.bob, named),
        lambda: queries.named_post(cast.bob.id, named),
    )
    for forbidden in tries:
        with pytest.raises(NotFound):
            forbidden()
    assert FilterPost.objects.get().id == named
    monkeypatch.setattr(limits, "POSTS_MOST", 0)
    with pytest.raises(NotAllowed):
        filter_post(cast.bob, made, post)


def test_a_post_that_is_deleted_leaves_the_filters_that_named_it(cast: Cast) -> None:
    post, made = say(cast.alice, "Hello"), make_filter(cast.bob, BARE)
    filter_post(cast.bob, made, post)
    delete_post(cast.alice, post)
    drain()
    assert queries.filter_by_id(cast.bob.id, made).posts == ()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": "", "words": ()}, "title"),
        ({"title": "x" * 101}, "title"),
        ({"action": "shout"}, "action"),
        ({"contexts": ()}, "contexts"),
        ({"contexts": ("home", "kitchen")}, "contexts"),
        ({"words": (FilterWordDraft("x" * 101),)}, "words"),
        ({"words": tuple(FilterWordDraft(f"w{n}") for n in range(101))}, "words"),
        ({"ends_at": timezone.now() - timedelta(hours=1)}, "ends_at"),
    ],
)
def test_what_cannot_be_a_filter(cast: Cast, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        make_filter(cast.bob, replace(DRAFT, **wrong))
    assert refused.value.field == field
    assert not Filter.objects.exists()


def test_words_are_put_in_order(cast: Cast) -> None:
    words = (" foot  ball ", "FOOT BALL", "\u200b", "", "chess")
    made = make_filter(cast.bob, replace(DRAFT, title="", words=tuple(map(FilterWordDraft, words))))
    known = queries.filter_by_id(cast.bob.id, made)
    assert (known.title, [word.word for word in known.words]) == ("foot ball", ["foot ball", "chess"])


def test_there_is_an_end_to_filters(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FILTERS_MOST", 1)
    make_filter(cast.bob, DRAFT)
    with pytest.raises(NotAllowed):
        make_filter(cast.bob, DRAFT)
    make_filter(cast.hal, DRAFT)


@pytest.mark.parametrize(("has_filter", "more"), [(False, 0), (True, 1)])
@pytest.mark.parametrize("size", [1, 20])
def test_filters_cost_those_who_have_some_one_statement(
    cast: Cast,
    queries: Callable[[int], AbstractContextManager[object]],
    size: int,
    has_filter: bool,
    more: int,
) -> None:
    for number in range(size):
        say(cast.alice, f"Number {number}")
    drain()
    if has_filter:
        filter_post(cast.bob, make_filter(cast.bob, DRAFT), home(cast.bob.id, PAGE).items[0].id)
    home(cast.bob.id, PAGE)
    with queries(1 + more):
        assert len(home(cast.bob.id, PAGE).items) == size
    with queries(1):
        assert len(home_marks(cast.bob.id, Page(limit=20)).items) == size


NAMED = 500


def test_of_all_that_a_filter_names_a_page_reads_what_it_shows(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    shown, passed_on, quoted = say(cast.alice, "Shown"), say(cast.hal, "Passed on"), say(cast.hal, "Quoted")
    page = [shown, boost(cast.alice, passed_on), say(cast.alice, "Look", quote_of=quoted), say(cast.alice, "Free")]
    made = make_filter(cast.bob, BARE)
    _name_many(cast, made, shown, passed_on, quoted)
    read: list[int] = []
    monkeypatch.setattr(hydrating, "select", _counted(read))
    met = {view.id: [hit.posts for hit in view.extras.hits] for view in hydrate.posts(cast.bob.id, page)}
    assert met == dict(zip(page, [[(shown,)], [(passed_on,)], [(quoted,)], []], strict=True))
    assert read == [1 + 3], "the filter, and what it names of these posts"
    assert len(queries.filter_by_id(cast.bob.id, made).posts) == NAMED, "its own page shows them all"


def test_a_page_of_ones_own_posts_asks_for_no_filters(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    post = say(cast.bob, "football")
    make_filter(cast.bob, DRAFT)
    read: list[int] = []
    monkeypatch.setattr(hydrating, "select", _counted(read))
    assert hits_of(cast.bob.id, post) == read == []


def _name_many(cast: Cast, filter_id: int, *posts: int) -> None:
    """Let a filter name these posts and so many others that there are ``NAMED``."""
    others = [Post(account_id=cast.hal.id, scope="public", text="x", thread_id=1) for _ in range(NAMED - len(posts))]
    Post.objects.bulk_create(others)
    ids = [*posts, *(each.id for each in others)]
    FilterPost.objects.bulk_create(FilterPost(filter_id=filter_id, post_id=each) for each in ids)


def _counted(into: list[int]) -> Callable[..., list[tuple[Any, ...]]]:
    """The real thing, which notes how many rows each statement read."""

    def select(text: str, parameters: rows.Parameters) -> list[tuple[Any, ...]]:
        found = rows.select(text, parameters)
        into.append(len(found))
        return found

    return select
