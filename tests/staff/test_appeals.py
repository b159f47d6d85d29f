"""Staff read what is said against a decision, ask, and decide; the police are told when a life is in danger."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.core.errors import NotFound
from folkmoot.moderation.actions import report
from folkmoot.moderation.actions.appeal import appeal, appeal_report
from folkmoot.moderation.actions.appeal_thread import answer
from folkmoot.moderation.models import Appeal, Case, Restriction, ThreatReferral
from folkmoot.posts.queries import get_post
from tests.moderation.deciding import REASONS, WHY, decided, dismissed, removed
from tests.web.pages import page

pytestmark = pytest.mark.usefixtures("community")
LIST = "/staff/appeals"
type Clients = Callable[..., Client]


@pytest.fixture
def olivia(cast: Any, client_of: Clients) -> Client:
    return client_of(cast.olivia)


def test_nothing_waits(olivia: Client) -> None:
    read = page(olivia.get(LIST))
    assert "Nothing waits for an answer" in read.text
    assert LIST in read.current


def test_an_objection_is_read_and_the_decision_is_taken_back(olivia: Client, cast: Any, client_of: Clients) -> None:
    post, made = removed(cast.frank, cast.hal, "Vile words")
    some = appeal(cast.hal, made.id, WHY)
    address = f"{LIST}/{some}"
    assert address in page(olivia.get(LIST)).links
    read = page(olivia.get(address))
    for words in ("Vile words", "Against our rules.", WHY, "by @frank"):
        assert words in read.text
    typed = read.form(address).filled(outcome="overturned", reasons=REASONS)
    assert olivia.post(address, typed)["Location"] == LIST
    assert get_post(cast.bob.id, post).post_id == post
    read = page(olivia.get(LIST))
    assert "Taken back" in read.text
    read = page(olivia.get(address))
    assert REASONS in read.text
    assert address not in [form.action for form in read.forms]
    assert "answered an objection" in page(olivia.get("/staff/audit")).text


def test_it_stands(olivia: Client, cast: Any) -> None:
    post, made = removed(cast.frank, cast.hal)
    address = f"{LIST}/{appeal(cast.hal, made.id, WHY)}"
    olivia.post(address, {"outcome": "upheld", "reasons": REASONS})
    with pytest.raises(NotFound):
        get_post(cast.bob.id, post)
    assert "The decision stands" in page(olivia.get(LIST)).text


def test_something_milder_takes_its_place(olivia: Client, cast: Any) -> None:
    made = decided(cast.frank, "suspend", "account", cast.hal.id)
    address = f"{LIST}/{appeal(cast.hal, made.id, WHY)}"
    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    form = page(olivia.get(address)).form(address)
    assert {"instead", "ends_on"} <= set(form.fields) | set(form.choices)
    typed = {"outcome": "partly", "instead": "suspend", "ends_on": day, "reasons": REASONS}
    assert olivia.post(address, typed).status_code == 303
    fresh = Restriction.objects.exclude(id=made.id).get(account_id=cast.hal.id)
    assert (fresh.action, fresh.ends_at is not None) == ("suspend", True)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"outcome": "overturned", "reasons": "No."}, "reasons"),
        ({"outcome": "overturned", "reasons": ""}, "reasons"),
        ({"outcome": "", "reasons": REASONS}, "outcome"),
        ({"outcome": "gone", "reasons": REASONS}, "outcome"),
        ({"outcome": "partly", "reasons": REASONS}, "instead"),
        ({"outcome": "partly", "instead": "terminate", "reasons": REASONS}, "instead"),
        ({"outcome": "partly", "instead": "warn", "ends_on": "2020-01-01", "reasons": REASONS}, "ends_on"),
    ],
)
def test_what_cannot_be_taken_is_kept(olivia: Client, cast: Any, typed: dict[str, str], field: str) -> None:
    _post, made = removed(cast.frank, cast.hal)
    address = f"{LIST}/{appeal(cast.hal, made.id, WHY)}"
    response = olivia.post(address, typed)
    assert response.status_code == 422
    read = page(response)
    assert field in read.source
    assert "error" in read.source
    assert read.form(address).fields["reasons"].strip() == typed["reasons"]
    assert Appeal.objects.get().outcome == ""
    assert Restriction.objects.get(id=made.id).ended_at is None


def test_whoever_decided_reads_but_does_not_decide(cast: Any, client_of: Clients) -> None:
    _post, made = removed(cast.frank, cast.hal)
    address = f"{LIST}/{appeal(cast.hal, made.id, WHY)}"
    frank = client_of(cast.frank)
    read = page(frank.get(address))
    assert "Somebody else who runs this community has to look at it again." in read.text
    assert address not in [form.action for form in read.forms]
    assert frank.post(address, {"outcome": "upheld", "reasons": REASONS}).status_code == 403
    assert frank.post(f"{address}/question", {"question": "Why?"}).status_code == 403
    assert Appeal.objects.get().outcome == ""


def test_whoever_is_alone_is_told_what_that_means(cast: Any, client_of: Clients) -> None:
    _post, made = removed(cast.frank, cast.hal)
    address = f"{LIST}/{appeal(cast.hal, made.id, WHY)}"
    cast.olivia.roles.all().delete()
    frank = client_of(cast.frank)
    assert "You made this decision yourself" in page(frank.get(address)).text
    assert frank.post(address, {"outcome": "overturned", "reasons": REASONS}).status_code == 303


def test_a_question_comes_first(olivia: Client, cast: Any) -> None:
    _post, made = removed(cast.frank, cast.hal)
    some = appeal(cast.hal, made.id, WHY)
    address = f"{LIST}/{some}"
    form = page(olivia.get(address)).form(f"{address}/question")
    assert olivia.post(form.action, form.filled(question="Who was meant?"))["Location"] == address
    answer(cast.hal, some, "My brother.")
    read = page(olivia.get(address))
    assert "Who was meant?" in read.text
    assert "My brother." in read.text
    for wrong in ("", "x" * 5001, " \u200b"):
        response = olivia.post(form.action, {"question": wrong})
        assert response.status_code == 422
        assert page(response).form(form.action).invalid == ["question"]


def test_a_reporters_objection(olivia: Client, cast: Any) -> None:
    some = appeal_report(cast.bob, dismissed(cast, cast.bob), WHY)
    assert "A report about hal" in page(olivia.get(LIST)).text
    address = f"{LIST}/{some}"
    read = page(olivia.get(address))
    assert "He is unkind." in read.text
    assert "instead" not in read.source
    assert olivia.post(address, {"outcome": "partly", "reasons": REASONS}).status_code == 422
    assert olivia.post(address, {"outcome": "overturned", "reasons": REASONS}).status_code == 303
    assert Case.objects.filter(state="open", account=cast.hal).exists()


def test_a_notice_of_nobody_known_stands_in_the_list(olivia: Client, cast: Any) -> None:
    case = Case.objects.create(account=None)
    Appeal.objects.create(case_id=case.id, by="notifier", text=WHY, due_at=timezone.now() - timedelta(days=1))
    read = page(olivia.get(LIST))
    assert "somebody without an account, who had reported" in read.text
    assert "late" in read.text
    assert page(olivia.get(f"{LIST}/{Appeal.objects.get().id}")).heading == "An objection"


@pytest.mark.parametrize("who", ["hal", "bob", None])
def test_nobody_else(cast: Any, client_of: Clients, who: str | None) -> None:
    _post, made = removed(cast.frank, cast.hal)
    address = f"{LIST}/{appeal(cast.hal, made.id, WHY)}"
    client = client_of(getattr(cast, who) if who else None)
    for path in (LIST, address, "/staff/threats"):
        assert client.get(path).status_code == 404
    assert client.post(address, {"outcome": "overturned", "reasons": REASONS}).status_code == 404
    assert client.post(f"{address}/question", {"question": "Why?"}).status_code == 404
    assert Appeal.objects.get().outcome == ""


def test_what_is_not_there(olivia: Client) -> None:
    for path in (f"{LIST}/4711", "/staff/threats/4711", "/staff/cases/4711/threat"):
        assert olivia.get(path).status_code == 404
        assert olivia.post(path, {"country": "PT", "outcome": "upheld", "reasons": REASONS}).status_code == 404
    assert olivia.post("/staff/threats/4711/sent", {"how": "112"}).status_code == 404


class TestThreats:
    @pytest.fixture
    def case(self, cast: Any) -> int:
        report(cast.bob, cast.hal.id, None, "He says he will do it tonight.")
        return Case.objects.get(account=cast.hal).id

    @pytest.fixture
    def frank(self, cast: Any, client_of: Clients) -> Client:
        return client_of(cast.frank)

    def test_from_the_button_to_sent(self, frank: Client, olivia: Client, case: int) -> None:
        assert "Nobody has to be told anything" in page(frank.get("/staff/threats")).text
        begin = f"/staff/cases/{case}/threat"
        read = page(frank.get(begin))
        assert "hal" in read.text
        address = frank.post(begin, read.form().filled(country="PT"))["Location"]
        assert address in page(frank.get("/staff/threats")).links
        read = page(frank.get(address))
        for words in ("Not sent yet", "Portugal", "112", "He says he will do it tonight.", "Nobody has verified"):
            assert words in read.text + read.source
        assert "tel:112" in read.links
        form = read.form(address)
        assert frank.post(address, form.filled(country="ES"))["Location"] == address
        read = page(frank.get(address))
        assert "Spain" in read.text
        sending = read.form(f"{address}/sent")
        assert frank.post(sending.action, sending.filled(how="By phone, 4711"))["Location"] == address
        read = page(frank.get(address))
        assert "By phone, 4711" in read.text
        assert f"{address}/sent" not in [form.action for form in read.forms]
        assert "Nobody has to be told anything" in page(frank.get("/staff/threats")).text
        assert "sent" in page(frank.get(begin)).text
        assert "told the police" in page(olivia.get("/staff/audit")).text

    def test_a_mistake(self, frank: Client, case: int) -> None:
        address = frank.post(f"/staff/cases/{case}/threat", {"country": "ZZ"})["Location"]
        read = page(frank.get(address))
        form = next(form for form in read.forms if form.fields.get("_method") == "DELETE" and form.action == address)
        assert frank.post(form.action, form.fields)["Location"] == "/staff/threats"
        assert "It was a mistake" in page(frank.get(address)).text
        assert ThreatReferral.objects.get().dropped_at
        assert "it was a mistake" in page(frank.get(f"/staff/cases/{case}/threat")).text

    @pytest.mark.parametrize("country", ["", "XX"])
    def test_a_country_is_chosen(self, frank: Client, case: int, country: str) -> None:
        response = frank.post(f"/staff/cases/{case}/threat", {"country": country})
        assert (response.status_code, page(response).form().invalid) == (422, ["country"])

    def test_what_cannot_be_taken(self, frank: Client, case: int) -> None:
        address = frank.post(f"/staff/cases/{case}/threat", {"country": "PT"})["Location"]
        for typed, field in (({"country": "XX"}, "country"), ({"country": "PT", "text": "x" * 20_001}, "text")):
            response = frank.post(address, typed)
            assert (response.status_code, page(response).form(address).invalid) == (422, [field])
        for how in ("", "x" * 501, " \u200b"):
            response = frank.post(f"{address}/sent", {"how": how})
            assert (response.status_code, page(response).form(f"{address}/sent").invalid) == (422, ["how"])
        assert ThreatReferral.objects.get().sent_at is None

    def test_what_the_domain_refuses(self, frank: Client, case: int, monkeypatch: pytest.MonkeyPatch) -> None:
        address = frank.post(f"/staff/cases/{case}/threat", {"country": "PT"})["Location"]
        monkeypatch.setattr("folkmoot.moderation.actions.referral.LONGEST_REFERRAL", 5)
        assert frank.post(address, {"country": "PT", "text": "Please hurry."}).status_code == 422
