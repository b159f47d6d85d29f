"""What happened to somebody, through the API: one by one."""

from collections.abc import Callable
from typing import Any

import pytest

from folkmoot.accounts.models import Account
from folkmoot.core.events import drain
from folkmoot.notifications.actions import mark_read
from folkmoot.notifications.models import Notification
from folkmoot.notifications.queries import KINDS
from folkmoot.posts.actions import Edit, boost, delete_post, edit_post
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import block, mute
from tests.api.notified import everything, ids_in, links_in, types_in
from tests.api.shapes import check
from tests.doors import Door
from tests.posts.writing import say

pytestmark = pytest.mark.django_db
type DoorOf = Callable[..., Door]
ONE, GROUPS = "/api/v1/notifications", "/api/v2/notifications"
ONLY_SOMETIMES = ("collection", "event", "fallback", "moderation_warning", "report", "status")
ALL = ["quote", "reblog", "favourite", "favourite", "favourite", "mention", "mention", "follow_request"]


@pytest.fixture(autouse=True)
def quiet_start(cast: Cast) -> None:
    drain()
    Notification.objects.all().delete()


class TestOneByOne:
    def test_everything_under_mastodons_names(self, cast: Cast, api_of: DoorOf) -> None:
        posts = everything(cast)
        answer = api_of(cast.alice).get(ONE)
        assert types_in(answer) == ALL
        for one in answer.json():
            check(one, "Notification", without=ONLY_SOMETIMES)
            assert ("status" in one) == (one["type"] != "follow_request")
        told = {one["type"]: one for one in answer.json()}
        assert told["favourite"]["status"]["id"] == told["reblog"]["status"]["id"] == str(posts["own"])
        assert (told["quote"]["status"]["id"], told["quote"]["account"]["acct"]) == (str(posts["quote"]), "bob")
        assert told["follow_request"]["account"]["acct"] == "hal"

    def test_the_status_is_what_its_own_address_gives(self, cast: Cast, api_of: DoorOf) -> None:
        everything(cast)
        door = api_of(cast.alice)
        for one in door.get(ONE).json():
            if "status" in one:
                assert one["status"] == door.get(f"/api/v1/statuses/{one['status']['id']}").json()

    def test_edits_and_polls(self, cast: Cast, api_of: DoorOf) -> None:
        post = say(cast.hal, "First")
        boost(cast.alice, post)
        edit_post(cast.hal, post, Edit("Second"))
        drain()
        (told,) = api_of(cast.alice).get(ONE).json()
        assert (told["type"], told["account"]["acct"], told["status"]["id"]) == ("update", "hal", str(post))

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("types[]=mention", ["mention", "mention"]),
            ("types[]=favourite&types[]=reblog", ["reblog", "favourite", "favourite", "favourite"]),
            ("exclude_types[]=favourite&exclude_types[]=mention", ["quote", "reblog", "follow_request"]),
            ("types[]=mention&exclude_types[]=mention", []),
            ("types[]=admin.report&types[]=status", []),
            ("types[]=nonsense", []),
            ("exclude_types[]=nonsense", ALL),
            ("types[]=reaction", ["reaction"]),
            ("supported_types[]=mention", ["reaction", *ALL]),
            ("supported_types[]=mention&exclude_types[]=reaction", ALL),
            ("include_filtered=true", ALL),
        ],
    )
    def test_some_types(self, cast: Cast, api_of: DoorOf, query: str, expected: list[str]) -> None:
        everything(cast)
        assert types_in(api_of(cast.alice).get(f"{ONE}?{query}")) == expected

    def test_what_programs_do_not_know_comes_with_a_sentence(self, cast: Cast, api_of: DoorOf) -> None:
        everything(cast)
        door = api_of(cast.alice)
        first = door.get(f"{ONE}?supported_types[]=mention").json()[0]
        assert first["fallback"] == {"title": "bob answered your post with an emoji", "summary": None, "details": None}
        check(first["fallback"], "NotificationFallback")
        assert "fallback" not in door.get(f"{ONE}?supported_types[]=reaction").json()[0]
        assert "fallback" not in door.get(f"{ONE}?types[]=reaction").json()[0]
        assert not [one for one in door.get(f"{ONE}?supported_types[]=mention").json()[1:] if "fallback" in one]

    def test_of_one_account(self, cast: Cast, api_of: DoorOf) -> None:
        everything(cast)
        door = api_of(cast.alice)
        assert types_in(door.get(ONE, {"account_id": cast.bob.id})) == ["quote", "favourite"]
        assert types_in(door.get(ONE, {"account_id": cast.bob.id, "types[]": "quote"})) == ["quote"]
        assert types_in(door.get(ONE, {"account_id": 12345})) == []
        assert door.get(ONE, {"account_id": "bob"}).status_code == 422

    def test_pages(self, cast: Cast, api_of: DoorOf) -> None:
        everything(cast)
        door = api_of(cast.alice)
        every = ids_in(door.get(ONE))
        seen, url = [], f"{ONE}?limit=3&exclude_types[]=poll"
        while url:
            answer = door.get(url)
            seen.append(ids_in(answer))
            last, url = answer, links_in(answer).get("next", "")
        assert seen == [every[:3], every[3:6], every[6:]]
        assert ids_in(door.get(links_in(last)["prev"])) == every[3:6]
        assert ids_in(door.get(ONE, {"since_id": every[2]})) == every[:2]
        assert ids_in(door.get(ONE, {"min_id": every[4], "limit": 2})) == every[2:4]

    def test_forty_and_eighty_at_most(self, cast: Cast, api_of: DoorOf) -> None:
        Notification.objects.bulk_create(
            Notification(account=cast.alice, kind="like", actor=cast.bob, post_id=say(cast.alice, f"{n}"))
            for n in range(85)
        )
        door = api_of(cast.alice)
        assert [len(door.get(ONE, query).json()) for query in ({}, {"limit": 80}, {"limit": 500})] == [40, 80, 80]

    def test_one(self, cast: Cast, api_of: DoorOf) -> None:
        everything(cast)
        door = api_of(cast.alice)
        first = door.get(ONE).json()[0]
        assert door.get(f"{ONE}/{first['id']}").json() == first
        for answer in (api_of(cast.bob).get(f"{ONE}/{first['id']}"), door.get(f"{ONE}/12345")):
            assert (answer.status_code, answer.json()) == (404, {"error": "Record not found"})

    def test_how_much_is_new(self, cast: Cast, api_of: DoorOf) -> None:
        everything(cast)
        door = api_of(cast.alice)

        def count(query: str = "") -> int:
            answer = door.get(f"{ONE}/unread_count?{query}").json()
            check(answer, "CountResponse")
            return answer["count"]

        assert (count(), count("limit=3"), count("types[]=favourite"), count("exclude_types[]=mention")) == (8, 3, 3, 6)
        assert count(f"account_id={cast.bob.id}") == 2
        mark_read(cast.alice, int(door.get(ONE).json()[2]["id"]))
        assert count() == 2
        mark_read(cast.alice, int(door.get(ONE).json()[0]["id"]))
        assert count() == 0


