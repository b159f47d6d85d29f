"""Changed policies hold for programs as they do for pages: reading goes on, to write one agrees first."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from folkmoot.accounts.actions import agree
from folkmoot.accounts.queries import asked_of, has_agreed
from folkmoot.instance.actions import change_settings
from folkmoot.instance.models import PolicyVersion
from folkmoot.instance.policies.kinds import Kind
from folkmoot.instance.policies.publishing import Publication, publish_change, publish_correction
from folkmoot.posts.models import Post
from folkmoot.project.cast import Cast
from tests.doors import Door

pytestmark = pytest.mark.django_db
HOME, POSTS = "/api/v1/timelines/home", "/api/v1/statuses"


@pytest.fixture
def changed(cast: Cast) -> PolicyVersion:
    """The privacy policy changed, and members are asked."""
    change_settings(None, {"responsible": "Anna", "data_place": "Leipzig", "contact": "anna@example.org"})
    publish_correction(cast.olivia, Publication(Kind.PRIVACY, {"en": "We keep logs for a week."}, 0))
    later = timezone.now() + timedelta(days=20)
    publish_change(cast.olivia, Publication(Kind.PRIVACY, {"en": "We keep logs for a month."}, 1), later)
    return PolicyVersion.objects.get(number=2)


@pytest.fixture
def begun(changed: PolicyVersion) -> PolicyVersion:
    """It holds by now."""
    PolicyVersion.objects.filter(id=changed.id).update(effective_at=timezone.now())
    cache.clear()
    return changed


def test_to_write_one_agrees_first(cast: Cast, api_of: Callable[..., Door], begun: PolicyVersion) -> None:
    door = api_of(cast.bob)
    refused = door.post(POSTS, {"status": "Hello"})
    assert refused.status_code == 403
    assert refused.json()["error"].endswith("http://localhost:8000/agree")
    assert not Post.objects.exists()
    for answer in (door.delete(f"{POSTS}/1"), door.put(f"{POSTS}/1"), door.patch("/api/v1/profile")):
        assert (answer.status_code, answer.json()) == (403, refused.json())
    assert door.get(HOME).status_code == 200
    agree(cast.bob, begun.id)
    assert door.post(POSTS, {"status": "Hello"}).status_code == 200


def test_letters_go_on(cast: Cast, api_of: Callable[..., Door], begun: PolicyVersion) -> None:
    assert api_of(cast.bob, "push").delete("/api/v1/push/subscription").status_code == 200


def test_until_it_holds_nobody_has_to(cast: Cast, api_of: Callable[..., Door], changed: PolicyVersion) -> None:
    assert asked_of(cast.bob)
    assert api_of(cast.bob).post(POSTS, {"status": "Hello"}).status_code == 200


def test_who_has_agreed(cast: Cast, begun: PolicyVersion) -> None:
    agree(cast.bob, begun.id)
    assert has_agreed(cast.bob.id, begun.id)
    assert not has_agreed(cast.alice.id, begun.id)
    assert has_agreed(cast.alice.id, 0)
    cast.alice.login = None
    cast.alice.save()
    assert has_agreed(cast.alice.id, begun.id), "nobody is there to be asked"


def test_it_costs_readers_nothing(
    cast: Cast, api_of: Callable[..., Door], begun: PolicyVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("folkmoot.api.routes.has_agreed", lambda *_: pytest.fail("it was asked"))
    assert api_of(cast.bob).get(HOME).status_code == 200
