"""Muted hashtags: words of a filter that stands among a member's own."""

from typing import Any

import pytest

from folkmoot.accounts.models import Account
from folkmoot.core.errors import Invalid
from folkmoot.posts.actions import (
    FilterDraft,
    FilterWordDraft,
    filter_post,
    follow_tag,
    make_filter,
    mute_tag,
    tagmutes,
    unmute_tag,
)
from folkmoot.posts.queries import filters, mutes_tag, tag_by_name
from folkmoot.project.cast import Cast
from tests.posts.writing import say

pytestmark = pytest.mark.django_db


def words(account: Account) -> list[list[str]]:
    return [[word.word for word in each.words] for each in filters(account.id)]


def test_a_filter_that_hides_it_at_home_and_in_lists(cast: Cast) -> None:
    mute_tag(cast.bob, "Football")
    (made,) = filters(cast.bob.id)
    assert (made.title, made.action, made.contexts, made.ends_at) == (
        "Muted hashtags",
        "hide",
        ("home", "public"),
        None,
    )
    assert [(word.word, word.whole) for word in made.words] == [("#Football", True)]
    assert mutes_tag(cast.bob.id, "football")
    assert not mutes_tag(cast.bob.id, "foot")
    assert not mutes_tag(cast.carol.id, "football")
    assert not mutes_tag(None, "football")


def test_one_filter_for_all_and_each_once(cast: Cast) -> None:
    for name in ("football", "tennis", "FOOTBALL"):
        mute_tag(cast.bob, name)
    assert words(cast.bob) == [["#football", "#tennis"]]
    unmute_tag(cast.bob, "Football")
    assert words(cast.bob) == [["#tennis"]]
    unmute_tag(cast.bob, "tennis")
    unmute_tag(cast.bob, "tennis")
    assert words(cast.bob) == []


def test_another_filter_where_one_is_full(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tagmutes, "WORDS_MOST", 1)
    mute_tag(cast.bob, "football")
    mute_tag(cast.bob, "tennis")
    assert words(cast.bob) == [["#football"], ["#tennis"]]


@pytest.mark.parametrize(
    "draft",
    [
        FilterDraft("Sports", "warn", ("home", "public"), None, (FilterWordDraft("#golf"),)),
        FilterDraft("Sports", "hide", ("home",), None, (FilterWordDraft("#golf"),)),
        FilterDraft("Sports", "hide", ("home", "public"), None, (FilterWordDraft("#golf"), FilterWordDraft("ball"))),
        FilterDraft("Sports", "hide", ("home", "public"), None, (FilterWordDraft("#golf", whole=False),)),
    ],
)
def test_filters_of_another_kind_are_left_alone(cast: Cast, draft: FilterDraft) -> None:
    make_filter(cast.bob, draft)
    assert not mutes_tag(cast.bob.id, "golf")
    mute_tag(cast.bob, "tennis")
    unmute_tag(cast.bob, "golf")
    assert [each.title for each in filters(cast.bob.id)] == ["Sports", "Muted hashtags"]


def test_a_filter_that_names_posts_as_well_stays_for_them(cast: Cast) -> None:
    mute_tag(cast.bob, "football")
    filter_post(cast.bob, filters(cast.bob.id)[0].id, say(cast.carol, "Hello"))
    mute_tag(cast.bob, "tennis")
    assert words(cast.bob) == [["#football"], ["#tennis"]]
    unmute_tag(cast.bob, "football")
    assert words(cast.bob) == [[], ["#tennis"]]


def test_nobody_both_follows_and_mutes(cast: Cast) -> None:
    follow_tag(cast.bob, "football")
    mute_tag(cast.bob, "Football")
    assert not tag_by_name(cast.bob.id, "football").followed
    follow_tag(cast.bob, "football")
    assert not mutes_tag(cast.bob.id, "football")
    assert words(cast.bob) == []


@pytest.mark.parametrize("name", ["", "two words", "a-b", "x" * 100, "12345!"])
def test_what_is_no_hashtag(cast: Cast, name: str) -> None:
    with pytest.raises(Invalid):
        mute_tag(cast.bob, name)


def test_whoever_has_no_filters_pays_nothing(cast: Cast, queries: Any) -> None:
    mute_tag(cast.carol, "football")
    mutes_tag(cast.bob.id, "football")
    with queries(0):
        assert not mutes_tag(cast.bob.id, "football")
