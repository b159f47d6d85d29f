"""Saying that something is not right, from programs."""

from collections.abc import Callable
from typing import Any

import pytest

from folkmoot.core import limits
from folkmoot.instance.models import Rule
from folkmoot.moderation.models import Report, ReportItem
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
    assert (row.reporter_id, row.account_id, row.comment) == (cast.hal.id, cast.bob.id, "Noise")


def test_posts_are_reported_together_with_their_text(cast: Cast, api_of: DoorOf) -> None:
    posts = [say(cast.bob, text) for text in ("First", "Second")]
    body = {"account_id": str(cast.bob.id), "status_ids": [str(post) for post in posts], "category": "spam"}
    answer = api_of(cast.hal).post(REPORTS, body=body).json()
    check(answer, "Report")
    assert (answer["status_ids"], answer["category"]) == ([str(post) for post in posts], "spam")
    items = ReportItem.objects.order_by("id")
    assert [(item.object_id, item.snapshot["text"]) for item in items] == list(
        zip(posts, ("First", "Second"), strict=True)
    )
    assert Report.objects.get().category == "spam"
    again = api_of(cast.hal).post(REPORTS, body=body).json()
    assert again["id"] == answer["id"]
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "kept"), [("spam", "spam"), ("legal", "illegal"), ("violation", "rule"), ("other", "other"), ("", "other")]
)
def test_kinds_in_mastodon_s_words_are_ours(cast: Cast, api_of: DoorOf, sent: str, kept: str) -> None:
    assert api_of(cast.hal).post(REPORTS, {"account_id": cast.bob.id, "category": sent}).status_code == 200
    assert Report.objects.get().category == kept


def test_it_names_rules_as_programs_count_them(cast: Cast, api_of: DoorOf) -> None:
    made = [Rule.objects.create(position=n, text=text) for n, text in enumerate(("Be kind.", "No ads."), start=1)]
    form = {"account_id": cast.bob.id, "rule_ids[]": "2", "comment": "See for yourself"}
    answer = api_of(cast.hal).post(REPORTS, form).json()
    check(answer, "Report")
    assert (answer["category"], answer["rule_ids"], answer["comment"]) == ("violation", ["2"], "See for yourself")
    row = Report.objects.get()
    assert (row.category, row.rules, row.comment) == ("rule", [made[1].id], "See for yourself")


def test_it_names_rules_by_their_ids(cast: Cast, api_of: DoorOf) -> None:
    Rule.objects.create(position=1, text={"en": "Be kind."})
    made = Rule.objects.create(position=2, text={"en": "No ads."}, hint={"en": "None."}, category="spam")
    found = api_of(cast.hal).get("/api/v1/instance/rules").json()
    assert [(each["text"], each["hint"]) for each in found] == [("Be kind.", ""), ("No ads.", "None.")]
    assert found[1]["translations"] == {"en": {"text": "No ads.", "hint": "None."}}
    form = {"account_id": cast.bob.id, "category": "violation", "rule_ids[]": found[1]["id"]}
    answer = api_of(cast.hal).post(REPORTS, form).json()
    assert (answer["category"], answer["rule_ids"]) == ("violation", [found[1]["id"]])
    row = Report.objects.get()
    assert (row.category, row.rules) == ("spam", [made.id]), "the kind that goes with the rule"
    Rule.objects.filter(id=made.id).update(retired_at="2026-01-01T00:00Z")
    assert api_of(cast.hal).post(REPORTS, form).status_code == 422


def test_one_member_reports_only_so_often(cast: Cast, api_of: DoorOf, settings: Any) -> None:
    settings.TEST_PROFILE = False
    settings.FOLKMOOT = settings.FOLKMOOT.model_copy(update={"reports_per_hour": 1})
    limits.forget_all()
    answers = [api_of(cast.hal).post(REPORTS, {"account_id": who.id}).status_code for who in (cast.bob, cast.carol)]
    assert answers == [200, 429]
    limits.forget_all()


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
