"""Which notifications are kept apart, through the API: policies, and requests of people one hardly knows."""

from collections.abc import Callable
from typing import Any

import pytest

from folkmoot.core.events import drain
from folkmoot.posts.actions import like
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import follow
from tests.api.notified import ids_in, links_in, types_in
from tests.api.shapes import check, check_all
from tests.doors import Door
from tests.posts.writing import say

pytestmark = pytest.mark.django_db
type DoorOf = Callable[..., Door]
ONE, GROUPS = "/api/v1/notifications", "/api/v2/notifications"
POLICY, OLD, REQUESTS = f"{GROUPS}/policy", f"{ONE}/policy", f"{ONE}/requests"
NOTHING = {"pending_requests_count": 0, "pending_notifications_count": 0}


@pytest.fixture
def door(cast: Cast, api_of: DoorOf) -> Door:
    """Bob's, who has heard of nothing yet."""
    drain()
    door = api_of(cast.bob)
    door.post(f"{ONE}/clear")
    return door


class TestPolicy:
    def test_everything_is_let_through_at_first(self, door: Door) -> None:
        policy, old = door.get(POLICY).json(), door.get(OLD).json()
        check(policy, "NotificationPolicy")
        check(old, "V1NotificationPolicy")
        assert {value for name, value in policy.items() if name != "summary"} == {"accept"}
        assert {value for name, value in old.items() if name != "summary"} == {False}
        assert policy["summary"] == old["summary"] == NOTHING

    def test_what_is_not_named_stays(self, door: Door) -> None:
        door.patch(POLICY, {"for_not_following": "filter", "for_new_accounts": "drop"})
        policy = door.patch(POLICY, body={"for_limited_accounts": "drop", "for_new_accounts": "filter"}).json()
        check(policy, "NotificationPolicy")
        chosen = {name.removeprefix("for_") for name, value in policy.items() if value == "filter"}
        assert (chosen, policy["for_limited_accounts"]) == ({"not_following", "new_accounts"}, "drop")
        assert door.get(POLICY).json() == policy
        assert door.patch(POLICY).json() == policy

    def test_the_first_version_says_yes_and_no(self, door: Door) -> None:
        door.patch(POLICY, {"for_not_following": "drop", "for_private_mentions": "filter"})
        old = door.get(OLD).json()
        assert [name for name, value in old.items() if value is True] == [
            "filter_not_following",
            "filter_private_mentions",
        ]
        changed = door.put(OLD, {"filter_not_following": "false", "filter_new_accounts": "true"}).json()
        check(changed, "V1NotificationPolicy")
        policy = door.get(POLICY).json()
        assert (policy["for_not_following"], policy["for_new_accounts"]) == ("accept", "filter")
        assert policy["for_private_mentions"] == "filter"

    @pytest.mark.parametrize(
        "send",
        [
            lambda door: door.patch(POLICY, {"for_new_accounts": "perhaps"}),
            lambda door: door.patch(POLICY, body={"for_not_following": True}),
            lambda door: door.patch(POLICY, body={"for_not_followers": ["drop"]}),
            lambda door: door.put(OLD, {"filter_private_mentions": "perhaps"}),
        ],
    )
    def test_nonsense_is_refused(self, door: Door, send: Callable[[Door], Any]) -> None:
        before = door.get(POLICY).json()
        assert send(door).status_code == 422
        assert door.get(POLICY).json() == before

    def test_scopes(self, cast: Cast, api_of: DoorOf) -> None:
        reads, writes = api_of(cast.bob, "read:notifications"), api_of(cast.bob, "write:notifications")
        assert reads.get(POLICY).status_code == reads.get(REQUESTS).status_code == 200
        assert reads.patch(POLICY).status_code == reads.post(f"{REQUESTS}/accept").status_code == 403
        assert writes.get(POLICY).status_code == 403
        assert writes.patch(POLICY).status_code == 200


@pytest.fixture
def kept_apart(cast: Cast, door: Door) -> dict[str, Any]:
    """Hal and frank are kept apart, alice is not."""
    door.patch(POLICY, {"for_not_following": "filter"})
    mine = say(cast.bob, "Mine")
    for who in (cast.frank, cast.hal, cast.alice):
        like(who, mine)
        drain()
    posts = {"mine": mine, "hal": say(cast.hal, "@bob one"), "last": say(cast.hal, "@bob two")}
    drain()
    listed = door.get(REQUESTS).json()
    return {**posts, "listed": listed, **{each["account"]["username"]: each["id"] for each in listed}}


