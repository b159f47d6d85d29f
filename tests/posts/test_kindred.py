"""Who writes for everybody about the hashtags that a member follows, and that nothing else tells of interests."""

from typing import Any

import pytest
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.posts.actions import delete_post, feature_tag, follow_tag
from folkmoot.posts.models import Post
from folkmoot.posts.queries import Kindred, kindred
from folkmoot.project.cast import Cast
from tests.posts.writing import say as write
from tests.relations.suggesting import reasons

pytestmark = pytest.mark.django_db


def kin(viewer: Account) -> dict[str, int]:
    found = Kindred().of([viewer.id]).get(viewer.id, {})
    return {Account.objects.get(id=some_id).username: number for some_id, number in found.items()}


@pytest.fixture
def gardener(cast: Cast) -> Account:
    """Hal, who follows two hashtags."""
    follow_tag(cast.hal, "garden")
    follow_tag(cast.hal, "Tea")
    return cast.hal


def test_who_wrote_with_them_each_hashtag_once(cast: Cast, gardener: Account) -> None:
    for text in ("My #garden", "Again my #Garden", "Some #tea"):
        write(cast.bob, text)
    write(cast.frank, "A #garden of my own", scope="community")
    write(cast.dan, "I like #coffee")
    assert kin(gardener) == {"bob": 2, "frank": 1}
    assert reasons(gardener)["bob"] == ("interests", 2)


def test_who_shows_them_on_the_profile(cast: Cast, gardener: Account) -> None:
    feature_tag(cast.frank, "garden")
    write(cast.frank, "My #garden")
    assert kin(gardener) == {"frank": 1}


def test_never_who_follows_them_alone(cast: Cast, gardener: Account) -> None:
    follow_tag(cast.bob, "garden")
    assert kin(gardener) == {}


@pytest.mark.parametrize("scope", ["quiet", "followers", "direct"])
def test_nor_who_wrote_for_some_alone(cast: Cast, gardener: Account, scope: str) -> None:
    write(cast.bob, "My #garden", scope=scope)
    assert kin(gardener) == {}


def test_nor_by_what_is_gone_or_kept_back(cast: Cast, gardener: Account) -> None:
    gone, removed, held = (write(cast.bob, f"My #garden {number}") for number in range(3))
    delete_post(cast.bob, gone)
    Post.objects.filter(id=removed).update(removed_at=timezone.now())
    Post.objects.filter(id=held).update(held_at=timezone.now())
    assert kin(gardener) == {}


@pytest.mark.parametrize("state", [{"discoverable": False}, {"active": False}, {"unlisted_at": timezone.now()}])
def test_nor_who_is_not_to_be_found(cast: Cast, gardener: Account, state: dict[str, Any]) -> None:
    write(cast.bob, "My #garden")
    feature_tag(cast.frank, "garden")
    Account.objects.update(**state)
    assert kin(gardener) == {}


def test_only_the_newest_posts_are_looked_at(cast: Cast, gardener: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kindred, "POSTS_MOST", 1)
    write(cast.bob, "My #garden")
    write(cast.frank, "My #garden")
    assert kin(gardener) == {"frank": 1}


def test_a_hashtag_is_asked_once_for_all_who_follow_it(
    cast: Cast, gardener: Account, monkeypatch: pytest.MonkeyPatch, queries: Any
) -> None:
    follow_tag(cast.dan, "garden")
    write(cast.bob, "My #garden")
    found = Kindred()
    with queries(3):
        assert found.of([gardener.id])[gardener.id] == {cast.bob.id: 1}
    with queries(1):
        assert found.of([cast.dan.id])[cast.dan.id] == {cast.bob.id: 1}
    monkeypatch.setattr(kindred, "_HELD", 0)
    with queries(2):
        found.of([cast.dan.id])
    with queries(1):
        assert found.of([cast.frank.id]) == {}