class TestTakingAway:
    def test_one(self, cast: Cast, api_of: DoorOf) -> None:
        everything(cast)
        door = api_of(cast.alice)
        every = ids_in(door.get(ONE))
        assert door.post(f"{ONE}/{every[0]}/dismiss").json() == {}
        assert door.post(f"{ONE}/dismiss", {"id": every[1]}).json() == {}
        assert ids_in(door.get(ONE)) == every[2:]
        assert door.post(f"{ONE}/{every[0]}/dismiss").status_code == 404

    @pytest.mark.parametrize("form", [{}, {"id": ""}, {"id": "12345"}])
    def test_none(self, cast: Cast, api_of: DoorOf, form: dict[str, str]) -> None:
        assert api_of(cast.alice).post(f"{ONE}/dismiss", form).status_code == 404

    def test_everything_of_ones_own(self, cast: Cast, api_of: DoorOf) -> None:
        everything(cast)
        say(cast.alice, "Hello @bob")
        drain()
        others = Notification.objects.exclude(account=cast.alice).count()
        assert api_of(cast.alice).post(f"{ONE}/clear").json() == {}
        assert api_of(cast.alice).get(ONE).json() == []
        assert Notification.objects.count() == others > 0

    def test_nobody_elses(self, cast: Cast, api_of: DoorOf) -> None:
        everything(cast)
        one = api_of(cast.alice).get(ONE).json()[0]
        before = Notification.objects.count()
        for path in (f"{ONE}/{one['id']}/dismiss", f"{GROUPS}/{one['group_key']}/dismiss"):
            assert api_of(cast.bob).post(path).status_code == 404
        assert Notification.objects.count() == before


class TestRule:
    @pytest.mark.parametrize("path", [ONE, GROUPS, f"{ONE}/unread_count", f"{GROUPS}/unread_count"])
    @pytest.mark.parametrize("how", ["blocked", "muted", "suspended", "deleted"])
    def test_nothing_of_what_one_does_not_see(self, cast: Cast, api_of: DoorOf, path: str, how: str) -> None:
        post = say(cast.hal, "canary @alice")
        drain()
        assert Notification.objects.filter(account=cast.alice).count() == 1
        match how:
            case "blocked":
                block(cast.hal, cast.alice.id)
            case "muted":
                mute(cast.alice, cast.hal.id, None)
            case "suspended":
                Account.objects.filter(id=cast.hal.id).update(active=False)
            case _:
                delete_post(cast.hal, post)
        answer = api_of(cast.alice).get(path)
        assert answer.status_code == 200
        assert b"canary" not in answer.content
        assert answer.json() in ([], {"count": 0}, {"accounts": [], "statuses": [], "notification_groups": []})

    def test_every_kind_has_a_name(self) -> None:
        from folkmoot.api.entities.notifications import OURS, TYPES

        assert TYPES.keys() | OURS.keys() == KINDS

    @pytest.mark.parametrize("path", [ONE, GROUPS])
    @pytest.mark.parametrize("number", [1, 20])
    def test_a_fixed_number_of_statements(
        self, cast: Cast, api_of: DoorOf, queries: Any, path: str, number: int
    ) -> None:
        for n in range(number):
            say(cast.hal, f"{n} @alice")
        drain()
        door = api_of(cast.alice)
        door.get(path)
        with queries(4):
            door.get(path)
