"""Anybody can tell of something, without account, cookie or script, and sees what becomes of it."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.core import limits
from folkmoot.core.sealed import unseal
from folkmoot.moderation.actions.appeal import appeal_notice
from folkmoot.moderation.actions.closing import close_without_action
from folkmoot.moderation.actions.review import uphold
from folkmoot.moderation.actions.talking import say_to_reporter
from folkmoot.moderation.categories import CATEGORIES
from folkmoot.moderation.freezing import words_of
from folkmoot.moderation.models import Case, Report, ReportItem
from folkmoot.moderation.tasks import forget_notifiers
from folkmoot.posts.actions import delete_post
from tests.moderation.deciding import REASONS, WHY, after
from tests.posts.writing import lay, say
from tests.web.pages import page

pytestmark = pytest.mark.usefixtures("community")
NOTICE = "/notice"
CODE = re.compile(r"[2-9A-Z]{5}(-[2-9A-Z]{5}){3}")


@pytest.fixture
def anybody(client_of: Callable[..., Client]) -> Client:
    """A browser that keeps nothing and shows no token."""
    return Client(enforce_csrf_checks=True)


def told(settings: Any, *paths: str, **said: str) -> dict[str, str]:
    origin = settings.FOLKMOOT.origin
    return {
        "addresses": "\n".join(f"{origin}{path}" for path in paths),
        "category": "hate",
        "explanation": "This calls for violence against my neighbours.",
        "your_name": "",
        "your_email": "",
        "sincere": "on",
    } | said


def code_of(answer: Any) -> str:
    assert answer.status_code == 303, page(answer).text
    return answer["Location"].removeprefix("/notice/").removesuffix("?new=1")


def test_a_notice_is_filed_and_followed(anybody: Client, cast: Any, settings: Any, mail: Any, drain: Any) -> None:
    post = say(cast.hal, "Burn them", warning="Hot")
    first = anybody.get(NOTICE)
    assert first.status_code == 200
    sent = told(settings, f"/@hal/{post}", your_name="Nora Neighbour", your_email="nora@example.net")
    answer = anybody.post(NOTICE, page(first).form(NOTICE).filled(**sent))
    code = code_of(answer)
    assert CODE.fullmatch(code)
    thanks = anybody.get(answer["Location"])
    assert code in page(thanks).text
    assert "It waits to be looked at" in page(thanks).text
    assert not any(response.cookies for response in (first, answer, thanks))
    assert "no-store" in thanks["Cache-Control"]
    row = Report.objects.get()
    assert (row.kind, row.reporter_id, row.account_id, row.category) == ("art16_notice", None, cast.hal.id, "hate")
    assert words_of(ReportItem.objects.get().snapshot) == "Hot\n\nBurn them"
    assert row.case_id == Case.objects.get(account=cast.hal).id
    drain()
    [receipt] = mail.to("nora@example.net")
    assert f"{settings.FOLKMOOT.origin}/notice/{code}" in receipt.get_content()


def test_nothing_in_the_table_says_who_it_was(anybody: Client, cast: Any, settings: Any) -> None:
    code = code_of(
        anybody.post(NOTICE, told(settings, "/@hal", your_name="Nora Neighbour", your_email="nora@example.net"))
    )
    row = Report.objects.values().get()
    assert not any(word in str(row) for word in ("Nora", "nora@", code))
    assert (unseal(row["notifier_name"]), unseal(row["notifier_email"])) == ("Nora Neighbour", "nora@example.net")


@pytest.mark.parametrize("kind", [each.key for each in CATEGORIES])
def test_nobody_has_to_say_who_they_are(anybody: Client, cast: Any, settings: Any, mail: Any, kind: str) -> None:
    code_of(anybody.post(NOTICE, told(settings, "/@hal", category=kind)))
    assert (Report.objects.get().category, mail.all()) == (kind, [])


@pytest.mark.parametrize(
    ("missing", "fields"),
    [
        ({"explanation": ""}, ["explanation"]),
        ({"explanation": "  "}, ["explanation"]),
        ({"addresses": ""}, ["addresses"]),
        ({"sincere": ""}, ["sincere"]),
        ({"category": ""}, ["category"]),
        ({"category": "nonsense"}, ["category"]),
        ({"explanation": "x" * 5001}, ["explanation"]),
        ({"your_email": "nobody"}, ["your_email"]),
        ({"your_name": "x" * 201}, ["your_name"]),
        ({"addresses": "https://elsewhere.example/@hal"}, ["addresses"]),
        ({"addresses": "http://[x/"}, ["addresses"]),
        ({"addresses": "", "explanation": "", "sincere": ""}, ["addresses", "explanation", "sincere"]),
    ],
)
def test_what_is_missing_is_said_at_its_field(
    anybody: Client, cast: Any, settings: Any, missing: dict[str, str], fields: list[str]
) -> None:
    sent = told(settings, "/@hal", your_name="Nora") | missing
    answer = anybody.post(NOTICE, {name: value for name, value in sent.items() if value})
    assert answer.status_code == 422
    form = page(answer).form(NOTICE)
    assert sorted(form.invalid) == sorted(fields)
    assert form.fields["your_name"] == sent["your_name"]
    assert not Report.objects.exists()


@pytest.mark.parametrize(("number", "fine"), [(20, True), (21, False)])
def test_one_notice_names_twenty_addresses(anybody: Client, cast: Any, settings: Any, number: int, fine: bool) -> None:
    answer = anybody.post(NOTICE, told(settings, *(f"/@hal/{1000 + n}" for n in range(number))))
    assert answer.status_code == (303 if fine else 422)
    assert ReportItem.objects.count() == (20 if fine else 0)


def test_each_member_concerned_is_a_case_and_all_are_followed_by_one_code(
    anybody: Client, cast: Any, settings: Any
) -> None:
    post = say(cast.hal, "Vile")
    paths = (f"/@hal/{post}", "/@bob", "/@hal", "/somewhere")
    code = code_of(anybody.post(NOTICE, told(settings, *paths)))
    assert {case.account_id for case in Case.objects.all()} == {cast.hal.id, cast.bob.id, None}
    shown = page(anybody.get(f"/notice/{code}")).text
    assert all(f"{settings.FOLKMOOT.origin}{path}" in shown for path in paths)


@pytest.mark.parametrize("scope", ["followers", "direct"])
def test_guessing_numbers_brings_nobody_s_private_words_to_staff(
    anybody: Client, cast: Any, settings: Any, scope: str
) -> None:
    post = lay(cast.hal, scope)
    code_of(anybody.post(NOTICE, told(settings, f"/@hal/{post}")))
    item = ReportItem.objects.get()
    assert (item.kind, item.snapshot, item.report.account_id) == ("other", {}, None)


def test_what_its_author_took_back_can_still_be_told_of(anybody: Client, cast: Any, settings: Any) -> None:
    post = say(cast.hal, "Vile")
    delete_post(cast.hal, post)
    code_of(anybody.post(NOTICE, told(settings, f"/@hal/{post}")))
    item = ReportItem.objects.get()
    assert (item.kind, item.object_id, item.report.account_id) == ("post", post, cast.hal.id)
    assert "Vile" not in str(item.snapshot)


def test_what_members_alone_read_can_be_told_of(anybody: Client, cast: Any, settings: Any) -> None:
    post = lay(cast.hal, "community")
    code_of(anybody.post(NOTICE, told(settings, f"/@hal/{post}")))
    assert words_of(ReportItem.objects.get().snapshot) == "Laid"


@pytest.mark.parametrize("code", ["x", "AAAAA-AAAAA-AAAAA-AAAAA", "%F0%9F%98%80", "-"])
def test_a_code_that_is_none_opens_nothing(anybody: Client, code: str) -> None:
    answer = anybody.get(f"/notice/{code}")
    assert answer.status_code == 404
    assert "There is no notice with this code" in page(answer).text


def test_a_code_is_found_however_it_is_typed(anybody: Client, cast: Any, settings: Any) -> None:
    code = code_of(anybody.post(NOTICE, told(settings, "/@hal")))
    for typed in (code, code.lower(), code.replace("-", ""), f" {code} "):
        there = anybody.get("/notice/find", {"code": typed})["Location"]
        assert anybody.get(there).status_code == 200
    assert anybody.get("/notice/find")["Location"] == NOTICE


def test_the_page_says_what_became_of_it(anybody: Client, cast: Any, settings: Any, drain: Any, mail: Any) -> None:
    from folkmoot.moderation.actions import suspend
    from tests.moderation.reporting import set_aside

    paths = ("/@hal", "/@bob")
    code = code_of(anybody.post(NOTICE, told(settings, *paths, your_email="nora@example.net")))
    set_aside(cast.olivia, Report.objects.get(account=cast.bob).id)
    suspend(cast.olivia, cast.hal.id, "Hatred.", None)
    Report.objects.filter(outcome="").update(outcome="acted", closed_at=Report.objects.get(account=cast.bob).closed_at)
    shown = page(anybody.get(f"/notice/{code}")).text
    assert "have done something about it" in shown
    assert "found nothing that we would have to change" in shown


def test_a_flood_of_notices_is_stopped_with_all_that_was_typed(anybody: Client, cast: Any, settings: Any) -> None:
    settings.TEST_PROFILE = False
    settings.FOLKMOOT = settings.FOLKMOOT.model_copy(update={"notices_per_hour": 2})
    limits.forget_all()
    for _ in range(2):
        code_of(anybody.post(NOTICE, told(settings, "/@hal")))
    answer = anybody.post(NOTICE, told(settings, "/@hal"))
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert page(answer).form(NOTICE).fields["explanation"].startswith("This calls for violence")
    limits.forget_all()


def test_nobody_s_mailbox_is_filled_with_receipts(
    anybody: Client, cast: Any, settings: Any, mail: Any, drain: Any
) -> None:
    settings.TEST_PROFILE = False
    settings.FOLKMOOT = settings.FOLKMOOT.model_copy(update={"receipts_of_one_per_hour": 1})
    limits.forget_all()
    for _ in range(2):
        code_of(anybody.post(NOTICE, told(settings, "/@hal", your_email="Victim@example.net")))
    drain()
    assert len(mail.to("Victim@example.net")) == 1
    limits.forget_all()


def test_the_form_is_found_from_every_page(anybody: Client) -> None:
    assert NOTICE in page(anybody.get("/sign-in")).links


def test_a_link_brings_the_address_along(anybody: Client, settings: Any) -> None:
    address = f"{settings.FOLKMOOT.origin}/@hal"
    assert page(anybody.get(NOTICE, {"address": address})).form(NOTICE).fields["addresses"] == address


def test_staff_ask_and_the_notifier_answers_without_an_account(
    anybody: Client, cast: Any, settings: Any, mail: Any, drain: Any
) -> None:
    code = code_of(anybody.post(NOTICE, told(settings, "/@hal", your_email="nora@example.net")))
    row = Report.objects.get()
    say_to_reporter(cast.olivia, row.case_id or 0, row.id, "Which post do you mean?")
    drain()
    letter = mail.to("nora@example.net")[-1]
    assert f"/notice/{code}" in letter.get_content()
    assert "olivia" not in letter.get_content()
    shown = page(anybody.get(f"/notice/{code}"))
    assert "Which post do you mean?" in shown.text
    form = shown.form(f"/notice/{code}/{row.id}/answer")
    empty = anybody.post(form.action, {"text": " "})
    assert (empty.status_code, "Please write something" in page(empty).text) == (422, True)
    assert anybody.post(form.action, {"text": "The one about boats."})["Location"] == f"/notice/{code}"
    assert "The one about boats." in page(anybody.get(f"/notice/{code}")).text
    assert Case.objects.get().state == "open"


def test_only_who_has_the_code_answers(anybody: Client, cast: Any, settings: Any, drain: Any) -> None:
    code_of(anybody.post(NOTICE, told(settings, "/@hal")))
    row = Report.objects.get()
    other = code_of(anybody.post(NOTICE, told(settings, "/@bob")))
    say_to_reporter(cast.olivia, row.case_id or 0, row.id, "Which post do you mean?")
    drain()
    for code in (other, "AAAAA"):
        assert anybody.post(f"/notice/{code}/{row.id}/answer", {"text": "Mine"}).status_code == 404
    report_id = Report.objects.get(account=cast.bob).id
    assert anybody.post(f"/notice/{other}/{report_id}/answer", {"text": "Nobody asked"}).status_code == 404


@pytest.mark.parametrize(("days", "kept"), [(183, True), (185, False)])
def test_who_sent_a_notice_is_forgotten_in_time(
    anybody: Client, cast: Any, settings: Any, days: int, kept: bool
) -> None:
    code_of(anybody.post(NOTICE, told(settings, "/@hal", your_name="Nora", your_email="nora@example.net")))
    Report.objects.update(outcome="acted", closed_at=timezone.now() - timedelta(days=days))
    forget_notifiers()
    row = Report.objects.get()
    assert [bool(row.notifier_name), bool(row.notifier_email)] == [kept, kept]


def test_but_not_before_what_they_said_against_it_was_answered(
    anybody: Client, cast: Any, settings: Any, mail: Any, drain: Any
) -> None:
    code_of(anybody.post(NOTICE, told(settings, "/@hal", your_name="Nora", your_email="nora@example.net")))
    close_without_action(cast.frank, Case.objects.get().id)
    some = appeal_notice(Report.objects.get().id, WHY)
    Report.objects.update(closed_at=timezone.now() - timedelta(days=185))
    forget_notifiers()
    uphold(cast.olivia, some, REASONS)
    forget_notifiers()
    drain()
    assert mail.to("nora@example.net")[-1]["Subject"] == "The answer to your objection"
    for hours, kept in ((23, True), (25, False)):
        with after(hours=hours):
            forget_notifiers()
        row = Report.objects.get()
        assert [bool(row.notifier_name), bool(row.notifier_email)] == [kept, kept]


def test_addresses_are_kept_without_invisible_signs(anybody: Client, cast: Any, settings: Any) -> None:
    post = say(cast.hal)
    for deceit in ("\N{RIGHT-TO-LEFT OVERRIDE}", "\N{ZERO WIDTH SPACE}"):
        sent = told(settings, f"/@hal/{post}{deceit}", category="spam")
        code_of(anybody.post(NOTICE, sent))
        item = ReportItem.objects.latest("id")
        assert (item.kind, item.url) == ("post", f"{settings.FOLKMOOT.origin}/@hal/{post}")
