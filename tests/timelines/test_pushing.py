"""Open pages are told that something new is there: whoever it reaches, nobody else, and only once it is saved."""

from typing import get_args

import pytest
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from folkmoot.core.events import drain
from folkmoot.core.push import Message, News, telling
from folkmoot.posts.actions import like
from folkmoot.project.cast import Cast
from tests.posts.writing import say

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, str]]:
    heard: list[tuple[int, str]] = []
    for_pages = get_args(News.__value__)

    class Carrier:
        def carry(self, message: Message) -> None:
            if message.what in for_pages:
                transaction.on_commit(lambda: heard.extend((i, message.what) for i in message.accounts))

    monkeypatch.setattr(telling, "carrier", Carrier)
    return heard


def test_followers_hear_of_a_new_post(
    cast: Cast, told: list[tuple[int, str]], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    drain()
    with django_capture_on_commit_callbacks(execute=True):
        say(cast.alice)
        drain()
    assert told == [(cast.bob.id, "home")]


def test_whoever_is_notified_hears_of_it_once(
    cast: Cast, told: list[tuple[int, str]], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    post = say(cast.alice)
    drain()
    with django_capture_on_commit_callbacks(execute=True):
        like(cast.hal, post)
        say(cast.hal, "Hello @carol")
        drain()
        drain()
    assert sorted(told) == sorted([(cast.alice.id, "notifications"), (cast.carol.id, "notifications")])
