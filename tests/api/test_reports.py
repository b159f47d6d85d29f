"""Saying that something is not right, from programs."""

from collections.abc import Callable

import pytest

from folkmoot.instance.models import Rule
from folkmoot.moderation.models import Report
from folkmoot.project.cast import Cast
from tests.api.shapes import check
from tests.doors import Door
from tests.posts.writing import say

type DoorOf = Callable[..., Door]
REPORTS = "/api/v1/reports"


def test_an_account_is_reported(cast: Cast, api_of: DoorOf) -> None:
    answer = api_of(cast.hal).post(REPORTS, {"account_id": cast.bob.id, "comment": "Noise", "forward": "true"}).json()
    check(answer, "Report")
    check(answer["target_account"], "Account")
    assert (answer["category"], answer["comment"], answer["action_taken"], answer["forwarded"]) == (
        "other",
        "Noise",
        False,
        False,
    )
    row = Report.objects.get(id=int(answer["id"]))
    assert (row.reporter_id, row.account_id, row.post_id, row.comment) == (cast.hal.id, cast.bob.id, None, "Noise")


def test_each_post_is_a_report_with_its_text(cast: Cast, api_of: DoorOf) -> None:
    posts = [say(cast.bob, text) for text in ("First", "Second")]
    body = {"account_id": str(cast.bob.id), "status_ids": [str(post) for post in posts], "category": "spam"}
    answer = api_of(cast.hal).post(REPORTS, body=body).json()
    check(answer, "Report")
    assert (answer["status_ids"], answer["category"]) == ([str(post) for post in posts], "spam")
    rows = Report.objects.order_by("id")
    assert [(row.post_id, row.snapshot) for row in rows] == list(zip(posts, ("First", "Second"), strict=True))
    assert [row.comment for row in rows] == ["This is spam."] * 2
    again = api_of(cast.hal).post(REPORTS, body=body).json()
    assert again["id"] == answer["id"]
    assert Report.objects.count() == 2


def test_whoever_reads_it_is_told_which_rule(cast: Cast, api_of: DoorOf) -> None:
    for place, text in enumerate(("Be kind.", "No ads."), start=1):
        Rule.objects.create(position=place, text=text)
    form = {"account_id": cast.bob.id, "rule_ids[]": "2", "comment": "See for yourself"}
    answer = api_of(cast.hal).post(REPORTS, form).json()
    check(answer, "Report")
    assert (answer["category"], answer["rule_ids"], answer["comment"]) == ("violation", ["2"], "See for yourself")
    assert Report.objects.get().comment == "No ads.\n\nSee for yourself"


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({}, 422),
        ({"account_id": "bob"}, 422),
        ({"account_id": "1"}, 404),
        ({"account_id": "GINA"}, 404),
        ({"account_id": "HAL"}, 403),
        ({"account_id": "BOB", "comment": "x" * 1_001}, 422),
        ({"account_id": "BOB", "category": "boring"}, 422),
        ({"account_id": "BOB", "rule_ids[]": "1"}, 422),
        ({"account_id": "BOB", "status_ids[]": "1"}, 404),
        ({"account_id": "BOB", "status_ids[]": "SECRET"}, 404),
        ({"account_id": "BOB", "status_ids[]": "ALICES"}, 404),
    ],
)
def test_what_cannot_be_reported(cast: Cast, api_of: DoorOf, form: dict[str, str], status: int) -> None:
    known = {
        "BOB": cast.bob.id,
        "GINA": cast.gina.id,
        "HAL": cast.hal.id,
        "SECRET": say(cast.bob, "For few", "followers"),
        "ALICES": say(cast.alice),
    }
    filled = {name: known.get(value, value) for name, value in form.items()}
    assert api_of(cast.hal).post(REPORTS, filled).status_code == status
    assert not Report.objects.exists()


def test_all_or_nothing(cast: Cast, api_of: DoorOf) -> None:
    body = {"account_id": str(cast.bob.id), "status_ids": [str(say(cast.bob)), str(say(cast.alice))]}
    assert api_of(cast.hal).post(REPORTS, body=body).status_code == 404
    assert not Report.objects.exists()
