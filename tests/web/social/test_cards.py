"""Cards: the shared half is rendered once and follows every change, the viewer's half is the viewer's own."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from folkmoot.accounts.queries import Account
from folkmoot.posts import actions
from folkmoot.posts.hydrate import PostView
from folkmoot.posts.queries import Gap, get_post
from folkmoot.web import words
from folkmoot.web.social import cards
from tests.web.social.reading import button, tree

type Say = Callable[..., int]


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The posts whose shared half was made anew."""
    made: list[int] = []
    real = cards._rendered

    def note(body: Any, size: str, player: str) -> cards.Half:
        made.append(body.key.id)
        return real(body, size, player)

    monkeypatch.setattr(cards, "_rendered", note)
    return made


def test_the_shared_half_is_made_once_for_all(cast: Any, say: Say, rendered: list[int]) -> None:
    post_id = say(cast.bob, "Hello")
    for viewer in (cast.alice.id, cast.hal.id, cast.bob.id):
        cards.card(get_post(viewer, post_id), viewer)
    assert rendered == [post_id]


def test_a_new_name_makes_it_anew(cast: Any, say: Say, rendered: list[int]) -> None:
    post_id = say(cast.bob, "Hello")
    assert "Robert" not in cards.card(get_post(cast.alice.id, post_id), cast.alice.id)
    Account.objects.filter(id=cast.bob.id).update(name="Robert", version=cast.bob.version + 1)
    assert "Robert" in cards.card(get_post(cast.alice.id, post_id), cast.alice.id)
    assert rendered == [post_id, post_id]


def test_languages_and_time_zones_have_halves_of_their_own(cast: Any, say: Say, rendered: list[int]) -> None:
    view = get_post(cast.alice.id, say(cast.bob, "Hello"))
    for zone in ("UTC", "Asia/Kathmandu", "UTC"):
        with timezone.override(zone):
            cards.card(view, cast.alice.id)
    with translation.override("de"):
        cards.card(view, cast.alice.id)
    assert len(rendered) == 3


def test_what_is_kept_is_bounded(cast: Any, say: Say, rendered: list[int], monkeypatch: Any) -> None:
    monkeypatch.setattr(cards._halves, "most", 8)
    views = [get_post(cast.bob.id, say(cast.bob, f"note {number}")) for number in range(20)]
    for view in views:
        cards.large(view, cast.bob.id)
    assert len(cards._halves.kept) <= 8
    rendered.clear()
    cards.large(views[-1], cast.bob.id)
    assert rendered == []


def test_the_longest_unasked_for_goes_first(cast: Any, say: Say, rendered: list[int], monkeypatch: Any) -> None:
    monkeypatch.setattr(cards._halves, "most", 8)
    views = [get_post(cast.bob.id, say(cast.bob, f"note {number}")) for number in range(9)]
    for view in views[:8]:
        cards.large(view, cast.bob.id)
    cards.large(views[0], cast.bob.id)
    cards.large(views[8], cast.bob.id)
    rendered.clear()
    cards.large(views[0], cast.bob.id)
    cards.large(views[1], cast.bob.id)
    assert rendered == [views[1].post_id]


