"""The menu of a profile: a word of each new post, boosts or none, all languages again."""

from collections.abc import Callable

import pytest
from django.test import Client

from folkmoot.accounts.models import Account
from folkmoot.core.events import drain
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import FollowWishes, change_follow
from folkmoot.relations.queries import relationship
from tests.posts.writing import say

pytestmark = pytest.mark.django_db

type ClientOf = Callable[[Account | None], Client]


def chosen(cast: Cast) -> tuple[bool, bool, tuple[str, ...]]:
    known = relationship(cast.bob.id, [cast.alice.id])[cast.alice.id]
    return known.boosts, known.tell, known.languages


@pytest.mark.parametrize(
    ("press", "said", "after"),
    [
        ("POST bell", "You will be told of each new post.", (True, True, ())),
        ("DELETE bell", "You are not told of new posts any more.", (True, False, ())),
        ("DELETE boosts", "Their boosts stay out of your home feed.", (False, False, ())),
        ("POST boosts", "Their boosts come to your home feed.", (True, False, ())),
        ("POST languages", "Their posts come in all languages.", (True, False, ())),
    ],
)
def test_each_press(
    cast: Cast, client_of: ClientOf, press: str, said: str, after: tuple[bool, bool, tuple[str, ...]]
) -> None:
    method, what = press.split()
    before = FollowWishes(
        boosts=not after[0] if what == "boosts" else None,
        tell=not after[1] if what == "bell" else None,
        languages=("de",) if what == "languages" else None,
    )
    change_follow(cast.bob, cast.alice.id, before)
    browser, path = client_of(cast.bob), f"/accounts/{cast.alice.id}/follow/{what}"
    page = browser.get("/@alice").content.decode()
    assert f'formaction="{path}" name="_method" value="{method}"' in page
    answer = browser.post(path, {"_method": method}, headers={"referer": "http://testserver/@alice"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/@alice")
    assert chosen(cast) == after
    page = browser.get("/@alice").content.decode()
    assert said in page
    assert ("You are told of new posts" in page) is after[1]


def test_who_does_not_follow_is_not_asked(cast: Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.hal)
    assert "/follow/bell" not in browser.get("/@bob").content.decode()
    assert browser.post(f"/accounts/{cast.bob.id}/follow/bell").status_code == 404
    assert browser.post(f"/accounts/{cast.bob.id}/follow/socks").status_code == 404
    assert browser.get(f"/accounts/{cast.bob.id}/follow/bell").status_code == 405


def test_a_new_post_stands_among_the_notifications(cast: Cast, client_of: ClientOf) -> None:
    change_follow(cast.bob, cast.alice.id, FollowWishes(tell=True))
    say(cast.alice, "A song of the sea")
    drain()
    page = client_of(cast.bob).get("/notifications").content.decode()
    assert ("wrote something new" in page, "A song of the sea" in page) == (True, True)
