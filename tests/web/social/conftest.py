"""What tests of members' pages share: people who write, and an open community."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from folkmoot.accounts.queries import Account
from folkmoot.instance.actions import begin_open, change_settings
from folkmoot.posts import hydrate
from folkmoot.posts.actions import Draft, publish_post
from folkmoot.web.social import bars, cards

type Price = Callable[[Client, str], int]
type Say = Callable[..., int]


@pytest.fixture(autouse=True)
def fresh_cards() -> None:
    """Every test renders for itself."""
    cards._halves.kept.clear()
    bars._molds.kept.clear()


@pytest.fixture
def say(db: None) -> Say:
    """``say(bob, "Hello", "followers", reply_to=3)``: the id of a new post."""

    def write(author: Account, text: str, scope: str = "public", **rest: Any) -> int:
        return publish_post(author, Draft(text, scope, **rest))

    return write


@pytest.fixture
def price(db: None) -> Price:
    """``price(client, "/")``: how many statements a page costs on a second visit, when no post is known yet."""

    def count(client: Client, path: str) -> int:
        client.get(path)
        hydrate.kept._cache.clear()
        with CaptureQueriesContext(connection) as statements:
            assert client.get(path).status_code == 200
        return len(statements)

    return count


@pytest.fixture
def open_house(db: None) -> None:
    """A community whose posts visitors may read."""
    begin_open()
    change_settings(None, {"name": "Hillside Choir", "sign_up": "open", "visitors": "posts"})
