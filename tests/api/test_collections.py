"""Collections through the API: made, changed and filled by whoever recommends, left by whoever is in one."""

from collections.abc import Callable
from typing import Any

import pytest

from folkmoot.accounts.models import Account
from folkmoot.core.events import drain
from folkmoot.instance.actions import change_settings
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import block
from folkmoot.relations.models import Collection
from tests.api.apps import Program
from tests.api.notified import links_in
from tests.api.shapes import check, check_all
from tests.doors import Answer, Door

pytestmark = pytest.mark.django_db
type DoorOf = Callable[..., Door]
PATH = "/api/v1/collections"
BIRDS = {"name": "Bird people", "description": "Who knows every heron", "language": "en", "tag_name": "#birds"}
ONLY_SOMETIMES = ("event", "fallback", "moderation_warning", "report", "status", "status_id")
NOTIFICATIONS, GROUPS = "/api/v1/notifications", "/api/v2/notifications"


@pytest.fixture
def door(cast: Cast, api_of: DoorOf) -> Door:
    """Hal's."""
    return api_of(cast.hal, "read:collections write:collections")


@pytest.fixture
def birds(cast: Cast, door: Door) -> dict[str, Any]:
    """Hal's collection with bob in it."""
    answer = door.post(PATH, body={**BIRDS, "discoverable": True, "account_ids": [str(cast.bob.id)]})
    assert answer.status_code == 200, answer.text
    made: dict[str, Any] = answer.json()["collection"]
    return made


def of(door: Door, who: Account, kind: str = "collections", **query: str) -> Answer:
    return door.get(f"/api/v1/accounts/{who.id}/{kind}", query)


def names(answer: Answer) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [each["name"] for each in answer.json()["collections"]]


def test_one_is_made_read_changed_and_removed(cast: Cast, door: Door, birds: dict[str, Any]) -> None:
    check(birds, "Collection")
    assert (birds["account_id"], birds["item_count"], birds["local"]) == (str(cast.hal.id), 1, True)
    assert (birds["name"], birds["description"], birds["language"]) == ("Bird people", "Who knows every heron", "en")
    assert (birds["sensitive"], birds["discoverable"]) == (False, True)
    assert birds["tag"] == {"name": "birds", "url": "http://localhost:8000/tags/birds"}
    assert birds["url"] == birds["uri"] == f"http://localhost:8000/collections/{birds['id']}"
    (item,) = birds["items"]
    assert (item["account_id"], item["state"]) == (str(cast.bob.id), "accepted")
    whole = door.get(f"{PATH}/{birds['id']}").json()
    check(whole, "CollectionWithAccounts")
    assert whole["collection"] == birds
    assert [each["acct"] for each in whole["accounts"]] == ["hal", "bob"]
    changed = door.patch(f"{PATH}/{birds['id']}", {"sensitive": "true", "tag_name": ""}).json()["collection"]
    assert changed["updated_at"] >= birds["updated_at"]
    assert changed == {**birds, "sensitive": True, "tag": None, "updated_at": changed["updated_at"]}
    renamed = door.patch(f"{PATH}/{birds['id']}", {"name": "Herons", "description": "", "language": ""}).json()
    assert [renamed["collection"][name] for name in ("name", "description", "language")] == ["Herons", "", None]
    hidden = door.patch(f"{PATH}/{birds['id']}", {"discoverable": "0"}).json()["collection"]
    assert hidden["discoverable"] is False
    assert door.delete(f"{PATH}/{birds['id']}").json() == {}
    assert door.get(f"{PATH}/{birds['id']}").status_code == 404
    assert names(of(door, cast.hal)) == []


@pytest.mark.parametrize(
    "form",
    [{}, {"name": " "}, {"name": "x" * 41}, {"description": "x" * 101}, {"tag_name": "a b"}, {"language": "en_GB"}],
)
def test_what_cannot_be_a_collection(door: Door, birds: dict[str, Any], form: dict[str, str]) -> None:
    for ask, path in ((door.post, PATH), (door.patch, f"{PATH}/{birds['id']}")):
        answer = ask(path, {"name": "Birds", **form} if form else {"name": ""})
        assert answer.status_code == 422
        assert answer.json()["error"].startswith("Validation failed")
    assert Collection.objects.get().name == "Bird people"


def test_where_one_cannot_be_in_it_nothing_is_made(cast: Cast, door: Door) -> None:
    ids = [str(cast.bob.id), str(cast.alice.id)]
    assert door.post(PATH, body={"name": "All", "account_ids": ids}).status_code == 422
    assert not Collection.objects.exists()


def test_people_are_added_and_taken_out(cast: Cast, door: Door, birds: dict[str, Any]) -> None:
    path = f"{PATH}/{birds['id']}/items"
    added = door.post(path, {"account_id": str(cast.frank.id)}).json()["collection_item"]
    check(added, "CollectionItem")
    assert door.post(path, {"account_id": str(cast.frank.id)}).json()["collection_item"] == added
    assert [each["account_id"] for each in door.get(f"{PATH}/{birds['id']}").json()["collection"]["items"]] == [
        str(cast.bob.id),
        str(cast.frank.id),
    ]
    assert door.delete(f"{path}/{added['id']}").json() == {}
    assert door.delete(f"{path}/{added['id']}").status_code == 404
    assert door.get(f"{PATH}/{birds['id']}").json()["collection"]["items"] == birds["items"]


