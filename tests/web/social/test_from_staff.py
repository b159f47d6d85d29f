"""What those who run the community wrote to a member about a case, and the answers."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from folkmoot.moderation.actions.closing import close_without_action
from folkmoot.moderation.actions.talking import say_to_member, say_to_reporter
from folkmoot.moderation.models import Case, CaseMessage, Report
from tests.moderation.casing import reported
from tests.web.pages import page

pytestmark = pytest.mark.usefixtures("community")
LIST = "/from-staff"


@pytest.fixture
def case(cast: Any) -> Case:
    """Hal was asked about what bob reported, and so was bob."""
    case, _post = reported(cast)
    say_to_member(cast.frank, case.id, "What did you mean?")
    say_to_reporter(cast.frank, case.id, Report.objects.get(case=case).id, "Since when?")
    return case


def test_the_member_reads_and_answers(cast: Any, client_of: Callable[..., Client], case: Case) -> None:
    hal = client_of(cast.hal)
    assert LIST in page(hal.get("/notifications")).links
    listed = page(hal.get(LIST))
    assert "What did you mean?" in listed.text
    assert "Please answer" in listed.text
    address = f"{LIST}/{case.id}"
    assert address in listed.links
    read = page(hal.get(address))
    assert "frank" not in read.words("main")
    assert "bob" not in read.words("main")
    assert "Those who run this community" in read.text
    sent = hal.post(address, read.form().filled(text="A joke among fishers."))
    assert (sent.status_code, sent["Location"]) == (303, address)
    assert "A joke among fishers." in page(hal.get(address)).text
    assert CaseMessage.objects.get(by_staff=False).author_id == cast.hal.id


def test_so_does_whoever_reported(cast: Any, client_of: Callable[..., Client], case: Case) -> None:
    bob = client_of(cast.bob)
    address = f"{LIST}/reports/{Report.objects.get(case=case).id}"
    assert address in page(bob.get(LIST)).links
    read = page(bob.get(address))
    assert "Since when?" in read.text
    assert "What did you mean?" not in read.text
    assert bob.post(address, read.form().filled(text="For a week."))["Location"] == address
    assert CaseMessage.objects.get(by_staff=False).text == "For a week."
    assert LIST not in page(bob.get("/notifications")).links


@pytest.mark.parametrize("about", ["", "reports/"])
@pytest.mark.parametrize("text", ["", "x" * 5001])
def test_what_cannot_be_sent_is_kept(
    cast: Any, client_of: Callable[..., Client], case: Case, text: str, about: str
) -> None:
    client = client_of(cast.bob if about else cast.hal)
    address = f"{LIST}/{about}{Report.objects.get(case=case).id if about else case.id}"
    refused = client.post(address, {"text": text})
    assert refused.status_code == 422
    form = page(refused).form()
    assert form.invalid == ["text"]
    assert form.fields["text"].strip() == text
    assert not CaseMessage.objects.filter(by_staff=False).exists()


def test_others_find_nothing(cast: Any, client_of: Callable[..., Client], case: Case) -> None:
    report = Report.objects.get(case=case).id
    for who, address in (
        (cast.bob, f"{LIST}/{case.id}"),
        (cast.hal, f"{LIST}/reports/{report}"),
        (cast.alice, f"{LIST}/{case.id}"),
        (cast.frank, f"{LIST}/{case.id}"),
        (cast.alice, f"{LIST}/reports/1"),
    ):
        client = client_of(who)
        assert client.get(address).status_code == 404
        assert client.post(address, {"text": "Me, too"}).status_code == 404
    assert "Nothing so far" in page(client_of(cast.alice).get(LIST)).text
    assert client_of(None).get(f"{LIST}/{case.id}").status_code == 302


def test_what_has_come_to_its_end_is_read_but_not_answered(
    cast: Any, client_of: Callable[..., Client], case: Case
) -> None:
    close_without_action(cast.frank, case.id)
    hal = client_of(cast.hal)
    read = page(hal.get(f"{LIST}/{case.id}"))
    assert "cannot be answered any more" in read.text
    assert not [form for form in read.forms if "text" in form.fields]
    assert "come to its end" in page(hal.get(LIST)).text
    assert hal.post(f"{LIST}/{case.id}", {"text": "Late"}).status_code == 403
