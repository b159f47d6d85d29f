"""What the clock does to posts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.posts.events import PostDeleted
from folkmoot.posts.models import IdempotencyKey, Post
from folkmoot.posts.tasks import erase, forget_keys
from folkmoot.project.cast import Cast
from tests.posts.writing import say

pytestmark = pytest.mark.django_db


def test_keys_are_forgotten_after_their_day_and_not_before(cast: Cast) -> None:
    say(cast.alice, "Old", idempotency_key="old")
    IdempotencyKey.objects.update(made_at=timezone.now() - timedelta(hours=24, minutes=1))
    say(cast.alice, "New", idempotency_key="new")
    forget_keys()
    assert list(IdempotencyKey.objects.values_list("key", flat=True)) == ["new"]


def test_nothing_of_a_post_that_stands_is_erased(cast: Cast) -> None:
    post = say(cast.alice, "It stands")
    erase(PostDeleted(post))
    assert Post.objects.get(id=post).text == "It stands"
