"""Accounts and following through the API."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.utils.timezone import now

from folkmoot.accounts.actions import grant_role
from folkmoot.accounts.models import Account
from folkmoot.posts.actions import delete_post
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import block, mute
from tests.api.shapes import check, check_all
from tests.doors import Door
from tests.posts.writing import say

type DoorOf = Callable[..., Door]
ME = "/api/v1/accounts/verify_credentials"


def _profile(account: Account) -> None:
    account.bio, account.bio_html = "Likes **bread**", '<p dir="auto">See <a href="/tags/bread">#bread</a></p>'
    account.fields = [
        {"name": "Home", "value": "https://a.example", "html": '<a href="https://a.example">a.example</a>'}
    ]
    account.name, account.language = "Bob B.", "en"
    account.save()


def test_whom_the_token_speaks_for(cast: Cast, api_of: DoorOf) -> None:
    _profile(cast.bob)
    me = api_of(cast.bob).get(ME).json()
    check(me, "CredentialAccount")
    check(me["role"], "Role")
    assert (me["id"], me["username"], me["acct"], me["display_name"]) == (str(cast.bob.id), "bob", "bob", "Bob B.")
    assert me["note"] == '<p dir="auto">See <a href="http://localhost:8000/tags/bread">#bread</a></p>'
    assert me["fields"] == [{"name": "Home", "value": '<a href="https://a.example">a.example</a>', "verified_at": None}]
    assert me["source"]["fields"] == [{"name": "Home", "value": "https://a.example", "verified_at": None}]
    assert [me["source"][name] for name in ("note", "language", "privacy")] == ["Likes **bread**", "en", "public"]
    assert (me["followers_count"], me["following_count"], me["locked"]) == (1, 1, False)


def test_the_source_counts_those_who_wait_to_follow(cast: Cast, api_of: DoorOf) -> None:
    assert api_of(cast.alice).get(ME).json()["source"]["follow_requests_count"] == 1


FIGURES, REPORTS, BLOCKS, USERS, ERASING = 1 << 3, 1 << 4, 1 << 7, 1 << 10, 1 << 19  # as Mastodon counts them


@pytest.mark.parametrize(
    ("who", "known", "may"),
    [
        ("olivia", ("3", "Owner"), FIGURES | REPORTS | BLOCKS | USERS | ERASING),
        ("frank", ("1", "Moderator"), FIGURES | REPORTS | USERS | ERASING),
        ("bob", ("-99", ""), 0),
    ],
)
def test_a_role_says_what_programs_can_do_with_it(
    cast: Cast, api_of: DoorOf, who: str, known: tuple[str, str], may: int
) -> None:
    role = api_of(getattr(cast, who)).get(ME).json()["role"]
    assert (role["id"], role["name"], role["permissions"]) == (*known, str(may))


def test_nobody_stands_in_for_whoever_is_named(cast: Cast, api_of: DoorOf) -> None:
    grant_role(None, cast.alice.id, "senior_moderator")
    told = {who: api_of(getattr(cast, who)).get(ME).json()["role"]["permissions"] for who in ("alice", "frank")}
    assert told == {"alice": str(FIGURES | REPORTS | USERS | ERASING), "frank": str(FIGURES | REPORTS | USERS)}


def test_the_default_audience_that_is_told_is_the_one_used(cast: Cast, api_of: DoorOf) -> None:
    door = api_of(cast.bob)
    written = door.post("/api/v1/statuses", {"status": "Hi"}).json()
    assert written["visibility"] == door.get(ME).json()["source"]["privacy"]


@pytest.mark.parametrize("name", ["avatar", "header"])
def test_pictures_are_there(cast: Cast, api_of: DoorOf, name: str) -> None:
    url = api_of(cast.bob).get(ME).json()[name]
    assert url.endswith(f"/{name}s/original/missing.png"), "by this ending programs know that nobody chose one"
    path = finders.find(url.removeprefix("http://localhost:8000/static/"))
    assert Path(str(path)).read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


def test_what_an_account_wrote_is_counted(cast: Cast, api_of: DoorOf) -> None:
    post = say(cast.bob)
    say(cast.bob)
    me = api_of(cast.bob).get(ME).json()
    assert (me["statuses_count"], me["last_status_at"]) == (2, now().date().isoformat())
    delete_post(cast.bob, post)
    assert api_of(cast.bob).get(ME).json()["statuses_count"] == 1


def test_an_account_by_its_id(cast: Cast, api_of: DoorOf) -> None:
    answer = api_of(cast.hal).get(f"/api/v1/accounts/{cast.alice.id}").json()
    check(answer, "Account")
    assert (answer["acct"], answer["locked"], answer["url"]) == ("alice", True, "http://localhost:8000/@alice")
    remote = api_of(cast.hal).get(f"/api/v1/accounts/{cast.erin.id}").json()
    check(remote, "Account")
    assert remote["acct"] == "erin@elsewhere.example"


@pytest.mark.parametrize("who", ["gina", "ivy"])
def test_accounts_that_are_not_there_for_others(cast: Cast, api_of: DoorOf, who: str) -> None:
    account, door = getattr(cast, who), api_of(cast.hal)
    for url in (f"/api/v1/accounts/{account.id}", f"/api/v1/accounts/lookup?acct={who}"):
        assert door.get(url).json() == {"error": "Record not found"}
    assert door.get("/api/v1/accounts/relationships", {"id[]": account.id}).json() == []
    assert door.post(f"/api/v1/accounts/{account.id}/follow").status_code == 404


@pytest.mark.parametrize(
    ("acct", "found"),
    [
        ("alice", "alice"),
        ("@alice", "alice"),
        ("Alice", "alice"),
        ("alice@localhost", "alice"),
        ("alice@localhost:8000", "alice"),
        ("erin@elsewhere.example", "erin@elsewhere.example"),
        ("@erin@Elsewhere.Example", "erin@elsewhere.example"),
        ("erin", None),
        ("alice@elsewhere.example", None),
        ("", None),
        ("ali\0ce", None),
        ("alice ", None),
        ("a" * 5_000, None),
        ("@", None),
        ("%", None),
    ],
)
def test_an_account_by_its_address(cast: Cast, api_of: DoorOf, acct: str, found: str | None) -> None:
    answer = api_of(cast.hal).get("/api/v1/accounts/lookup", {"acct": acct})
    assert (answer.status_code, answer.json().get("acct")) == ((200, found) if found else (404, None))


def test_follow_and_unfollow(cast: Cast, api_of: DoorOf) -> None:
    door, bob = api_of(cast.hal), f"/api/v1/accounts/{cast.bob.id}"
    for verb, on in (("follow", True), ("follow", True), ("unfollow", False), ("unfollow", False)):
        answer = door.post(f"{bob}/{verb}").json()
        check(answer, "Relationship")
        assert (answer["following"], answer["showing_reblogs"], answer["requested"]) == (on, on, False)
        assert door.get(bob).json()["followers_count"] == 1 + on


def test_a_locked_account_is_asked(cast: Cast, api_of: DoorOf) -> None:
    answer = api_of(cast.hal).post(f"/api/v1/accounts/{cast.alice.id}/follow", {"reblogs": "true"}).json()
    assert (answer["following"], answer["requested"]) == (False, True)
    answer = api_of(cast.hal).post(f"/api/v1/accounts/{cast.alice.id}/unfollow").json()
    assert (answer["following"], answer["requested"]) == (False, False)


@pytest.mark.parametrize(("who", "whom", "status"), [("dan", "alice", 403), ("alice", "dan", 403), ("bob", "bob", 403)])
def test_who_cannot_be_followed(cast: Cast, api_of: DoorOf, who: str, whom: str, status: int) -> None:
    target = getattr(cast, whom)
    assert api_of(getattr(cast, who)).post(f"/api/v1/accounts/{target.id}/follow").status_code == status


def test_nobody_is_followed_or_left_who_is_not_there(cast: Cast, api_of: DoorOf) -> None:
    for verb in ("follow", "unfollow"):
        assert api_of(cast.hal).post(f"/api/v1/accounts/1/{verb}").status_code == 404


def test_how_one_stands_to_others(cast: Cast, api_of: DoorOf) -> None:
    until = now() + timedelta(hours=1)
    block(cast.alice, cast.hal.id)
    mute(cast.alice, cast.frank.id, until)
    asked = [cast.frank.id, cast.bob.id, cast.carol.id, cast.hal.id, cast.bob.id, 1]
    answer = api_of(cast.alice).get("/api/v1/accounts/relationships", {"id[]": asked}).json()
    check_all(answer, "Relationship")
    assert [one["id"] for one in answer] == [str(i) for i in asked[:4]]
    said = {one["id"]: {name for name, value in one.items() if value is True} for one in answer}
    assert list(said.values()) == [
        {"muting", "muting_notifications"},
        {"following", "followed_by", "showing_reblogs"},
        {"requested_by"},
        {"blocking"},
    ]
    assert answer[0]["muting_expires_at"][:16] == until.isoformat()[:16]
    [seen] = api_of(cast.hal).get("/api/v1/accounts/relationships", {"id": cast.alice.id}).json()
    assert seen["blocked_by"] is True


@pytest.mark.parametrize("several", [1, 8])
def test_relationships_cost_the_same_for_any_number(cast: Cast, api_of: DoorOf, queries: Any, several: int) -> None:
    door = api_of(cast.alice)
    door.get(ME)
    ids = [account.id for account in cast.everybody()[:several]]
    with queries(3):
        door.get("/api/v1/accounts/relationships", {"id[]": ids})


def test_nobody_asked_nobody_told(cast: Cast, api_of: DoorOf) -> None:
    assert api_of(cast.alice).get("/api/v1/accounts/relationships").json() == []
