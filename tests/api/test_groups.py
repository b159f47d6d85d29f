"""What happened to somebody, through the API: what belongs together in groups."""

from collections.abc import Callable

import pytest

from folkmoot.api.entities.notifications import group_key, key_in
from folkmoot.core.events import drain
from folkmoot.notifications.models import Notification
from folkmoot.notifications.queries import SPAN, Key
from folkmoot.project.cast import Cast
from tests.api.notified import everything, ids_in, links_in, types_in
from tests.api.shapes import check, check_all
from tests.doors import Answer, Door
from tests.posts.writing import say

pytestmark = pytest.mark.django_db
type DoorOf = Callable[..., Door]
ONE, GROUPS = "/api/v1/notifications", "/api/v2/notifications"


@pytest.fixture(autouse=True)
def quiet_start(cast: Cast) -> None:
    drain()
    Notification.objects.all().delete()


class TestGroups:
    def _keys(self, answer: Answer) -> list[str]:
        return [one["group_key"].partition("-")[0] for one in answer.json()["notification_groups"]]

    def test_likes_of_one_post_stand_together(self, cast: Cast, api_of: DoorOf) -> None:
        posts = everything(cast)
        found = api_of(cast.alice).get(GROUPS).json()
        check(found, "GroupedNotificationsResults", without=("partial_accounts",))
        for one in found["notification_groups"]:
            assert not {"event", "report", "fallback"} & set(one)
        types = [(one["type"], one["notifications_count"]) for one in found["notification_groups"]]
        assert types == [
            ("quote", 1),
            ("reblog", 1),
            ("favourite", 3),
            ("mention", 1),
            ("mention", 1),
            ("follow_request", 1),
        ]
        liked = found["notification_groups"][2]
        people = [str(each.id) for each in (cast.frank, cast.bob, cast.hal)]
        assert (liked["sample_account_ids"], liked["status_id"]) == (people, str(posts["own"]))
        assert {each["id"] for each in found["accounts"]} == set(people)
        assert {each["id"] for each in found["statuses"]} == {
            str(posts[name]) for name in ("own", "mention", "reply", "quote")
        }

    def test_pages_of_groups_cover_everything_once(self, cast: Cast, api_of: DoorOf) -> None:
        everything(cast)
        door = api_of(cast.alice)
        every = ids_in(door.get(ONE))
        seen, sizes, url = [], [], f"{GROUPS}?limit=2"
        while url:
            answer = door.get(url)
            groups = answer.json()["notification_groups"]
            seen += [(int(one["page_max_id"]), int(one["page_min_id"])) for one in groups]
            sizes.append(len(groups))
            url = links_in(answer).get("next", "")
        assert sizes == [2, 2, 2]
        assert (seen[0][0], seen[-1][1]) == (every[0], every[-1])
        assert seen == sorted(seen, reverse=True)

    def test_upwards(self, cast: Cast, api_of: DoorOf) -> None:
        everything(cast)
        door = api_of(cast.alice)
        every = ids_in(door.get(ONE))
        groups = door.get(GROUPS, {"min_id": every[-1], "limit": 3}).json()["notification_groups"]
        assert [one["type"] for one in groups] == ["favourite", "mention", "mention"]
        newest = door.get(GROUPS, {"since_id": every[1]}).json()["notification_groups"]
        assert [one["type"] for one in newest] == ["quote"]

    def test_a_group_ends_after_half_a_day(self, cast: Cast, api_of: DoorOf) -> None:
        post = say(cast.alice)
        top = Notification.objects.count() + 10**5 * SPAN
        for n, actor in enumerate((cast.bob, cast.hal, cast.frank)):
            Notification.objects.create(
                id=top + (n - 1) * SPAN // 2, account=cast.alice, kind="like", actor=actor, post_id=post
            )
        found = api_of(cast.alice).get(GROUPS).json()["notification_groups"]
        assert [one["notifications_count"] for one in found] == [2, 1]
        assert len({one["group_key"] for one in found}) == 2

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("", ["ungrouped", "reblog", "favourite", "ungrouped", "ungrouped", "ungrouped"]),
            ("grouped_types[]=reblog&types[]=reblog&types[]=favourite", ["reblog", *["ungrouped"] * 3]),
            ("grouped_types[]=mention&types[]=favourite", ["ungrouped"] * 3),
            ("grouped_types[]=favourite&types[]=favourite", ["favourite"]),
            ("types[]=reaction", ["reaction"]),
            ("exclude_types[]=favourite&exclude_types[]=mention", ["ungrouped", "reblog", "ungrouped"]),
        ],
    )
    def test_what_may_stand_together(self, cast: Cast, api_of: DoorOf, query: str, expected: list[str]) -> None:
        everything(cast)
        assert self._keys(api_of(cast.alice).get(f"{GROUPS}?{query}")) == expected

    def test_ours_come_with_a_sentence(self, cast: Cast, api_of: DoorOf) -> None:
        everything(cast)
        found = api_of(cast.alice).get(f"{GROUPS}?supported_types[]=mention").json()["notification_groups"]
        assert [one["type"] for one in found if "fallback" in one] == ["reaction"]

    def test_only_faces(self, cast: Cast, api_of: DoorOf) -> None:
        everything(cast)
        door = api_of(cast.alice)
        found = door.get(f"{GROUPS}?expand_accounts=partial_avatars&types[]=favourite").json()
        check(found, "GroupedNotificationsResults")
        assert [one["acct"] for one in found["accounts"]] == ["frank"]
        assert sorted(one["acct"] for one in found["partial_accounts"]) == ["bob", "hal"]
        full = door.get(f"{GROUPS}?expand_accounts=full&types[]=favourite").json()
        assert ("partial_accounts" in full, len(full["accounts"])) == (False, 3)
        assert door.get(f"{GROUPS}?expand_accounts=some").status_code == 422

    def test_one_group(self, cast: Cast, api_of: DoorOf) -> None:
        everything(cast)
        door = api_of(cast.alice)
        for one in door.get(GROUPS).json()["notification_groups"]:
            found = door.get(f"{GROUPS}/{one['group_key']}").json()
            check(found, "GroupedNotificationsResults", without=("partial_accounts",))
            assert found["notification_groups"] == [one]
            people = door.get(f"{GROUPS}/{one['group_key']}/accounts").json()
            check_all(people, "Account")
            assert [each["id"] for each in people] == one["sample_account_ids"]

    def test_a_group_is_taken_away_whole(self, cast: Cast, api_of: DoorOf) -> None:
        everything(cast)
        door = api_of(cast.alice)
        for one in door.get(GROUPS).json()["notification_groups"]:
            assert door.post(f"{GROUPS}/{one['group_key']}/dismiss").json() == {}
            assert door.post(f"{GROUPS}/{one['group_key']}/dismiss").status_code == 404
        assert types_in(door.get(f"{ONE}?supported_types[]=x")) == ["reaction"]

    @pytest.mark.parametrize(
        "key",
        [
            "nothing",
            "ungrouped",
            "ungrouped-",
            "ungrouped-x",
            "ungrouped-1-2",
            "ungrouped-12345",
            "favourite-1",
            "favourite-1-2",
            "favourite-1-2-3",
            "favourite--1",
            "follow-1-2",
            "mention-1-2",
            f"ungrouped-{2**63}",
            f"favourite-{2**63}-1",
            f"favourite-{10**18}-1",
            f"ungrouped-{'9' * 30}",
            f"follow-{2**63 - 1}",
            "123",
        ],
    )
    def test_keys_of_nothing(self, cast: Cast, api_of: DoorOf, key: str) -> None:
        door = api_of(cast.alice)
        answers = [
            door.get(f"{GROUPS}/{key}"),
            door.get(f"{GROUPS}/{key}/accounts"),
            door.post(f"{GROUPS}/{key}/dismiss"),
        ]
        assert [answer.status_code for answer in answers] == [404] * 3

    @pytest.mark.parametrize("key", [Key("like", 5, 7), Key("follow", None, 7), Key("", None, 9), Key("boost", 1, 2)])
    def test_keys_are_read_as_they_are_written(self, key: Key) -> None:
        assert key_in(group_key(key)) == key

    def test_how_many_are_new(self, cast: Cast, api_of: DoorOf) -> None:
        everything(cast)
        door = api_of(cast.alice)
        assert door.get(f"{GROUPS}/unread_count").json() == {"count": 6}
        assert door.get(f"{GROUPS}/unread_count?grouped_types[]=reblog").json() == {"count": 8}