@pytest.mark.parametrize(
    ("whom", "status"),
    [("nobody", 422), ("words", 422), ("hal", 403), ("gina", 404), ("alice", 422), ("unknown", 404)],
)
def test_who_cannot_be_added(cast: Cast, door: Door, birds: dict[str, Any], whom: str, status: int) -> None:
    sent = {"nobody": "", "words": "bob", "unknown": "4000000000000001"}
    account_id = sent[whom] if whom in sent else str(getattr(cast, whom).id)
    answer = door.post(f"{PATH}/{birds['id']}/items", {"account_id": account_id})
    assert (answer.status_code, list(answer.json())) == (status, ["error"])


def test_whoever_is_in_one_takes_themselves_out(cast: Cast, api_of: DoorOf, door: Door, birds: dict[str, Any]) -> None:
    bob, path = api_of(cast.bob), f"{PATH}/{birds['id']}/items/{birds['items'][0]['id']}/revoke"
    assert names(of(bob, cast.bob, "in_collections")) == ["Bird people"]
    assert api_of(cast.frank).post(path).status_code == door.post(path).status_code == 404
    assert bob.post(path).json() == {}
    assert names(of(bob, cast.bob, "in_collections")) == []
    assert bob.post(path).status_code == 404
    assert door.post(f"{PATH}/{birds['id']}/items", {"account_id": str(cast.bob.id)}).status_code == 422


@pytest.mark.parametrize(
    ("method", "rest"),
    [("PATCH", ""), ("DELETE", ""), ("POST", "/items?account_id=FRANK"), ("DELETE", "/items/ITEM")],
)
def test_nobody_changes_somebody_elses(
    cast: Cast, api_of: DoorOf, birds: dict[str, Any], method: str, rest: str
) -> None:
    rest = rest.replace("FRANK", str(cast.frank.id)).replace("ITEM", birds["items"][0]["id"])
    url = f"{PATH}/{birds['id']}{rest}"
    assert api_of(cast.bob).request(method, url, headers={}).status_code == 403
    block(cast.hal, cast.dan.id)
    assert api_of(cast.dan).request(method, url, headers={}).status_code == 404
    assert Collection.objects.get().name == "Bird people"


def test_who_sees_them(cast: Cast, api_of: DoorOf, door: Door, birds: dict[str, Any]) -> None:
    secret = door.post(PATH, {"name": "For those I tell", "discoverable": "false"}).json()["collection"]
    assert names(of(door, cast.hal)) == ["For those I tell", "Bird people"]
    bob = api_of(cast.bob)
    assert names(of(bob, cast.hal)) == ["Bird people"]
    assert bob.get(f"{PATH}/{secret['id']}").status_code == 200, "whoever has the address"
    assert Door().get(f"{PATH}/{birds['id']}").status_code == of(Door(), cast.hal).status_code == 422
    change_settings(None, {"visitors": "posts"})
    assert names(of(Door(), cast.hal)) == names(of(Door(), cast.bob, "in_collections")) == ["Bird people"]
    block(cast.hal, cast.dan.id)
    dan = api_of(cast.dan)
    assert dan.get(f"{PATH}/{birds['id']}").status_code == 404
    assert names(of(dan, cast.hal)) == []


@pytest.mark.parametrize("kind", ["collections", "in_collections"])
def test_they_come_in_parts(cast: Cast, door: Door, birds: dict[str, Any], kind: str) -> None:
    for name in ("Two", "Three"):
        door.post(PATH, body={"name": name, "account_ids": [str(cast.bob.id)]})
    who = cast.hal if kind == "collections" else cast.bob
    door.patch(f"{PATH}/{birds['id']}", {"discoverable": "true"})
    for each in Collection.objects.all():
        door.patch(f"{PATH}/{each.id}", {"discoverable": "true"})
    first = of(door, who, kind, limit="2")
    check_all(first.json()["collections"], "Collection")
    assert names(first) == ["Three", "Two"]
    assert set(links_in(first)) == {"next"}
    second = door.get(links_in(first)["next"])
    assert (names(second), set(links_in(second))) == (["Bird people"], {"prev"})
    assert names(door.get(links_in(second)["prev"])) == ["Three", "Two"]
    assert names(of(door, who, kind, offset="1000000")) == []
    assert of(door, who, kind, offset="-1").status_code == of(door, who, kind, limit="x").status_code == 422


@pytest.mark.parametrize("which", ["bob", "gina"])
def test_accounts_that_have_none(cast: Cast, door: Door, which: str) -> None:
    for kind in ("collections", "in_collections"):
        answer = of(door, getattr(cast, which), kind)
        found = (200, {"collections": []}) if which == "bob" else (404, {"error": "Record not found"})
        assert (answer.status_code, answer.json()) == found


