"""Hashtags that are used together."""

from typing import Any

import pytest

from folkmoot.core.rows import execute, select
from folkmoot.instance.actions import change_settings
from folkmoot.posts.actions import delete_post
from folkmoot.posts.queries import related, related_tags
from folkmoot.posts.visibility import sight
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import block
from tests.posts.writing import say

pytestmark = pytest.mark.django_db


def names(viewer: int | None, name: str = "garden") -> list[str]:
    return [each.shown for each in related_tags(viewer, name)]


@pytest.fixture
def gardeners(cast: Cast) -> Cast:
    for text in ("#Garden #Tea", "#garden #tea #sun", "#garden #tea"):
        say(cast.bob, text)
    say(cast.dan, "#garden #tea")
    say(cast.carol, "#garden #sun")
    say(cast.frank, "#Garden #Sun", scope="community")
    say(cast.carol, "#coffee #cake")
    return cast


def test_what_most_people_use_with_it_in_front_however_often_one_does(gardeners: Cast) -> None:
    assert names(gardeners.hal.id) == ["sun", "Tea"]
    assert names(gardeners.hal.id, "GARDEN") == ["sun", "Tea"]
    assert names(gardeners.hal.id, "nothing") == []
    assert names(gardeners.hal.id, "tea") == ["Garden"], "nobody but bob has sun with their tea"


def test_only_of_posts_that_the_viewer_may_see(gardeners: Cast) -> None:
    say(gardeners.bob, "#garden #secret", scope="followers")
    delete_post(gardeners.bob, say(gardeners.bob, "#garden #gone"))
    block(gardeners.bob, gardeners.hal.id)
    assert names(gardeners.hal.id) == ["sun"]
    assert names(None) == []
    change_settings(None, {"visitors": "posts"})
    assert names(None) == ["sun", "Tea"]


def test_of_the_newest_posts_and_not_too_many(gardeners: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(related, "RELATED_MOST", 1)
    assert names(gardeners.hal.id) == ["sun"]
    monkeypatch.setattr(related, "LOOKED_AT", 2)
    for each in (gardeners.carol, gardeners.dan):
        say(each, "#garden #snails")
    assert names(gardeners.hal.id) == ["snails"]


def test_what_one_writes_alone_leads_nobody_on(gardeners: Cast) -> None:
    for _again in range(3):
        say(gardeners.carol, "#garden #shouting")
    assert "shouting" not in names(gardeners.hal.id)
    say(gardeners.dan, "#garden #shouting")
    assert "shouting" in names(gardeners.hal.id)


def test_in_one_statement(gardeners: Cast, queries: Any) -> None:
    with queries(1):
        names(gardeners.hal.id)


@pytest.mark.only("postgres")
def test_the_newest_are_read_off_an_index_however_many_carry_it(gardeners: Cast) -> None:
    for way in ("seqscan", "bitmapscan"):  # which so few rows would be read by
        execute(f"SET LOCAL enable_{way} = off", {})
    asked = {"viewer": gardeners.hal.id, "name": "garden", "looked_at": 300, "most": 8}
    plan = [line for (line,) in select(f"EXPLAIN {related._text(sight(gardeners.hal.id))}", asked)]
    assert not [line for line in plan if "Sort Key: pt.post_id" in line]
