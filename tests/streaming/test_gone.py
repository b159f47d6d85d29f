"""What a stream's listeners hear when a post is gone: whoever could see it, where it stood, and nobody else."""

import pytest

from folkmoot.api.streaming.streams import Channel
from folkmoot.core import push
from folkmoot.core.events import drain
from folkmoot.instance.actions import change_settings
from folkmoot.posts.actions import boost, delete_post, unboost
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import CircleDraft, add_to_circle, follow, make_circle
from tests.moderation.removing import remove_post
from tests.posts.writing import say
from tests.streaming.conftest import Hear
from tests.streaming.hearing import Carried, brought, everywhere, statements

pytestmark = pytest.mark.django_db


class TestGone:
    @pytest.mark.parametrize(
        ("scope", "who"),
        [
            ("public", ("alice", "bob", "hal")),
            ("quiet", ("alice", "bob", "hal")),
            ("community", ("alice", "bob", "hal")),
            ("followers", ("alice", "bob")),
            ("direct", ("alice", "bob")),
        ],
    )
    def test_those_hear_of_it_who_could_see_it(self, cast: Cast, hear: Hear, scope: str, who: tuple[str, ...]) -> None:
        change_settings(None, {"visitors": "posts"})
        some_id = say(cast.bob, "Hello @alice #moot", scope)
        hear()
        delete_post(cast.bob, some_id)
        news = hear(cast.alice, cast.bob, cast.hal, cast.gina, None)
        members = {each.viewer for each in news if each.viewer is not None}
        assert members == {getattr(cast, name).id for name in who}
        assert {each.event for each in news} == {"delete"}
        assert {each.data for each in news} == {some_id}
        assert (None in {each.viewer for each in news}) == (scope == "public")

    def test_on_the_streams_where_it_stood(self, cast: Cast, hear: Hear) -> None:
        circle = make_circle(cast.alice, CircleDraft("Choir"))
        add_to_circle(cast.alice, circle, cast.bob.id)
        some_id = say(cast.bob, "Hello #moot")
        hear()
        delete_post(cast.bob, some_id)
        news = hear(cast.alice, lists={circle: cast.alice.id})
        assert {each.channel for each in news} == {
            *(Channel("home"), Channel("open", "all"), Channel("open", "here"), Channel("list", str(circle))),
            *(Channel("tag", "moot"), Channel("tag:here", "moot")),
        }

    def test_a_boost_that_was_taken_back(self, cast: Cast, hear: Hear) -> None:
        some_id = say(cast.hal, "Hello")
        boost_id = boost(cast.bob, some_id)
        hear()
        unboost(cast.bob, some_id)
        assert {(each.viewer, each.data) for each in hear(cast.alice) if each.channel.kind == "home"} == {
            (cast.alice.id, boost_id)
        }

    def test_what_staff_removed_is_there_for_its_author(self, cast: Cast, hear: Hear) -> None:
        some_id = say(cast.bob, "Hello")
        hear()
        remove_post(cast.olivia, some_id, "Not nice.")
        assert {each.viewer for each in hear(cast.alice, cast.bob, cast.hal)} == {cast.alice.id, cast.hal.id}

    def test_many_lists_and_hashtags_cost_no_more_statements_than_one(self, cast: Cast, carried: Carried) -> None:
        circles = [make_circle(cast.alice, CircleDraft(f"Choir {n}")) for n in range(5)]
        for circle in circles[1:]:
            add_to_circle(cast.alice, circle, cast.bob.id)
        told = [self._deleted(cast, carried, text) for text in ("Hello #moot", "Hello #moot #other #third #fourth")]
        few = everywhere(cast.alice.id, tags=("moot",), lists={circles[0]: cast.alice.id})
        many = everywhere(
            cast.alice.id, cast.hal.id, tags=("moot", "other"), lists=dict.fromkeys(circles, cast.alice.id)
        )
        brought(told[1], many)
        assert statements(lambda: brought(told[0], few)) == statements(lambda: brought(told[1], many))
        heard = {each.channel for each in brought(told[1], many) if each.channel.kind in {"list", "tag"}}
        assert {each.about for each in heard} == {*map(str, circles[1:]), "moot", "other"}

    def _deleted(self, cast: Cast, carried: Carried, text: str) -> list[push.Message]:
        some_id = say(cast.bob, text)
        drain()
        carried.taken()
        delete_post(cast.bob, some_id)
        drain()
        return [message for message in carried.taken() if message.what == "gone"]

    def test_whose_post_it_was_hears_that_a_boost_was_taken_back(self, cast: Cast, hear: Hear) -> None:
        follow(cast.hal, cast.bob.id)
        some_id = say(cast.hal, "Hello")
        boost_id = boost(cast.bob, some_id)
        hear()
        unboost(cast.bob, some_id)
        assert boost_id in {each.data for each in hear(cast.hal) if each.channel.kind == "home"}

    def test_nobody_hears_of_what_there_never_was(self, carried: Carried, cast: Cast) -> None:
        for what in ("post", "edit", "gone"):
            assert brought([push.Message(what, about=12345)], everywhere(cast.bob.id)) == []
