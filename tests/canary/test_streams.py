"""No word of a post reaches a stream of somebody whom it was not written for, nor does word of its end."""

from datetime import timedelta

import pytest

from folkmoot.api.streaming import memory
from folkmoot.core.push import Message
from folkmoot.instance.actions import change_settings
from folkmoot.posts.models import Post
from tests.canary.test_canaries import PEOPLE, words_in
from tests.canary.world import VISITOR, World, may_see
from tests.streaming.hearing import News, brought, everywhere

pytestmark = pytest.mark.django_db


@pytest.fixture
def long_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """All that was ever told is news."""
    monkeypatch.setattr(memory, "LATELY", timedelta(days=4_000))


@pytest.mark.parametrize("is_open", [True, False])
def test_no_stream_brings_what_is_not_for_its_listener(world: World, long_memory: None, is_open: bool) -> None:
    change_settings(None, {"visitors": "posts" if is_open else "nothing"})
    everybody = tuple(account.id for account in world.people.values())
    told = [
        message
        for post_id in world.ids["post_id"]
        for message in (Message("home", everybody, post_id), Message("post", (), post_id), Message("edit", (), post_id))
    ]
    by_viewer = _heard(world, [*told, Message("notifications", everybody)])
    leaks = {
        (viewer, forbidden[each])
        for viewer in (*PEOPLE, VISITOR)
        for forbidden in [world.forbidden(viewer, is_open=is_open)]
        for each in words_in(by_viewer.get(viewer, b"")) & set(forbidden)
    }
    assert leaks == set()
    heard = {viewer for viewer, raw in by_viewer.items() if raw}
    assert {"alice", "bob", "carol"} <= heard
    assert (VISITOR in heard) == is_open


def test_nobody_hears_that_something_is_gone_that_they_could_not_see(world: World) -> None:
    change_settings(None, {"visitors": "posts"})
    gone = Post.objects.exclude(removed_at=None, deleted_at=None).values_list("id", flat=True)
    for name, post in world.posts.items():
        if post.post_id in gone:  # who saw it until then is told, once
            continue
        news = _news(world, [Message("gone", (), post.post_id)])
        for viewer in {_named(world, each.viewer) for each in news}:
            assert may_see(viewer, post.seen_by, is_open=True) or viewer == post.author, name


def _heard(world: World, messages: list[Message]) -> dict[str, bytes]:
    """Everything that each of them hears."""
    found: dict[str, list[bytes]] = {}
    for each in _news(world, messages):
        found.setdefault(_named(world, each.viewer), []).append(each.raw)
    return {viewer: b"\n".join(raw) for viewer, raw in found.items()}


def _news(world: World, messages: list[Message]) -> list[News]:
    people = [account.id for account in world.people.values() if not account.domain]
    tags = tuple(post.words[2].lower() for post in world.posts.values())
    return brought(messages, everywhere(None, *people, tags=tags, lists={world.circle: world.people["alice"].id}))


def _named(world: World, viewer: int | None) -> str:
    return next((name for name, account in world.people.items() if account.id == viewer), VISITOR)
