"""What is brought shows pictures at addresses of each listener's own, as the API does, and never the secret marks."""

from collections.abc import Callable
from typing import Any

import pytest

from folkmoot.instance.actions import change_settings
from folkmoot.media.addresses import is_marked
from folkmoot.posts.actions import Draft, publish_post
from folkmoot.project.cast import Cast
from tests.pictures import lay
from tests.streaming.conftest import Hear
from tests.streaming.hearing import News

pytestmark = pytest.mark.django_db


def say_with_picture(cast: Cast, scope: str, text: str = "Look") -> None:
    publish_post(cast.bob, Draft(text, scope, pictures=(lay(cast.bob.id, alt="Boats").id,)))


def pictures(news: list[News], kind: str) -> dict[int | None, str]:
    """Where each listener finds the picture of a post on a channel of this kind."""
    found = (each for each in news if each.channel.kind == kind and each.channel.about in {"", "all"})
    return {each.viewer: each.data["media_attachments"][0]["url"] for each in found}


@pytest.mark.parametrize("scope", ["public", "quiet", "community", "followers"])
def test_addresses_are_those_of_the_api(cast: Cast, hear: Hear, api_of: Callable[..., Any], scope: str) -> None:
    say_with_picture(cast, scope)
    news = hear(cast.alice, cast.bob)
    shown = pictures(news, "home")
    for who in (cast.alice, cast.bob):
        (listed,) = api_of(who).get("/api/v1/timelines/home").json()
        assert shown[who.id] == listed["media_attachments"][0]["url"]
    assert shown[cast.alice.id] != shown[cast.bob.id]
    assert not any(is_marked(each.raw) for each in news)


@pytest.mark.parametrize("visitors", ["posts", "nothing"])
def test_what_everybody_may_see_has_one_address_where_visitors_may_read(cast: Cast, hear: Hear, visitors: str) -> None:
    change_settings(None, {"visitors": visitors})
    say_with_picture(cast, "public")
    news = hear(cast.alice, cast.hal, None)
    shown = pictures(news, "open")
    assert len({shown[who.id] for who in (cast.alice, cast.hal)}) == (1 if visitors == "posts" else 2)
    assert (None in shown) is (visitors == "posts")
    assert not any(is_marked(each.raw) for each in news)
    same = {id(each.raw) for each in news if each.channel.about == "all" and each.viewer is not None}
    assert len(same) == (1 if visitors == "posts" else 2)


def test_in_conversations_and_notifications(cast: Cast, hear: Hear) -> None:
    say_with_picture(cast, "direct", "Psst, @alice")
    news = hear(cast.alice, cast.bob)
    assert {each.event for each in news} == {"conversation", "notification"}
    assert all(f"?v={each.viewer}&" in each.raw.decode() for each in news)
    assert not any(is_marked(each.raw) for each in news)
