"""Looking back on a year, through the API."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from folkmoot.accounts.models import Account
from folkmoot.core.events import drain
from folkmoot.core.ids import as_of
from folkmoot.posts.actions import boost, like
from folkmoot.posts.models import YearReport
from folkmoot.project.cast import Cast, member
from tests.api.shapes import SCHEMAS, check_all
from tests.doors import Door
from tests.posts.writing import say

pytestmark = pytest.mark.django_db
type DoorOf = Callable[..., Door]
PATH = "/api/v1/annual_reports"
OF_THE_FIRST = {"percentiles"}  # how one compares with others is said to nobody


@contextmanager
def on(year: int, month: int) -> Generator[None]:
    with as_of(datetime(year, month, 3, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def nell(cast: Cast) -> Account:
    with on(2023, 1):
        nell = member("nell")
    with on(2023, 2):
        question = say(cast.bob, "Who comes?")
        post = say(nell, "I mend boats #boats")
        say(nell, "I do", reply_to=question)
        boost(nell, question)
    like(cast.hal, post)
    return nell


@pytest.fixture
def door(nell: Account, api_of: DoorOf) -> Door:
    return api_of(nell)


def state(door: Door, year: int) -> str:
    found: str = door.get(f"{PATH}/{year}/state").json()["state"]
    return found


def test_from_eligible_to_read(door: Door) -> None:
    assert state(door, 2023) == "eligible"
    assert door.get(f"{PATH}/2023").status_code == door.post(f"{PATH}/2023/read").status_code == 404
    started = door.post(f"{PATH}/2023/generate")
    assert (started.status_code, started.json()) == (202, {})
    assert state(door, 2023) == "generating"
    assert door.get(PATH).json() == {"annual_reports": [], "accounts": [], "statuses": []}
    drain()
    assert state(door, 2023) == "available"
    again = door.post(f"{PATH}/2023/generate")
    assert (again.status_code, again.json()) == (200, {})
    assert door.post(f"{PATH}/2023/read").json() == {}
    assert YearReport.objects.get().read_at is not None


@pytest.mark.parametrize("year", [1900, 2022, 2024, 9999, 4_000_000_000_000_001])
def test_years_without_anything(door: Door, year: int) -> None:
    assert state(door, year) == "ineligible"
    answer = door.post(f"{PATH}/{year}/generate")
    assert (answer.status_code, answer.json()) == (200, {})
    assert door.get(f"{PATH}/{year}").status_code == door.post(f"{PATH}/{year}/read").status_code == 404
    assert not YearReport.objects.exists()


def test_what_stands_in_one(cast: Cast, nell: Account, door: Door) -> None:
    door.post(f"{PATH}/2023/generate")
    drain()
    found = door.get(f"{PATH}/2023").json()
    assert door.get(PATH).json() == found
    check_all(found["accounts"], "Account")
    check_all(found["statuses"], "Status")
    (report,) = found["annual_reports"]
    assert set(report) == set(SCHEMAS["AnnualReport"]["properties"])
    assert set(report["data"]) == set(SCHEMAS["AnnualReport"]["properties"]["data"]["properties"]) - OF_THE_FIRST
    assert (report["year"], report["account_id"]) == (2023, str(nell.id))
    assert (report["schema_version"], report["share_url"]) == (2, None)
    data = report["data"]
    assert data["archetype"] in SCHEMAS["AnnualReport"]["properties"]["data"]["properties"]["archetype"]["enum"]
    assert len(data["time_series"]) == 12
    assert data["time_series"][1] == {"month": 2, "statuses": 3, "followers": 0}
    assert data["top_hashtags"] == [{"name": "boats", "count": 1}]
    (liked,) = found["statuses"]
    assert data["top_statuses"] == {"by_favourites": liked["id"], "by_reblogs": None, "by_replies": None}
    assert data["type_distribution"] == {"total": 3, "standalone": 1, "replies": 1, "reblogs": 1}
    bob = [{"account_id": str(cast.bob.id), "count": 1}]
    assert data["commonly_interacted_with_accounts"] == data["most_reblogged_accounts"] == bob
    assert data["most_used_apps"] == []
    assert [each["acct"] for each in found["accounts"]] == ["nell", "bob"]


def test_nobody_sees_the_year_of_another(cast: Cast, api_of: DoorOf, door: Door) -> None:
    door.post(f"{PATH}/2023/generate")
    drain()
    other = api_of(cast.bob)
    assert other.get(f"{PATH}/2023").status_code == 404
    assert other.get(PATH).json()["annual_reports"] == []
    assert state(other, 2023) == "eligible", "of their own posts"


def test_scopes(nell: Account, api_of: DoorOf) -> None:
    reader = api_of(nell, "read:accounts")
    assert reader.get(PATH).status_code == 200
    assert reader.post(f"{PATH}/2023/generate").status_code == 403
    assert api_of(nell, "read:statuses").get(PATH).status_code == 403
    assert not YearReport.objects.exists()
