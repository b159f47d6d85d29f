"""What could not be sent from the page of a case comes back in its box, with what is wrong beside it."""

import pytest
from django.test import Client

from folkmoot.moderation.models import Case, CaseMessage, Report, Restriction
from tests.web.pages import page

pytestmark = pytest.mark.usefixtures("community")
LONG = "far too long " * 400


@pytest.mark.parametrize(
    ("box", "typed", "wrong"),
    [
        (("/notes", "text"), LONG, "at most 5,000 characters"),
        (("/notes", "text"), "", "Please write something."),
        (("/member", "text"), LONG, "at most 5,000 characters"),
        (("/owners", "why"), LONG, "at most 5,000 characters"),
        (("/owners", "why"), " ", "Please write something."),
        (("/join", "into"), "that one", "Type the number of the other case."),
    ],
)
def test_it_comes_back_in_its_box(frank: Client, case: Case, box: tuple[str, str], typed: str, wrong: str) -> None:
    rest, field = box
    refused = frank.post(f"/staff/cases/{case.id}{rest}", {field: typed})
    assert refused.status_code == 422
    shown = refused.content.decode()
    assert shown.count(wrong) == 1
    assert shown.count('aria-invalid="true"') == 1
    assert typed.strip() in shown
    assert not CaseMessage.objects.exists()


def test_it_cannot_join_itself(frank: Client, case: Case) -> None:
    refused = frank.post(f"/staff/cases/{case.id}/join", {"into": str(case.id)})
    assert refused.status_code == 422
    assert "This is the same case." in page(refused).text


def test_a_word_to_a_reporter_too(frank: Client, case: Case) -> None:
    report_id = Report.objects.get(case=case).id
    refused = frank.post(f"/staff/cases/{case.id}/reports/{report_id}", {"text": LONG})
    assert refused.status_code == 422
    assert "at most 5,000 characters" in page(refused).text


def test_a_decision_about_posts_names_one(frank: Client, case: Case) -> None:
    typed = {"post_action": "remove", "reason": "It sells nets.", "account_action": "warn"}
    refused = frank.post(f"/staff/cases/{case.id}", typed)
    assert refused.status_code == 422
    assert "Choose at least one post." in page(refused).text
    assert Case.objects.get(id=case.id).state != "decided"


def test_closing_for_good_forgets_the_day(frank: Client, case: Case) -> None:
    typed = {"account_action": "terminate", "ends_on": "2031-05-04", "reason": "It sells nets, again."}
    assert frank.post(f"/staff/cases/{case.id}", typed).status_code == 303
    assert Restriction.objects.get(action="terminate").ends_at is None
