"""What is new is marked in the navigation: notifications and direct posts, in one statement."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from folkmoot.conversations.queries import unread_count as unread_talks
from folkmoot.notifications.queries import Unread, unread, unread_count
from folkmoot.posts.actions import Draft, delete_post, publish_post
from folkmoot.relations.actions import block
from tests.web.social.reading import htmx, once

type Clients = Callable[..., Client]
pytestmark = pytest.mark.usefixtures("community")


def tell(sender: Any, text: str) -> int:
    return publish_post(sender, Draft(text, "direct"))


def marks(client: Client) -> dict[str, str]:
    """The marks beside the places, by address."""
    links = [node for node in once(client, "/settings/appearance").all("a") if node.has(".badge")]
    return {node.attrs["href"]: node.one(".badge").text for node in links}


def test_direct_posts_have_a_mark_until_they_are_read(cast: Any, client_of: Clients, drain: Any) -> None:
    drain()
    client = client_of(cast.hal)
    assert "/direct" not in marks(client)
    tell(cast.alice, "Between us, @hal")
    tell(cast.bob, "And us, @hal")
    assert marks(client)["/direct"] == "unread: 2"
    talk = once(client, "/direct").all(".conversation")[0].one("a").attrs["href"]
    response = client.post(f"{talk}/read", headers=htmx())
    assert '"direct": 1' in response["HX-Trigger"]
    assert marks(client)["/direct"] == "unread: 1"


def test_both_kinds_cost_one_statement(cast: Any, queries: Any, drain: Any) -> None:
    tell(cast.alice, "Between us, @bob")
    drain()
    with queries(1):
        found = unread(cast.bob.id)
    assert found == Unread(unread_count(cast.bob.id), unread_talks(cast.bob.id))
    assert found.direct == 1


def test_they_are_counted_apart(cast: Any, drain: Any) -> None:
    drain()
    before = unread(cast.bob.id)
    tell(cast.alice, "Between us, @bob")
    after = unread(cast.bob.id)
    assert (after.notifications, after.direct) == (before.notifications, before.direct + 1)


def test_what_cannot_be_seen_is_not_counted(cast: Any, drain: Any) -> None:
    kept = tell(cast.alice, "Between us, @hal")
    assert unread(cast.hal.id).direct == 1
    block(cast.hal, cast.alice.id)
    assert unread(cast.hal.id).direct == 0
    gone = tell(cast.bob, "And us, @hal")
    delete_post(cast.bob, gone)
    assert unread(cast.hal.id).direct == 0
    drain()
    assert unread(cast.hal.id).direct == 0
    assert kept


def test_a_page_asks_once_for_all_of_it(cast: Any, client_of: Clients, queries: Any) -> None:
    """Session, login with account, community, what is new."""
    client = client_of(cast.bob)
    tell(cast.alice, "Between us, @bob")
    client.get("/settings/appearance")
    with queries(4):
        client.get("/settings/appearance")


def test_scripts_hear_of_both(cast: Any, client_of: Clients) -> None:
    tell(cast.alice, "Between us, @frank")
    assert client_of(cast.frank).get("/notifications/unread").json()["direct"] == 1
