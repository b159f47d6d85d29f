"""What search engines are told: nothing of a closed community, and of an open one who wants to be found."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from folkmoot.accounts.actions.habits import keep_unindexed, let_be_indexed
from folkmoot.accounts.models import Account
from folkmoot.instance.actions import change_settings
from folkmoot.moderation.actions import Decision, decide
from folkmoot.posts.actions import boost, edit_post
from folkmoot.posts.actions.edit import Edit
from folkmoot.posts.models import Post
from folkmoot.web.public import sitemap

type Clients = Callable[..., Client]

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ABOUT = {"/", "/contact", "/privacy", "/rules", "/terms"}
HOME = "http://localhost:8000"


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    cache.delete(sitemap._KEPT)


def told(client: Client) -> dict[str, str]:
    """Each place, and when it was last written."""
    cache.delete(sitemap._KEPT)
    response = client.get("/sitemap.xml")
    assert (response.status_code, response["Content-Type"]) == (200, "application/xml; charset=utf-8")
    urls = ET.fromstring(response.content).iter(f"{SPACE}url")  # noqa: S314 - our own answer
    return {u.findtext(f"{SPACE}loc", "").removeprefix(HOME): u.findtext(f"{SPACE}lastmod", "") for u in urls}


def test_who_wants_to_be_found_and_their_public_posts(cast: Any, client: Client, say: Any, open_house: None) -> None:
    let_be_indexed(cast.alice)
    posts = {scope: say(cast.alice, scope, scope) for scope in ("public", "quiet", "community", "followers", "direct")}
    say(cast.bob, "Bob does not want to be found")
    boost(cast.alice, say(cast.bob, "boosted"))
    found = told(client)
    assert set(found) == {*ABOUT, "/@alice", f"/@alice/{posts['public']}"}
    keep_unindexed(cast.alice)
    assert set(told(client)) == ABOUT


def test_who_stays_out_of_the_list_of_members_may_still_be_found(
    cast: Any, client: Client, say: Any, open_house: None
) -> None:
    let_be_indexed(cast.alice)
    Account.objects.filter(id=cast.alice.id).update(discoverable=False)
    some_id = say(cast.alice, "Bread")
    assert set(told(client)) == {*ABOUT, "/@alice", f"/@alice/{some_id}"}
    for path in ("/@alice", f"/@alice/{some_id}"):
        assert b"noindex" not in client.get(path).content, path


def test_an_edit_is_a_reason_to_look_again(cast: Any, client: Client, say: Any, open_house: None) -> None:
    let_be_indexed(cast.alice)
    some_id = say(cast.alice, "Bread")
    before = told(client)[f"/@alice/{some_id}"]
    edit_post(cast.alice, some_id, Edit("Cake", ""))
    Post.objects.filter(id=some_id).update(edited_at=F("edited_at") + timedelta(hours=1))
    assert told(client)[f"/@alice/{some_id}"] > before > "2020"


@pytest.mark.parametrize("kind", ["remove", "demote", "terminate", "suspend"])
def test_what_staff_keep_back_is_not_told(cast: Any, client: Client, say: Any, open_house: None, kind: str) -> None:
    let_be_indexed(cast.alice)
    some_id = say(cast.alice, "Bread")
    about = ("post", some_id) if kind in {"remove", "demote"} else ("account", cast.alice.id)
    ends_at = timezone.now() + timedelta(days=1) if kind == "suspend" else None
    decide(cast.olivia, Decision(kind, *about, "Not nice.", ends_at=ends_at))
    assert f"/@alice/{some_id}" not in told(client)
    assert ("/@alice" in told(client)) is (kind in {"remove", "demote"})


def test_a_closed_community_has_none(cast: Any, client: Client, client_of: Clients) -> None:
    let_be_indexed(cast.alice)
    for browser in (client, client_of(cast.alice)):
        assert browser.get("/sitemap.xml").status_code == 404
    assert client.get("/robots.txt").content.decode().splitlines() == ["User-agent: *", "Disallow: /"]


def test_an_open_one_names_it_and_what_is_not_for_programs(client: Client, open_house: None) -> None:
    response = client.get("/robots.txt")
    lines = response.content.decode().splitlines()
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert lines[0] == "User-agent: *"
    assert "Disallow: /" not in lines
    assert {"Disallow: /api/", "Disallow: /settings", "Disallow: /staff"} <= set(lines)
    assert lines[-1] == f"Sitemap: {HOME}/sitemap.xml"
    assert not response.cookies


def test_closing_the_community_ends_it_at_once(cast: Any, client: Client, open_house: None) -> None:
    assert client.get("/sitemap.xml").status_code == 200
    change_settings(None, {"visitors": "nothing"})
    assert client.get("/sitemap.xml").status_code == 404


def test_it_is_written_once_in_a_while(cast: Any, client: Client, say: Any, open_house: None) -> None:
    let_be_indexed(cast.alice)
    for number in range(5):
        say(cast.alice, str(number))
    with CaptureQueriesContext(connection) as first:
        client.get("/sitemap.xml")
    with CaptureQueriesContext(connection) as second:
        client.get("/sitemap.xml")
    assert len(second) < len(first) <= 5
