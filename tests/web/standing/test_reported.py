"""Whoever reported something says that what became of it is wrong: a member, or somebody with a code."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from folkmoot.moderation.actions import Notice, file_notice
from folkmoot.moderation.actions.appeal_thread import ask
from folkmoot.moderation.actions.closing import close_without_action
from folkmoot.moderation.actions.review import overturn, uphold
from folkmoot.moderation.models import Appeal, Report
from tests.moderation.deciding import REASONS, WHY, after, dismissed
from tests.posts.writing import say
from tests.web.pages import page

pytestmark = pytest.mark.usefixtures("community")
type Clients = Callable[..., Client]


@pytest.fixture
def bob(cast: Any, client_of: Clients) -> Client:
    return client_of(cast.bob)


def test_a_reporter_asks_for_another_look(bob: Client, cast: Any) -> None:
    address = f"/appeals/{dismissed(cast, cast.bob)}"
    assert address in page(bob.get("/reports")).links
    read = page(bob.get(address))
    assert "We found nothing that has to be changed." in read.text
    assert "He is unkind." in read.text
    assert bob.post(address, read.form().filled(text=WHY))["Location"] == address
    ask(cast.olivia, Appeal.objects.get().id, "When was that?")
    read = page(bob.get(address))
    assert "When was that?" in read.text
    bob.post(address, read.form().filled(text="Yesterday."))
    overturn(cast.olivia, Appeal.objects.get().id, REASONS)
    read = page(bob.get(address))
    for words in ("Yesterday.", "You were right", REASONS, "It is looked at once more."):
        assert words in read.text
    assert "olivia" not in read.text


def test_it_stays(bob: Client, cast: Any) -> None:
    address = f"/appeals/{dismissed(cast, cast.bob)}"
    bob.post(address, {"text": WHY})
    uphold(cast.olivia, Appeal.objects.get().id, REASONS)
    assert "It stays as it was decided." in page(bob.get(address)).text


def test_not_before_the_end_and_by_nobody_else(bob: Client, cast: Any, client_of: Clients) -> None:
    from folkmoot.moderation.actions import report

    report(cast.alice, cast.hal.id, None, "Unkind.")
    mine = Report.objects.get(reporter=cast.alice)
    assert client_of(cast.alice).get(f"/appeals/{mine.id}").status_code == 404
    theirs = dismissed(cast, cast.carol)
    for somebody in (bob, client_of(cast.hal), client_of(cast.frank)):
        assert somebody.get(f"/appeals/{theirs}").status_code == 404
        assert somebody.post(f"/appeals/{theirs}", {"text": WHY}).status_code == 404


@pytest.mark.parametrize("text", ["", "x" * 5001])
def test_what_cannot_be_taken(bob: Client, cast: Any, text: str) -> None:
    response = bob.post(f"/appeals/{dismissed(cast, cast.bob)}", {"text": text})
    assert (response.status_code, page(response).form().invalid) == (422, ["text"])


def test_what_the_domain_refuses(bob: Client, cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("folkmoot.moderation.actions.appeal.LONGEST_APPEAL", 10)
    assert bob.post(f"/appeals/{dismissed(cast, cast.bob)}", {"text": WHY}).status_code == 422


class TestNotice:
    @pytest.fixture
    def code(self, cast: Any) -> str:
        post = say(cast.hal, "Vile words")
        told = Notice(
            addresses=(f"http://localhost:8000/@hal/{post}",),
            category="hate",
            explanation="It insults my family.",
            name="Nina",
            email="nina@example.net",
            sincere=True,
            language="en",
        )
        code = file_notice(told)
        close_without_action(cast.frank, Report.objects.get().case_id or 0)
        return code

    def test_by_its_code_without_a_cookie(self, cast: Any, code: str, drain: Any, mail: Any) -> None:
        visitor = Client(enforce_csrf_checks=True)
        address = f"/notice/{code}/{Report.objects.get().id}"
        assert address in page(visitor.get(f"/notice/{code}")).links
        read = page(visitor.get(address))
        assert visitor.post(address, read.form().filled(text=WHY))["Location"] == address
        some = Appeal.objects.get()
        assert (some.by, some.account_id) == ("notifier", None)
        ask(cast.olivia, some.id, "Who is meant?")
        drain()
        question = mail.to("nina@example.net")[-1]
        assert question["Subject"] == "A question about your objection"
        assert address in question.get_content()
        visitor.post(address, {"text": "My sister."})
        overturn(cast.olivia, some.id, REASONS)
        drain()
        answer = mail.to("nina@example.net")[-1].get_content()
        assert REASONS in answer
        assert address in answer
        assert "olivia" not in answer
        assert "My sister." in page(visitor.get(address)).text

    def test_whoever_left_no_address_reads_it_on_the_page(self, cast: Any, code: str, drain: Any, mail: Any) -> None:
        Report.objects.update(notifier_email="")
        drain()
        before = len(mail.all())
        visitor = Client()
        address = f"/notice/{code}/{Report.objects.get().id}"
        visitor.post(address, {"text": WHY})
        uphold(cast.olivia, Appeal.objects.get().id, REASONS)
        drain()
        assert [each for each in mail.all()[before:] if "nina" in str(each["To"])] == []
        assert REASONS in page(visitor.get(address)).text

    def test_no_other_code_opens_it(self, cast: Any, code: str) -> None:
        report_id = Report.objects.get().id
        for tried in (f"/notice/AAAAA-BBBBB-CCCCC-DDDDD/{report_id}", f"/notice/{code}/4711", f"/notice/x/{report_id}"):
            assert Client().get(tried).status_code == 404
            assert Client().post(tried, {"text": WHY}).status_code == 404

    def test_after_six_months(self, code: str) -> None:
        with after(days=185):
            read = page(Client().get(f"/notice/{code}/{Report.objects.get().id}"))
        assert "Six months have passed" in read.text
