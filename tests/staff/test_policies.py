"""The pages where owners write and publish what the community stands by."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.accounts.models import Agreement
from folkmoot.instance.actions import change_settings
from folkmoot.instance.policies import versions
from folkmoot.instance.policies.kinds import Kind
from folkmoot.instance.policies.publishing import Publication, publish_correction, publish_drafts
from folkmoot.instance.queries import community
from folkmoot.project.cast import Cast
from tests.web.pages import Page, page

PAGE = "/staff/policies"
FACTS = {"responsible": "Anna Hill", "contact": "choir@example.org", "data_place": "Leipzig", "notice_days": "14"}
type Clients = Callable[..., Client]


@pytest.fixture
def owner(cast: Cast, client_of: Clients) -> Client:
    return client_of(cast.olivia)


@pytest.fixture
def known(cast: Cast) -> None:
    change_settings(None, FACTS)


def editor(owner: Client, kind: str = "privacy") -> Page:
    return page(owner.get(f"{PAGE}/{kind}"))


def send(owner: Client, then: str, kind: str = "privacy", **typed: str) -> Any:
    form = editor(owner, kind).form()
    return owner.post(f"{PAGE}/{kind}", {**form.filled(**typed), "then": then}, follow=True)


@pytest.mark.parametrize("who", ["frank", "alice"])
def test_it_is_for_owners(cast: Cast, client_of: Clients, known: None, who: str) -> None:
    other = client_of(getattr(cast, who))
    for path in (PAGE, f"{PAGE}/privacy"):
        assert (
            other.get(path).status_code == other.post(path, {"then": "correct", "text_en": "Mine"}).status_code == 404
        )
    assert other.post(f"{PAGE}/privacy/anew").status_code == 404
    assert versions.unpublished() == list(Kind)
    assert versions.drafted(Kind.PRIVACY) is None


def test_what_there_is_not(owner: Client) -> None:
    for path in (f"{PAGE}/cookies", f"{PAGE}/cookies/anew", f"{PAGE}/rules/anew"):
        assert owner.post(path).status_code == 404
    assert owner.get(f"{PAGE}/privacy/anew").status_code == 405


def test_what_is_missing_is_said_and_asked_for(owner: Client) -> None:
    change_settings(None, {"contact": ""})
    overview = page(owner.get(PAGE))
    assert "Missing: Contact address." in overview.text
    assert "Missing: Where the data is kept." in overview.text
    assert "Not published yet" in overview.text
    assert "Fill it in first" in editor(owner).text
    refused = send(owner, "correct")
    assert refused.status_code == 422
    assert "Missing: Contact address." in page(refused).errors + page(refused).notices
    assert versions.unpublished() == list(Kind)
    saved = owner.post(PAGE, overview.form().filled(**FACTS), follow=True)
    assert "Missing:" not in page(saved).text
    assert (community().responsible, community().data_place) == ("Anna Hill", "Leipzig")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("contact", "nowhere"),
        ("minimum_age", "xx"),
        ("notice_days", "99"),
        ("minimum_age", "-1"),
        ("deletion_days", "61"),
        ("deletion_days", "0"),
        ("log_days", "x"),
    ],
)
def test_facts_that_cannot_be(owner: Client, known: None, name: str, value: str) -> None:
    refused = owner.post(PAGE, {**FACTS, name: value})
    assert refused.status_code == 422
    assert page(refused).errors


def test_how_long_things_are_kept(owner: Client, known: None, cast: Cast, client_of: Clients) -> None:
    typed = {"log_days": "3", "deletion_days": "5", "inactive_months": "18"}
    form = page(owner.get(PAGE)).form()
    assert {name: form.fields[name] for name in typed} == {
        "log_days": "7",
        "deletion_days": "14",
        "inactive_months": "0",
    }
    owner.post(PAGE, form.filled(**typed))
    here = community()
    assert (here.log_days, here.deletion_days, here.inactive_months) == (3, 5, 18)
    assert "For 5 days" in page(client_of(cast.hal).get("/settings/leave")).text
    owner.post(PAGE, {**FACTS, "inactive_months": "0"})
    here = community()
    assert (here.log_days, here.deletion_days, here.inactive_months) == (3, 5, 0), "what is not typed stays"


def test_publishing_the_draft(owner: Client, known: None, client: Client) -> None:
    before = editor(owner)
    assert "Made from the settings" in before.text
    assert "Anna Hill decides" in before.form().fields["text_en"]
    assert "How it will look" in before.text
    done = send(owner, "correct")
    assert "The corrected text is published." in page(done).text
    assert "Anna Hill decides" in page(client.get("/privacy")).text
    assert "published a policy" in page(owner.get("/staff/audit")).text


def test_a_draft_is_kept_beside_what_holds(owner: Client, known: None, client: Client) -> None:
    send(owner, "correct", text_en="We keep it 30 days.", text_ar="")
    done = page(send(owner, "keep", text_en="We keep it 60 days.", text_ar=""))
    assert "Your draft is kept." in done.text
    assert "<del>30 </del><ins>60 </ins>" in done.source
    assert "What is different from version 1" in done.text
    assert "We keep it 30 days." in page(client.get("/privacy")).text
    assert "a draft is kept" in page(owner.get(PAGE)).text
    anew = page(owner.post(f"{PAGE}/privacy/anew", follow=True))
    assert "made from the settings as they are now" in anew.text
    assert "Anna Hill decides" in anew.form().fields["text_en"]


def test_drift_is_shown_until_it_is_put_right(owner: Client, known: None) -> None:
    publish_drafts(None)
    assert "no longer says what is so" not in page(owner.get(PAGE)).text
    change_settings(None, {"log_days": "30"})
    said = "How long the log of the server is kept: the text says “7 days”, now it is “30 days”."
    assert said in page(owner.get(PAGE)).text
    assert said in editor(owner).text
    refused = send(owner, "correct")
    assert refused.status_code == 422
    assert "The settings changed since this text was made." in page(refused).errors
    owner.post(f"{PAGE}/privacy/anew")
    read = editor(owner)
    assert said not in read.text
    assert "30 days" in read.source
    assert "is published" in page(send(owner, "correct")).text
    assert versions.drifts() == {}


def test_drift_that_was_put_right_by_hand(owner: Client, known: None) -> None:
    publish_drafts(None)
    change_settings(None, {"log_days": "30"})
    assert "is published" in page(send(owner, "correct", text_en="It stays 30 days.", checked="on")).text
    assert versions.drifts() == {}


def test_drift_of_the_software(owner: Client, known: None, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_drafts(None)
    monkeypatch.setattr("folkmoot.core.inventory.everything", lambda: ())
    for read in (page(owner.get(PAGE)), editor(owner)):
        assert "changed with a new version of the software" in read.text


def test_a_significant_change(cast: Cast, owner: Client, known: None, mail: Any, drain: Any) -> None:
    publish_drafts(None)
    day = timezone.localdate() + timedelta(days=20)
    done = send(owner, "change", text_en="Other words.", effective_on=f"{day:%Y-%m-%d}")
    assert "Members are told" in page(done).text
    assert f"version 2 holds from" in page(done).text  # noqa: F541 - the day is written out
    view = versions.history(Kind.PRIVACY)[0]
    assert timezone.localdate(view.effective_at) == day
    assert Agreement.objects.filter(login=cast.olivia.login, version=view.id).exists(), "whoever publishes agrees"
    drain()
    assert mail.to("bob@example.org")
    assert not mail.to("olivia@example.org")


@pytest.mark.parametrize(("days", "words"), [(-1, "at least 14 days"), (5, "at least 14 days"), (900, "next year")])
def test_days_that_cannot_be(owner: Client, known: None, days: int, words: str) -> None:
    publish_drafts(None)
    day = timezone.localdate() + timedelta(days=days)
    refused = send(owner, "change", effective_on=f"{day:%Y-%m-%d}")
    assert refused.status_code == 422
    assert words in page(refused).errors
    assert len(versions.history(Kind.PRIVACY)) == 1


def test_a_first_version_to_agree_to_holds_today(owner: Client, known: None) -> None:
    send(owner, "change", effective_on="")
    view = versions.present(Kind.PRIVACY)
    assert view is not None
    assert view.significant


@pytest.mark.parametrize("then", ["", "destroy"])
def test_nothing_else_can_become_of_it(owner: Client, known: None, then: str) -> None:
    assert owner.post(f"{PAGE}/terms", {"text_en": "x", "builds_on": "0", "then": then}).status_code == 422
    assert owner.post(f"{PAGE}/terms", {"text_en": "x", "builds_on": "x", "then": "keep"}).status_code == 422


def test_a_version_of_somebody_else_in_the_meantime(cast: Cast, owner: Client, known: None) -> None:
    form = editor(owner).form().filled(text_en="Mine.")
    publish_correction(cast.olivia, Publication(Kind.PRIVACY, {"en": "Theirs."}, 0))
    refused = owner.post(f"{PAGE}/privacy", {**form, "then": "correct"})
    assert refused.status_code == 422
    assert "Somebody else published a version in the meantime." in page(refused).notices
    assert page(refused).form().fields["text_en"] == "Mine."
