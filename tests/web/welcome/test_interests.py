"""Interests: hashtags of the community's kind and those in use, chosen by ticking them or by typing others."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from folkmoot.posts.actions import follow_tag
from folkmoot.posts.models import TagFollow
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import block
from tests.posts.writing import say
from tests.web.pages import page as read

type Settle = Callable[..., None]

PATH = "/welcome/interests"


def offered(client: Client) -> list[str]:
    form = read(client.get(PATH)).form()
    return form.choices.get("tag", [])


def followed(cast: Cast) -> set[str]:
    return set(TagFollow.objects.filter(account=cast.hal).values_list("tag__shown", flat=True))


def choose(client: Client, *tags: str, **more: str) -> Any:
    return client.post(PATH, {"tag": tags, **more})


def test_the_kind_comes_first_in_the_language_of_the_community(newcomer: Client, settle: Settle) -> None:
    settle(kind="town")
    assert offered(newcomer)[:2] == ["Neighbours", "LostAndFound"]
    settle(kind="school")
    assert "Homework" in offered(newcomer)


def test_what_is_in_use_by_how_many(cast: Cast, newcomer: Client) -> None:
    for _again in range(3):
        say(cast.alice, "Mine alone #shouting")
    for each in (cast.bob, cast.carol):
        say(each, "Low tide #Harbour")
    say(cast.bob, "For followers #hidden", "followers")
    shown = offered(newcomer)
    assert shown.index("Harbour") < shown.index("shouting")
    assert "hidden" not in shown
    block(cast.alice, cast.hal.id)
    assert "shouting" not in offered(newcomer)


def test_each_is_offered_once(cast: Cast, newcomer: Client) -> None:
    say(cast.alice, "I like #music")
    follow_tag(cast.hal, "MUSIC")
    shown = [name.lower() for name in offered(newcomer)]
    assert shown.count("music") == 1
    assert read(newcomer.get(PATH)).form().fields["tag"].lower() == "music", "and ticked, since it is followed"


def test_ticked_and_typed_ones_are_followed(cast: Cast, newcomer: Client) -> None:
    answer = choose(newcomer, "Music", "Books", more="#Boats, tide،nets  music")
    assert (answer.status_code, answer["Location"]) == (303, "/welcome/people")
    assert {name.lower() for name in followed(cast)} == {"music", "books", "boats", "tide", "nets"}


def test_what_is_not_ticked_any_more_is_unfollowed(cast: Cast, newcomer: Client) -> None:
    choose(newcomer, "Music", "Books")
    choose(newcomer, "Books")
    assert followed(cast) == {"Books"}
    newcomer.post(PATH, {"skip": "1"})
    assert followed(cast) == {"Books"}, "who skips changes nothing"


@pytest.mark.parametrize("typed", ["no-tag!", "1234", "!!!"])
def test_what_is_no_hashtag_comes_back(cast: Cast, newcomer: Client, typed: str) -> None:
    follow_tag(cast.hal, "Photos")
    answer = choose(newcomer, "Music", more=f"boats {typed}")
    page = read(answer)
    assert answer.status_code == 422
    assert "This is not a hashtag." in page.text
    assert page.form().fields["more"] == f"boats {typed}"
    assert page.form().fields["tag"] == "Music"
    assert followed(cast) == {"Photos"}, "all of it or nothing"


def test_no_more_than_one_can_follow(cast: Cast, newcomer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("folkmoot.posts.actions.tags.TAGS_MOST", 2)
    page = read(choose(newcomer, "Music", "Books", "Food"))
    assert "200 hashtags" in page.text
    assert followed(cast) == set()
