"""Which notifications are kept apart, through the API: none."""

from collections.abc import Callable

import pytest

from folkmoot.project.cast import Cast
from tests.api.shapes import check
from tests.doors import Door

pytestmark = pytest.mark.django_db
type DoorOf = Callable[..., Door]
ONE, GROUPS = "/api/v1/notifications", "/api/v2/notifications"


class TestPolicy:
    def test_everything_is_let_through(self, cast: Cast, api_of: DoorOf) -> None:
        door = api_of(cast.alice)
        policy, old = door.get(f"{GROUPS}/policy").json(), door.get(f"{ONE}/policy").json()
        check(policy, "NotificationPolicy")
        check(old, "V1NotificationPolicy")
        assert {value for name, value in policy.items() if name != "summary"} == {"accept"}
        assert {value for name, value in old.items() if name != "summary"} == {False}
        assert door.patch(f"{GROUPS}/policy", {"for_new_accounts": "accept"}).json() == policy
        assert door.put(f"{ONE}/policy", {"filter_new_accounts": "false"}).json() == old

    def test_nothing_else_is_promised(self, cast: Cast, api_of: DoorOf) -> None:
        door = api_of(cast.alice)
        answers = [
            door.patch(f"{GROUPS}/policy", {"for_new_accounts": "filter"}),
            door.patch(f"{GROUPS}/policy", body={"for_not_following": "drop"}),
            door.put(f"{ONE}/policy", {"filter_private_mentions": "true"}),
        ]
        assert [answer.status_code for answer in answers] == [422] * 3

    def test_nobody_waits(self, cast: Cast, api_of: DoorOf) -> None:
        door, path = api_of(cast.alice), f"{ONE}/requests"
        assert door.get(path).json() == []
        merged = door.get(f"{path}/merged").json()
        check(merged, "MergedResponse")
        assert merged == {"merged": True}
        for verb in ("accept", "dismiss"):
            assert door.post(f"{path}/{verb}", {"id[]": "5"}).json() == {}
            assert door.post(f"{path}/5/{verb}").status_code == 404
        assert door.get(f"{path}/5").status_code == 404