def test_scopes(cast: Cast, api_of: DoorOf, birds: dict[str, Any]) -> None:
    reader = api_of(cast.hal, "read")
    assert reader.get(f"{PATH}/{birds['id']}").status_code == 200
    assert reader.delete(f"{PATH}/{birds['id']}").status_code == 403
    other = api_of(cast.hal, "read:lists write:lists")
    for answer in (other.get(f"{PATH}/{birds['id']}"), other.post(PATH, BIRDS), of(other, cast.hal)):
        assert answer.status_code == 403


def test_an_apps_own_token_makes_none(cast: Cast, app: Program) -> None:
    sent = {"grant_type": "client_credentials", "scope": "read write", **app.own}
    token = str(Door().post("/oauth/token", sent).json()["access_token"])
    assert Door(token).post(PATH, BIRDS).status_code == 422
    assert not Collection.objects.exists()


def test_who_can_be_found_says_so(cast: Cast, door: Door, api_of: DoorOf) -> None:
    reader = api_of(cast.hal)

    def asked(who: Account) -> Any:
        return reader.get(f"/api/v1/accounts/{who.id}").json()["feature_approval"]

    assert asked(cast.bob) == {"automatic": ["public"], "manual": [], "current_user": "automatic"}
    assert asked(cast.alice) == {"automatic": ["followers"], "manual": [], "current_user": "unknown"}
    Account.objects.filter(id=cast.frank.id).update(discoverable=False)
    assert asked(cast.frank) == {"automatic": [], "manual": [], "current_user": "denied"}
    me = reader.get("/api/v1/accounts/verify_credentials").json()
    assert me["role"]["collection_limit"] == 10


class TestNotifications:
    @pytest.fixture
    def bob(self, cast: Cast, api_of: DoorOf, door: Door, birds: dict[str, Any]) -> Door:
        drain()
        door.patch(f"{PATH}/{birds['id']}", {"name": "Heron people"})
        drain()
        return api_of(cast.bob)

    def test_of_a_place_in_one_and_of_its_new_name(self, cast: Cast, bob: Door, birds: dict[str, Any]) -> None:
        found = bob.get(NOTIFICATIONS).json()[:2]
        for each in found:
            check(each, "Notification", without=ONLY_SOMETIMES)
        assert [each["type"] for each in found] == ["collection_update", "added_to_collection"]
        for each in found:
            assert each["collection"]["id"] == birds["id"]
            assert each["collection"]["name"] == "Heron people"
            assert each["account"]["acct"] == "hal"
            assert "status" not in each
            assert "fallback" not in each

    def test_for_programs_that_do_not_know_them(self, bob: Door) -> None:
        asked = {"types[]": "added_to_collection", "supported_types[]": "follow"}
        (one,) = bob.get(NOTIFICATIONS, asked).json()
        check(one["fallback"], "NotificationFallback")
        said = {"title": "hal put you into a collection", "summary": "Heron people", "details": None}
        assert one["fallback"] == said
        again = bob.get(f"{NOTIFICATIONS}/{one['id']}", {"supported_types[]": "follow"}).json()
        assert again["fallback"] == said
        known = bob.get(f"{NOTIFICATIONS}/{one['id']}", {"supported_types[]": "added_to_collection"}).json()
        assert "fallback" not in known

    def test_in_groups(self, bob: Door, birds: dict[str, Any]) -> None:
        found = bob.get(GROUPS, {"types[]": "collection_update", "supported_types[]": "follow"}).json()
        (group,) = found["notification_groups"]
        shown, kind = group.pop("collection"), group.pop("type")  # the reference has both in a Notification alone
        check(shown, "Collection")
        assert (shown["id"], kind) == (birds["id"], "collection_update")
        check({**group, "type": "mention"}, "NotificationGroup", without=ONLY_SOMETIMES)
        assert group["fallback"]["title"] == "hal changed a collection that you are in"

    def test_of_one_that_is_gone_nothing_is_told(self, door: Door, bob: Door, birds: dict[str, Any]) -> None:
        door.delete(f"{PATH}/{birds['id']}")
        types = {"types[]": ["added_to_collection", "collection_update"]}
        assert bob.get(f"{NOTIFICATIONS}?types[]=added_to_collection&types[]=collection_update").json() == [], types

    def test_from_people_one_hardly_knows(self, cast: Cast, api_of: DoorOf, door: Door) -> None:
        frank = api_of(cast.frank)
        drain()
        frank.patch(f"{GROUPS}/policy", {"for_not_following": "filter"})
        door.post(PATH, body={"name": "Mods", "account_ids": [str(cast.frank.id)]})
        drain()
        assert "added_to_collection" not in frank.get(NOTIFICATIONS).text
        apart = frank.get(NOTIFICATIONS, {"include_filtered": "true"}).json()
        assert "added_to_collection" in [each["type"] for each in apart]
