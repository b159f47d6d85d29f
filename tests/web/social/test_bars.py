"""The buttons below a post: one mold for all posts of a kind, and nothing of one post in another's row."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation

from folkmoot.posts import actions
from folkmoot.posts.queries import get_post
from folkmoot.web.social import bars
from tests.web.social.reading import tree

type Say = Callable[..., int]


def _bar(viewer: Any, post_id: int, place: str = "") -> str:
    some_id = viewer.id if viewer else None
    return bars.bar(get_post(some_id, post_id), some_id, translation.get_language(), place)


def test_posts_of_a_kind_share_a_mold_and_nothing_else(cast: Any, say: Say) -> None:
    one, other = say(cast.bob, "One"), say(cast.hal, "Other")
    first, second = _bar(cast.alice, one), _bar(cast.alice, other)
    assert len(bars._molds.kept) == 1
    for mine, theirs, shown in ((one, other, first), (other, one, second)):
        assert f"/posts/{mine}/like" in shown
        assert str(theirs) not in shown
    assert "@bob" in first and "hal" not in first  # noqa: PT018 - one sentence
    assert str(cast.hal.id) in second
    assert "\0" not in first + second


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (actions.like, '1<span class="hidden"> like</span>'),
        (actions.boost, '1<span class="hidden"> boost</span>'),
    ],
)
def test_counts_are_said_as_they_are_now(cast: Any, say: Say, act: Callable[..., Any], words: str) -> None:
    post_id = say(cast.bob, "Hello")
    assert words not in _bar(cast.alice, post_id)
    act(cast.alice, post_id)
    assert words in _bar(cast.hal, post_id)
    act(cast.hal, post_id)
    assert words.replace("1<", "2<").replace("</span>", "s</span>") in _bar(cast.frank, post_id)


def test_answers_are_counted_for_visitors_as_well(cast: Any, say: Say, open_house: None) -> None:
    post_id = say(cast.bob, "Hello")
    for text in ("a", "b"):
        say(cast.alice, text, reply_to=post_id)
    assert '2<span class="hidden"> answers</span>' in _bar(cast.alice, post_id)
    visitors = tree(_bar(None, post_id))
    assert "2" in visitors.text
    assert not visitors.all("a")


def test_each_language_has_a_mold_of_its_own(cast: Any, say: Say) -> None:
    post_id = say(cast.bob, "Hello")
    english = _bar(cast.alice, post_id)
    with translation.override("ar"):
        assert _bar(cast.alice, post_id) != english
    assert _bar(cast.alice, post_id) == english


def test_a_place_cannot_leave_its_attribute(cast: Any, say: Say) -> None:
    shown = _bar(cast.alice, say(cast.bob, "Hello"), 'x"><script>')
    assert "<script>" not in shown
    assert "?at=x&#34;&gt;&lt;script&gt;" in shown