class TestRequests:
    def test_they_stay_out_of_all_that_is_told(self, door: Door, kept_apart: dict[str, Any]) -> None:
        assert types_in(door.get(ONE)) == ["favourite"]
        groups = door.get(GROUPS).json()["notification_groups"]
        assert [group["notifications_count"] for group in groups] == [1]
        for path in (f"{ONE}/unread_count", f"{GROUPS}/unread_count"):
            assert door.get(path).json() == {"count": 1}
        summary = {"pending_requests_count": 2, "pending_notifications_count": 4}
        assert door.get(POLICY).json()["summary"] == door.get(OLD).json()["summary"] == summary

    def test_unless_they_are_asked_for(self, cast: Cast, door: Door, kept_apart: dict[str, Any]) -> None:
        assert len(door.get(ONE, {"include_filtered": "true"}).json()) == 5
        assert len(door.get(GROUPS, {"include_filtered": "true"}).json()["notification_groups"]) == 3
        of_hal = door.get(ONE, {"account_id": cast.hal.id})
        assert types_in(of_hal) == ["mention", "mention", "favourite"]
        assert door.get(f"{ONE}/{ids_in(of_hal)[0]}").json()["account"]["username"] == "hal"
        assert door.get(ONE, {"include_filtered": "perhaps"}).status_code == 422

    def test_a_group_has_nothing_of_them(self, door: Door, kept_apart: dict[str, Any]) -> None:
        (group,) = door.get(GROUPS).json()["notification_groups"]
        people = door.get(f"{GROUPS}/{group['group_key']}/accounts").json()
        assert [each["username"] for each in people] == ["alice"]
        assert door.post(f"{GROUPS}/{group['group_key']}/dismiss").json() == {}
        assert door.get(POLICY).json()["summary"]["pending_notifications_count"] == 4

    def test_the_list(self, door: Door, kept_apart: dict[str, Any]) -> None:
        listed = kept_apart["listed"]
        check_all(listed, "NotificationRequest")
        assert [(each["account"]["username"], each["notifications_count"]) for each in listed] == [
            ("hal", "3"),
            ("frank", "1"),
        ]
        assert [each["last_status"] and each["last_status"]["id"] for each in listed] == [str(kept_apart["last"]), None]
        check(listed[0]["last_status"], "Status")
        one = door.get(f"{REQUESTS}/{kept_apart['hal']}").json()
        assert one == listed[0]
        first = door.get(REQUESTS, {"limit": 1})
        assert ids_in(first) == [int(kept_apart["hal"])]
        following = door.get(links_in(first)["next"])
        assert ids_in(following) == [int(kept_apart["frank"])]
        assert ids_in(door.get(links_in(following)["prev"])) == [int(kept_apart["hal"])]

    def test_let_through_for_good(self, cast: Cast, door: Door, kept_apart: dict[str, Any]) -> None:
        assert door.post(f"{REQUESTS}/{kept_apart['hal']}/accept").json() == {}
        assert types_in(door.get(ONE)) == ["mention", "mention", "favourite", "favourite"]
        merged = door.get(f"{REQUESTS}/merged").json()
        check(merged, "MergedResponse")
        assert merged == {"merged": True}
        say(cast.hal, "@bob three")
        drain()
        assert len(door.get(ONE).json()) == 5
        assert [each["account"]["username"] for each in door.get(REQUESTS).json()] == ["frank"]
        assert door.post(f"{REQUESTS}/{kept_apart['hal']}/accept").status_code == 404

    def test_turned_away(self, door: Door, kept_apart: dict[str, Any]) -> None:
        assert door.post(f"{REQUESTS}/{kept_apart['hal']}/dismiss").json() == {}
        assert len(door.get(ONE, {"include_filtered": "true"}).json()) == 2
        assert door.post(f"{REQUESTS}/{kept_apart['hal']}/dismiss").status_code == 404
        assert door.get(f"{REQUESTS}/{kept_apart['hal']}").status_code == 404

    @pytest.mark.parametrize("verb", ["accept", "dismiss"])
    def test_several_at_once(self, door: Door, kept_apart: dict[str, Any], verb: str) -> None:
        ids = [kept_apart["hal"], kept_apart["frank"], "5"]
        assert door.post(f"{REQUESTS}/{verb}", {"id[]": ids}).json() == {}
        assert door.get(REQUESTS).json() == []
        assert len(door.get(ONE).json()) == (5 if verb == "accept" else 1)
        assert door.post(f"{REQUESTS}/{verb}", body={"id": ids}).json() == {}
        assert door.post(f"{REQUESTS}/{verb}").json() == {}
        assert door.post(f"{REQUESTS}/{verb}", {"id[]": "x"}).status_code == 422

    @pytest.mark.parametrize("verb", ["accept", "dismiss"])
    def test_those_of_others_are_not_there(
        self, cast: Cast, api_of: DoorOf, door: Door, kept_apart: dict[str, Any], verb: str
    ) -> None:
        other, path = api_of(cast.alice), f"{REQUESTS}/{kept_apart['hal']}"
        assert other.get(path).status_code == other.post(f"{path}/{verb}").status_code == 404
        assert other.post(f"{REQUESTS}/{verb}", {"id[]": kept_apart["hal"]}).json() == {}
        assert len(door.get(REQUESTS).json()) == 2

    def test_nobody_waits(self, cast: Cast, api_of: DoorOf) -> None:
        other = api_of(cast.alice)
        assert other.get(REQUESTS).json() == []
        for verb in ("accept", "dismiss"):
            assert other.post(f"{REQUESTS}/5/{verb}").status_code == 404

    def test_dropped_is_dropped(self, cast: Cast, door: Door) -> None:
        door.patch(POLICY, {"for_not_following": "drop"})
        say(cast.hal, "@bob hello")
        follow(cast.hal, cast.bob.id)
        drain()
        assert door.get(ONE, {"include_filtered": "true"}).json() == door.get(REQUESTS).json() == []