@pytest.fixture
def put_together(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The posts in lists that were put together from their halves."""
    made: list[int] = []
    real = cards._put_together

    def note(view: PostView, reader: cards.Reader, time: str, viewer: int | None) -> bytes:
        made.append(view.id)
        return real(view, reader, time, viewer)

    monkeypatch.setattr(cards, "_put_together", note)
    return made


def test_those_to_whom_a_post_stands_the_same_way_share_it_whole(cast: Any, say: Say, put_together: list[int]) -> None:
    post_id = say(cast.bob, "Hello")
    seen = [cards.card(get_post(who.id, post_id), who.id) for who in (cast.alice, cast.hal, cast.alice)]
    assert seen[0] == seen[1] == seen[2]
    assert put_together == [post_id]


def test_whose_it_is_and_who_is_named_get_their_own(cast: Any, say: Say, put_together: list[int]) -> None:
    post_id = say(cast.bob, "Hello @alice")
    seen = {
        who.username: str(cards.card(get_post(who.id, post_id), who.id)) for who in (cast.alice, cast.hal, cast.bob)
    }
    assert len(set(seen.values())) == 3
    assert put_together == [post_id] * 3
    assert "/delete" in seen["bob"]
    assert "/delete" not in seen["alice"] + seen["hal"]


def test_a_post_is_put_together_anew_once_something_is_counted_or_it_is_older(
    cast: Any, say: Say, put_together: list[int], monkeypatch: Any
) -> None:
    post_id = say(cast.bob, "Hello")
    cards.card(get_post(cast.hal.id, post_id), cast.hal.id)
    actions.like(cast.alice, post_id)
    liked = cards.card(get_post(cast.hal.id, post_id), cast.hal.id)
    assert button(tree(str(liked)), "like").attrs["aria-pressed"] == "false"
    assert put_together == [post_id] * 2
    later = timezone.now() + timedelta(hours=3)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert "3 h" in cards.card(get_post(cast.hal.id, post_id), cast.hal.id)
    assert put_together == [post_id] * 3


def test_a_boost_says_who_passed_it_on(cast: Any, say: Say) -> None:
    post_id = say(cast.bob, "Hello")
    passed_on = actions.boost(cast.alice, post_id)
    by_alice = str(cards.card(get_post(cast.hal.id, passed_on), cast.hal.id))
    assert f'id="p{passed_on}"' in by_alice
    assert "/@alice" in by_alice
    assert "/@alice" not in str(cards.card(get_post(cast.hal.id, post_id), cast.hal.id))


def test_posts_kept_whole_are_bounded(cast: Any, say: Say, monkeypatch: Any) -> None:
    monkeypatch.setattr(cards._whole, "most", 8)
    for number in range(20):
        cards.card(get_post(cast.bob.id, say(cast.bob, f"note {number}")), cast.bob.id)
    assert len(cards._whole.kept) <= 8


def test_no_token_and_no_reader_stands_in_a_shared_half(cast: Any, say: Say) -> None:
    view = get_post(cast.alice.id, say(cast.bob, "Hello"))
    half = cards._half(view.body, "small", cards._reader())
    assert "csrf" not in half.before + half.after
    assert "alice" not in half.before + half.after


def test_each_reader_has_their_own_buttons(cast: Any, say: Say) -> None:
    post_id = say(cast.bob, "Hello")
    actions.like(cast.alice, post_id)
    pressed = {
        who.username: button(tree(str(cards.card(get_post(who.id, post_id), who.id))), "like").attrs["aria-pressed"]
        for who in (cast.alice, cast.hal)
    }
    assert pressed == {"alice": "true", "hal": "false"}


def test_a_visitor_gets_no_buttons(cast: Any, say: Say, open_house: None) -> None:
    shown = tree(str(cards.card(get_post(None, say(cast.bob, "Hello")), None)))
    assert not shown.all("button")
    assert shown.has("footer")


@pytest.mark.parametrize(
    ("age", "text"),
    [
        (timedelta(seconds=5), "now"),
        (timedelta(minutes=5), "5 min"),
        (timedelta(hours=5), "5 h"),
        (timedelta(days=5), "5 d"),
    ],
)
def test_the_age_is_never_kept(cast: Any, say: Say, age: timedelta, text: str, monkeypatch: Any) -> None:
    view = get_post(cast.bob.id, say(cast.bob, "Hello"))
    cards.card(view, cast.bob.id)
    moment = view.body.created_at + age
    monkeypatch.setattr(timezone, "now", lambda: moment)
    assert tree(str(cards.card(view, cast.bob.id))).one("time").text == text


def test_old_posts_show_their_day(cast: Any, say: Say, monkeypatch: Any) -> None:
    view = get_post(cast.bob.id, say(cast.bob, "Hello"))
    moment = view.body.created_at + timedelta(days=400)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    shown = tree(str(cards.card(view, cast.bob.id))).one("time").text
    assert shown == words.short(view.body.created_at)
    assert shown.endswith(str(view.body.created_at.year))


def test_a_feed_is_its_cards_in_order(cast: Any, say: Say) -> None:
    views = [get_post(cast.bob.id, say(cast.bob, f"note {number}")) for number in range(3)]
    shown = tree(str(cards.feed(views, cast.bob.id))).all("article")
    assert [node.attrs["id"] for node in shown] == [f"p{view.id}" for view in views]


def test_a_gap_is_as_deep_as_what_is_missing() -> None:
    shown = tree(str(cards.branch(Gap(7), 9, 1)))
    assert shown.one(".branch").classes == {"branch", "depth-4"}
    assert shown.text == "A post that you cannot see"


def test_members_words_stand_as_they_are_written(cast: Any, say: Say) -> None:
    shown = tree(str(cards.card(get_post(cast.bob.id, say(cast.bob, "1 < 2 & *so* on")), cast.bob.id)))
    assert shown.one(".post-words").text == "1 < 2 & so on"
    assert shown.one("em").text == "so"
