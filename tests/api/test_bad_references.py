"""Ids in a body, of what is not there, not for whoever asks, or somebody else's: refused, and nothing is changed."""

from collections.abc import Callable

import pytest

from folkmoot.accounts.actions import create_token
from folkmoot.accounts.models import Account
from folkmoot.moderation.actions import suspend
from folkmoot.posts.models import Post
from folkmoot.project.cast import Cast
from tests.api.belongings import NEVER, belongings
from tests.api.house import ALL, FORMS, House, is_told, raw, written
from tests.doors import Door

type Doors = Callable[..., Door]
STATUSES = "/api/v1/statuses"
# hal's own thing in the address, alice's (or nobody's) in the body: what it is answered with
TABLE: list[tuple[str, str, str, str, int]] = [
    ("POST", STATUSES, "media_ids", "media", 422),
    ("POST", STATUSES, "media_ids", "nothing", 422),
    ("POST", STATUSES, "in_reply_to_id", "post", 404),
    ("POST", STATUSES, "in_reply_to_id", "nothing", 404),
    ("POST", STATUSES, "quoted_status_id", "post", 404),
    ("POST", STATUSES, "quoted_status_id", "nothing", 404),
    ("PUT", f"{STATUSES}/:post", "media_ids", "media", 422),
    ("PUT", f"{STATUSES}/:post", "media_ids", "nothing", 422),
    ("POST", "/api/v1/polls/:asked/votes", "choices", "nothing", 422),
    ("POST", "/api/v1/lists/:list/accounts", "account_ids", "nothing", 404),
    ("POST", "/api/v1/lists/:list/accounts", "account_ids", "gone", 404),
    ("POST", "/api/v2/filters/:filter/statuses", "status_id", "post", 404),
    ("POST", "/api/v2/filters/:filter/statuses", "status_id", "nothing", 404),
    ("POST", "/api/v1/notifications/dismiss", "id", "notification", 404),
    ("POST", "/api/v1/notifications/dismiss", "id", "nothing", 404),
    ("POST", "/api/v1/reports", "account_id", "nothing", 404),
    ("POST", "/api/v1/reports", "account_id", "gone", 404),
    ("POST", "/api/v1/reports", "status_ids", "post", 404),
    ("POST", "/api/v1/reports", "status_ids", "nothing", 404),
    ("POST", "/api/v1/reports", "rule_ids", "nothing", 422),
]
PLURAL = frozenset({"media_ids", "choices", "account_ids", "status_ids", "rule_ids"})


@pytest.fixture
def mine(cast: Cast, house: House) -> dict[str, int]:
    """Hal's things; those of alice are in the house, and carol is gone."""
    house.ids["gone"] = cast.carol.id
    found = belongings(cast.hal, cast.bob)
    found["asked"] = poll_of(cast.bob)
    suspend(cast.olivia, cast.carol.id, "Noise", None)
    return found


def poll_of(somebody: Account) -> int:
    door = Door(create_token(somebody, "write", 1))
    asked = {"status": "Tea?", "poll": {"options": ["Yes", "No"], "expires_in": 3600}}
    return int(door.post(STATUSES, body=asked).json()["id"])


@pytest.mark.parametrize("row", TABLE, ids=lambda row: " ".join(row[1:4]))
def test_what_is_named_has_to_be_ones_own(
    api_of: Doors, cast: Cast, house: House, mine: dict[str, int], row: tuple[str, str, str, str, int]
) -> None:
    method, path, name, kind, status = row
    some_id = str(house.ids.get(kind, NEVER))
    named = {name: [some_id] if name in PLURAL else some_id}
    for each, own in mine.items():
        path = path.replace(f":{each}", str(own))
    before = Post.objects.count()
    for form in FORMS:
        sent = written({"status": "Hi", "account_id": str(cast.alice.id), **named}, form)
        answer = raw(api_of(cast.hal, ALL), method, path, *sent)
        assert is_told(answer, status), (form, answer.status_code, answer.text)
    assert Post.objects.count() == before
