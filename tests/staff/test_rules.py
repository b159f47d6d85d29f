"""The page where the rules are written: one at a time, in a draft, published together."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.accounts.models import Agreement
from folkmoot.audit import actions as waiting
from folkmoot.instance.actions import set_rules
from folkmoot.instance.policies import rulebook as writing
from folkmoot.instance.policies import versions
from folkmoot.instance.policies.kinds import Kind
from folkmoot.instance.policies.rulebook import NewRule, add_rule, reword_rule, rulebook
from folkmoot.instance.queries import community, rules
from folkmoot.project.cast import Cast
from folkmoot.staff.rule_forms import PublishForm
from tests.web.pages import Page, page

PAGE = "/staff/rules"
NEW = {"text": "No advertising.", "hint": "Small ads have a thread.", "category": "spam", "text_ar": "", "hint_ar": ""}
type Clients = Callable[..., Client]


@pytest.fixture
def owner(cast: Cast, client_of: Clients) -> Client:
    set_rules(None, ["Be kind.", "Sing."])
    return client_of(cast.olivia)


def shown(owner: Client) -> Page:
    return page(owner.get(PAGE))


def titles() -> list[str]:
    return [each.title for each in rulebook().staying]


def keys() -> list[int]:
    return [each.key for each in rulebook().rules]


def publish(owner: Client, then: str, **typed: str) -> Any:
    form = shown(owner).form()
    return owner.post(PAGE, {**form.filled(**typed), "then": then}, follow=True)


@pytest.mark.parametrize("who", ["frank", "alice", None])
def test_it_is_for_owners(cast: Cast, owner: Client, client_of: Clients, who: str | None) -> None:
    other = client_of(getattr(cast, who) if who else None)
    first = keys()[0]
    addresses = (PAGE, f"{PAGE}/new", f"{PAGE}/{first}", f"{PAGE}/{first}/up", f"{PAGE}/{first}/back")
    sent = (NEW, {"then": "correct", "builds_on": "1"}, {"_method": "DELETE"})
    hidden = {404} if who else {302, 401, 403, 404}
    for address in addresses:
        assert {other.get(address).status_code, *(other.post(address, each).status_code for each in sent)} <= hidden
    assert (titles(), versions.drafted(Kind.RULES)) == (["Be kind.", "Sing."], None)


def test_written_read_again_and_published(owner: Client, client: Client) -> None:
    form = page(owner.get(f"{PAGE}/new")).form()
    answer = owner.post(f"{PAGE}/new", form.filled(**NEW))
    assert answer.status_code == 303
    key = keys()[-1]
    assert answer["Location"] == f"{PAGE}#rule-{key}"
    read = shown(owner)
    assert "3. No advertising." in read.text
    assert "Small ads have a thread." in read.text
    assert "Advertising or spam" in read.text
    assert "Not written in العربية yet." in read.text
    assert "This is a draft" in read.notices
    assert f"rule-{key}" in read.ids
    assert "<ins>No advertising. Small ads have a thread.</ins>" in read.source
    assert "No advertising" not in page(client.get("/rules")).text
    again = page(owner.get(f"{PAGE}/{key}")).form()
    assert {name: again.fields[name] for name in ("text", "hint")} == {name: NEW[name] for name in ("text", "hint")}
    assert "The rules are published." in page(publish(owner, "correct")).notices
    everybody = page(client.get("/rules"))
    assert "No advertising. Small ads have a thread." in everybody.text
    assert "published a policy" in page(owner.get("/staff/audit")).text
    assert (rules()[2].category, rules()[2].hint) == ("spam", "Small ads have a thread.")


def test_said_otherwise_in_two_languages(owner: Client) -> None:
    address = f"{PAGE}/{keys()[0]}"
    form = page(owner.get(address)).form()
    assert form.fields["text"] == "Be kind."
    assert owner.post(address, form.filled(text="Be gentle.", text_ar="كن رفيقا.")).status_code == 303
    publish(owner, "correct")
    assert rules()[0].by_language == {"en": "Be gentle.", "ar": "كن رفيقا."}


def test_put_before_left_out_and_brought_back(owner: Client) -> None:
    first, second = keys()
    for how in ("up", "down"):
        owner.post(f"{PAGE}/{second}/{how}")
    assert titles() == ["Be kind.", "Sing."]
    assert owner.post(f"{PAGE}/{first}/down")["Location"] == f"{PAGE}#rule-{first}"
    assert titles() == ["Sing.", "Be kind."]
    assert owner.post(f"{PAGE}/{first}", {"_method": "DELETE"}).status_code == 303
    assert "It will be no rule any more" in shown(owner).text
    assert titles() == ["Sing."]
    owner.post(f"{PAGE}/{first}/back")
    assert titles() == ["Sing.", "Be kind."]
    thrown = page(owner.post(PAGE, {"_method": "DELETE"}, follow=True))
    assert "as they were published" in thrown.notices
    assert titles() == ["Be kind.", "Sing."]


def test_the_buttons_of_a_list(owner: Client) -> None:
    first, second = keys()
    actions = {form.action for form in shown(owner).forms}
    assert {f"{PAGE}/{first}/down", f"{PAGE}/{second}/up", f"{PAGE}/{first}"} <= actions
    assert not {f"{PAGE}/{first}/up", f"{PAGE}/{second}/down"} & actions, "there is nothing beyond the ends"


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"text": ""}, "text", "required"),
        ({"text": "x" * 501}, "text", "500"),
        ({"hint": "x" * 1_001}, "hint", "1000"),
        ({"hint_ar": "غنّ."}, "text_ar", "this language, too"),
    ],
)
def test_what_was_typed_is_kept(owner: Client, wrong: dict[str, str], field: str, words: str) -> None:
    for address in (f"{PAGE}/new", f"{PAGE}/{keys()[0]}"):
        answer = owner.post(address, NEW | wrong)
        form = page(answer).form()
        assert (answer.status_code, form.invalid) == (422, [field])
        assert words in page(answer).errors
        assert {name: form.fields[name] for name in NEW if name != "category"} == {
            name: value for name, value in (NEW | wrong).items() if name != "category"
        }
    assert titles() == ["Be kind.", "Sing."]


def test_a_kind_that_nobody_knows(owner: Client) -> None:
    assert owner.post(f"{PAGE}/new", NEW | {"category": "boring"}).status_code == 422


def test_what_there_is_not(owner: Client) -> None:
    assert owner.get(f"{PAGE}/77").status_code == owner.post(f"{PAGE}/77", NEW).status_code == 404
    assert owner.post(f"{PAGE}/{keys()[0]}/away").status_code == 404
    assert owner.get(f"{PAGE}/{keys()[0]}/up").status_code == 405
    assert owner.post(PAGE, {"then": "destroy", "builds_on": "1"}).status_code == 422


def test_a_significant_change_is_told_and_asked(cast: Cast, owner: Client, mail: Any, drain: Any) -> None:
    add_rule(cast.olivia, NewRule({"en": "Rest."}))
    day = timezone.localdate() + timedelta(days=20)
    done = page(publish(owner, "change", effective_on=f"{day:%Y-%m-%d}"))
    assert "Members are told" in done.notices
    assert community().rules == ("Be kind.", "Sing."), "until the day has come"
    view = versions.history(Kind.RULES)[0]
    assert Agreement.objects.filter(login=cast.olivia.login, version=view.id).exists(), "whoever publishes agrees"
    drain()
    assert mail.to("bob@example.org")


@pytest.mark.parametrize(("days", "words"), [(-1, "at least 14 days"), (900, "next year")])
def test_days_that_cannot_be(cast: Cast, owner: Client, days: int, words: str) -> None:
    add_rule(cast.olivia, NewRule({"en": "Rest."}))
    refused = publish(owner, "change", effective_on=f"{timezone.localdate() + timedelta(days=days):%Y-%m-%d}")
    assert refused.status_code == 422
    assert words in page(refused).errors
    assert titles() == ["Be kind.", "Sing.", "Rest."]


def test_somebody_else_in_the_meantime(owner: Client) -> None:
    form = shown(owner).form()
    set_rules(None, ["Listen."])
    refused = owner.post(PAGE, {**form.fields, "then": "correct"})
    assert refused.status_code == 422
    assert "in the meantime" in page(refused).notices


@pytest.mark.parametrize("then", ["correct", "change"])
def test_only_what_was_shown_is_published(cast: Cast, owner: Client, then: str) -> None:
    add_rule(cast.olivia, NewRule({"en": "Rest."}))
    form, day = shown(owner).form(), f"{timezone.localdate() + timedelta(days=20):%Y-%m-%d}"
    other = add_rule(cast.olivia, NewRule({"en": "Obey."}))
    refused = owner.post(PAGE, {**form.filled(effective_on=day), "then": then})
    read = page(refused)
    assert refused.status_code == 422
    assert "Somebody changed the rules in the meantime" in read.notices
    assert "Obey." in read.text, "what is to be looked at is shown"
    assert (titles()[-1], versions.history(Kind.RULES)[0].number) == ("Obey.", 1)
    again = read.form()
    assert again.fields["effective_on"] == day, "what was typed is kept"
    reword_rule(cast.olivia, other, NewRule({"en": "Listen."}))
    assert owner.post(PAGE, {**again.fields, "then": then}).status_code == 422
    assert page(publish(owner, then, effective_on=day)).notices.startswith("The rules are published.")
    assert versions.history(Kind.RULES)[0].text.endswith("Rest.\nListen.")


def test_nothing_is_published_before_somebody_looked_at_it(owner: Client) -> None:
    for mark in ({}, {"mark": ""}, {"mark": "x" * 10_000}):
        assert owner.post(PAGE, {"then": "correct", "builds_on": "1", **mark}).status_code == 422
    assert versions.history(Kind.RULES)[0].number == 1


def test_changes_of_somebody_who_was_faster_are_not_lost(
    cast: Cast, owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_rule(cast.olivia, NewRule({"en": "Rest."}))
    form, valid = shown(owner).form(), PublishForm.is_valid

    def while_another_writes(form: PublishForm) -> bool:
        monkeypatch.undo()
        add_rule(cast.olivia, NewRule({"en": "Obey."}))
        return valid(form)

    monkeypatch.setattr(PublishForm, "is_valid", while_another_writes)
    assert owner.post(PAGE, {**form.fields, "then": "correct"}).status_code == 422
    assert titles() == ["Be kind.", "Sing.", "Rest.", "Obey."]
    assert versions.history(Kind.RULES)[0].number == 1


def test_it_is_read_again_when_it_is_ones_turn(cast: Cast, owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    add_rule(cast.olivia, NewRule({"en": "Rest."}))
    form, turn = shown(owner).form(), waiting.one_at_a_time

    def after_another() -> None:
        monkeypatch.undo()
        turn()
        add_rule(cast.olivia, NewRule({"en": "Obey."}))

    for module in (waiting, writing):
        monkeypatch.setattr(module, "one_at_a_time", after_another)
    assert owner.post(PAGE, {**form.fields, "then": "correct"}).status_code == 422
    assert versions.history(Kind.RULES)[0].number == 1


def test_none_yet(cast: Cast, client_of: Clients) -> None:
    read = page(client_of(cast.olivia).get(PAGE))
    assert "No rules yet" in read.text
    assert "Publish" not in read.text


def test_the_old_address_leads_there(owner: Client) -> None:
    assert owner.get("/staff/policies/rules")["Location"] == PAGE
    assert PAGE in page(owner.get("/staff/policies")).links
