"""The page of a case: everything it takes to decide, each press on it, and the decision itself."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.instance.actions import set_rules
from folkmoot.instance.queries import rules
from folkmoot.moderation.actions.casework import claim, escalate
from folkmoot.moderation.actions.closing import merge
from folkmoot.moderation.actions.talking import answer, note, say_to_reporter
from folkmoot.moderation.models import Case, CaseMessage, Report, Restriction
from folkmoot.posts.actions import Edit, edit_post
from folkmoot.posts.models import Post
from folkmoot.staff import phrases
from tests.moderation.casing import complained, laid, reported
from tests.moderation.removing import remove_post
from tests.posts.writing import say
from tests.web.pages import Form, page
from tests.web.social.reading import once

pytestmark = pytest.mark.usefixtures("community")
LIST = "/staff/cases"
type Found = tuple[Case, int]


def at(case: Case, rest: str = "") -> str:
    return f"{LIST}/{case.id}{rest}"


def decision(client: Client, case: Case) -> Form:
    return page(client.get(at(case))).form(at(case))


def test_everything_is_on_it(frank: Client, found: Found, cast: Any) -> None:
    case, post = found
    note(cast.olivia, case.id, "Seen him before.")
    read = page(frank.get(at(case)))
    for words in (
        "Buy <b>nets</b>",
        "This advertises.",
        "@bob",
        "@hal",
        "It still stands like this.",
        "Seen him before.",
    ):
        assert words in read.text, words
    assert f"/@hal/{post}" in read.links
    assert at(case, "/threat") in read.links
    assert f"/staff/accounts/{cast.hal.id}/invited-by" in read.links


def test_what_changed_since_stands_beside_it(frank: Client, found: Found, cast: Any) -> None:
    case, post = found
    edit_post(cast.hal, post, Edit("Nothing to see"))
    read = page(frank.get(at(case)))
    assert "It was changed since then." in read.text
    assert "Nothing to see" in read.text
    assert "Buy <b>nets</b>" in read.text


def test_the_past_is_told(frank: Client, cast: Any) -> None:
    first, post = reported(cast, "Oars")
    remove_post(cast.olivia, post, "It advertises.")
    case, _post = reported(cast, "Nets")
    read = once(frank, at(case))
    past = next(each for each in read.all("details") if "What was before" in each.text)
    assert "Removed" in past.text
    assert "It advertises." in past.text
    assert past.has("a")
    assert at(first) in [link.attrs["href"] for link in past.all("a")]


def test_a_post_is_removed(frank: Client, found: Found, cast: Any) -> None:
    case, post = found
    form = decision(frank, case)
    assert form.fields["posts"] == str(post), "what was reported is chosen already"
    response = frank.post(form.action, form.filled(post_action="remove", reason="We sell nothing here."))
    assert response["Location"] == LIST
    assert Post.objects.get(id=post).removed_at is not None
    row = Restriction.objects.get(case_id=case.id)
    assert (row.action, row.reason, row.decided_by) == ("remove", "We sell nothing here.", cast.frank.id)
    assert Report.objects.get(case=case).outcome == "acted"
    ended = page(frank.get(at(case)))
    assert "frank brought it to its end" in ended.text
    assert at(case) not in [each.action for each in ended.forms]


def test_posts_and_account_in_one_go(frank: Client, found: Found, cast: Any) -> None:
    set_rules(None, ["Be kind.", "No advertising."])
    case, post = found
    rule = rules()[1].id
    last_day = timezone.localdate() + timedelta(days=6)
    typed = decision(frank, case).filled(
        post_action="label",
        label="This is an advertisement.",
        account_action="suspend",
        ends_on=last_day.isoformat(),
        rule=str(rule),
        reason="We sell nothing here.",
    )
    assert frank.post(at(case), typed).status_code == 303
    made = {row.action: row for row in Restriction.objects.filter(case_id=case.id)}
    assert set(made) == {"label", "suspend"}
    assert (made["label"].object_id, made["label"].label) == (post, "This is an advertisement.")
    assert made["suspend"].ends_at is not None
    assert timezone.localdate(made["suspend"].ends_at) == last_day + timedelta(days=1)
    assert {row.rule_id for row in made.values()} == {rule}
    assert len({row.batch for row in made.values()}) == 1


def test_only_the_posts_that_were_chosen(frank: Client, found: Found, cast: Any) -> None:
    case, post = found
    other = say(cast.hal, "Boats are fine")
    typed = decision(frank, case).filled(post_action="remove", reason="Because.")
    assert frank.post(at(case), typed | {"posts": str(other)}).status_code == 422
    typed.pop("posts")
    assert frank.post(at(case), typed | {"post_action": "", "account_action": "warn"}).status_code == 303
    assert [row.action for row in Restriction.objects.filter(case_id=case.id)] == ["warn"]
    assert Post.objects.get(id=post).removed_at is None


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"post_action": "remove", "reason": ""}, "reason"),
        ({"reason": "Because."}, "account_action"),
        ({"post_action": "label", "label": "", "reason": "Because."}, "label"),
        ({"account_action": "suspend", "ends_on": "2020-01-01", "reason": "Because."}, "ends_on"),
        ({"account_action": "suspend", "ends_on": "soon", "reason": "Because."}, "ends_on"),
        ({"post_action": "remove", "law": "x" * 301, "reason": "Because."}, "law"),
        ({"post_action": "remove", "reason": "x" * 2001}, "reason"),
    ],
)
def test_it_is_refused_with_what_was_typed(frank: Client, case: Case, typed: dict[str, str], field: str) -> None:
    response = frank.post(at(case), decision(frank, case).filled(**typed))
    assert response.status_code == 422
    form = page(response).form(at(case))
    assert form.invalid == [field]
    assert form.fields["reason"] == typed["reason"]
    case.refresh_from_db()
    assert case.state == "open"
    assert not Restriction.objects.filter(case_id=case.id).exists()


def test_after_one_comes_the_next(frank: Client, case: Case, cast: Any) -> None:
    other = laid(cast.bob)
    assert frank.post(at(case, "/nothing"))["Location"] == at(other)


def test_nothing_to_do(frank: Client, found: Found) -> None:
    case, post = found
    form = page(frank.get(at(case))).form(at(case, "/nothing"))
    assert frank.post(form.action, form.fields)["Location"] == LIST
    assert Report.objects.get(case=case).outcome == "dismissed"
    assert Post.objects.get(id=post).removed_at is None


def test_it_is_taken_and_given_back(frank: Client, case: Case, cast: Any) -> None:
    assert frank.post(at(case, "/holding"))["Location"] == at(case)
    read = page(frank.get(at(case)))
    assert "You have this case until" in read.text
    form = read.form(at(case, "/holding"))
    assert frank.post(form.action, form.fields).status_code == 303
    case.refresh_from_db()
    assert case.assignee_id is None


def test_the_second_is_told_who_has_it(frank: Client, olivia: Client, case: Case, cast: Any) -> None:
    claim(cast.olivia, case.id)
    assert "olivia has this case." in page(frank.get(at(case))).text
    typed = decision(frank, case).filled(post_action="remove", reason="Because I can.")
    for address, fields in ((at(case), typed), (at(case, "/holding"), {}), (at(case, "/nothing"), {})):
        refused = frank.post(address, fields)
        assert refused.status_code == 403
        assert "olivia has this case until" in page(refused).text
    case.refresh_from_db()
    assert (case.state, case.assignee_id) == ("open", cast.olivia.id)
    assert frank.post(at(case, "/notes"), {"text": "I was here, too."}).status_code == 303


def test_notes_and_words_to_both_sides(frank: Client, case: Case, cast: Any) -> None:
    report_id = Report.objects.get(case=case).id
    for rest, place in (("/notes", "#notes"), ("/member", "#say"), (f"/reports/{report_id}", f"#r{report_id}")):
        form = page(frank.get(at(case))).form(at(case, rest))
        assert frank.post(form.action, form.filled(text=f"Words to {rest}"))["Location"] == at(case, place)
    assert list(CaseMessage.objects.order_by("id").values_list("talk", "report_id")) == [
        ("staff", None),
        ("member", None),
        ("reporter", report_id),
    ]
    answer(cast.hal, case.id, "I did not know.")
    read = page(frank.get(at(case)))
    for words in ("Words to /notes", "Words to /member", f"Words to /reports/{report_id}", "I did not know."):
        assert words in read.text, words


def test_an_empty_word_is_refused(frank: Client, case: Case) -> None:
    assert frank.post(at(case, "/notes"), {"text": "  "}).status_code == 422
    assert frank.post(at(case, "/owners"), {"why": ""}).status_code == 422
    assert not CaseMessage.objects.exists()


def test_it_is_left_to_the_owners_and_comes_back(frank: Client, olivia: Client, case: Case) -> None:
    form = page(frank.get(at(case))).form(at(case, "/owners"))
    assert frank.post(form.action, form.filled(why="I know him."))["Location"] == at(case)
    assert at(case, "/owners") not in [each.action for each in page(frank.get(at(case))).forms]
    assert frank.post(at(case, "/holding")).status_code == 403
    back = page(olivia.get(at(case))).form(at(case, "/owners"))
    assert olivia.post(back.action, back.fields).status_code == 303
    case.refresh_from_db()
    assert case.state == "open"


def test_it_is_handed_on(frank: Client, case: Case, cast: Any) -> None:
    form = page(frank.get(at(case))).form(at(case, "/hand-on"))
    assert frank.post(form.action, form.fields | {"account": str(cast.olivia.id)})["Location"] == at(case)
    case.refresh_from_db()
    assert case.assignee_id == cast.olivia.id
    assert frank.post(at(case, "/hand-on"), {"account": "x"}).status_code == 422


def test_two_are_joined(frank: Client, case: Case, cast: Any) -> None:
    other = laid(cast.bob)
    form = page(frank.get(at(case))).form(at(case, "/join"))
    assert frank.post(form.action, form.filled(into=str(other.id)))["Location"] == at(other)
    assert at(other) in page(frank.get(at(case))).links
    assert "This advertises." in page(frank.get(at(other))).text
    assert frank.post(at(other, "/join"), {"into": "that one"}).status_code == 422
    assert frank.post(at(other, "/join"), {"into": str(case.id)}).status_code == 403


@pytest.mark.parametrize(("query", "label"), [("why=spam", "reason"), ("say=ask", "text"), ("ask=more", "text")])
def test_words_to_begin_with(frank: Client, case: Case, query: str, label: str) -> None:
    read = page(frank.get(at(case, f"?{query}")))
    filled = [form.fields[label].strip() for form in read.forms if form.fields.get(label, "").strip()]
    assert len(filled) == 1
    name, _sign, key = query.partition("=")
    table = {"why": phrases.REASONS, "say": phrases.TO_MEMBERS, "ask": phrases.TO_REPORTERS}[name]
    assert filled == [next(str(each.text) for each in table if each.key == key)]
    nobody = page(frank.get(at(case, f"?{name}=nonsense")))
    assert not [form for form in nobody.forms if form.fields.get(label, "").strip()]


def test_they_are_in_the_member_s_language(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    monkeypatch.setattr(phrases.translation, "override", lambda language: heard.append(language) or _Nothing())
    assert phrases.spoken(phrases.REASONS, "spam", "ar")
    assert phrases.spoken(phrases.REASONS, "spam", "")
    assert heard == ["ar", "en"]


class _Nothing:
    def __enter__(self) -> None: ...

    def __exit__(self, *args: object) -> None: ...


def test_about_nobody_known(frank: Client, cast: Any) -> None:
    case = laid(None)
    complained(case, None, kind="art16_notice", comment="A picture of mine")
    read = page(frank.get(at(case)))
    assert "Somebody without an account" in read.text
    assert "A picture of mine" in read.text
    assert "Case about nobody known" in read.heading
    assert at(case, "/member") not in [form.action for form in read.forms]
    assert frank.post(at(case, "/member"), {"text": "Hello"}).status_code == 404
    assert frank.post(at(case), {"reason": "Because."}).status_code == 422


def test_what_was_merged_and_what_is_late(frank: Client, case: Case, cast: Any) -> None:
    Case.objects.filter(id=case.id).update(due_at=timezone.now() - timedelta(hours=1))
    assert "late" in page(frank.get(at(case))).text
    other = laid(cast.bob)
    merge(cast.frank, case.id, other.id)
    assert "It goes on as part of another case." in page(frank.get(at(case))).text


def test_only_the_latest_reports_are_listed(frank: Client, case: Case, cast: Any) -> None:
    Case.objects.filter(id=case.id).update(reports=1_000)
    assert "Only the latest are listed." in page(frank.get(at(case))).text


PRESSES = ("/holding", "/hand-on", "/owners", "/join", "/notes", "/member", "/nothing", "/reports/1", "")


@pytest.mark.parametrize("rest", PRESSES)
def test_nobody_else_presses_anything(cast: Any, client_of: Callable[..., Client], case: Case, rest: str) -> None:
    sent = {"text": "x", "why": "x", "into": "1", "account": "1", "reason": "x", "account_action": "suspend"}
    assert client_of(cast.bob).post(at(case, rest), sent).status_code == 404
    case.refresh_from_db()
    assert (case.state, case.assignee_id) == ("open", None)


@pytest.mark.parametrize("rest", PRESSES)
def test_nor_staff_about_themselves_or_upward(frank: Client, cast: Any, rest: str) -> None:
    sent = {"text": "x", "why": "x", "into": str(laid(cast.hal).id), "account": str(cast.olivia.id), "reason": "x"}
    for about in (cast.frank, cast.olivia):
        case = laid(about)
        assert frank.post(at(case, rest), sent).status_code == 404
        case.refresh_from_db()
        assert (case.state, case.assignee_id) == ("open", None)
    assert frank.get(at(case)).status_code == 404


@pytest.mark.parametrize("rest", PRESSES[:-1])
def test_what_is_not_there(frank: Client, rest: str) -> None:
    sent = {"text": "x", "why": "x", "into": "2", "account": "1"}
    assert frank.post(f"{LIST}/1{rest}", sent).status_code == 404
    assert frank.get(f"{LIST}/1{rest}").status_code in {404, 405}


def test_an_erased_word_says_so(frank: Client, case: Case) -> None:
    CaseMessage.objects.create(case=case, talk="staff", by_staff=False, text="", proof="x")
    assert "erased with the account" in page(frank.get(at(case))).text


def test_the_owners_read_what_was_left_to_them(olivia: Client, case: Case, cast: Any) -> None:
    escalate(cast.frank, case.id, "I know him.")
    read = page(olivia.get(at(case)))
    assert "I know him." in read.text
    assert "Left to the owners" in read.text


def test_what_was_said_with_a_reporter_is_beside_their_report(frank: Client, case: Case, cast: Any) -> None:
    say_to_reporter(cast.frank, case.id, Report.objects.get(case=case).id, "Since when?")
    assert "Since when?" in once(frank, at(case)).one(f"#r{Report.objects.get(case=case).id}").text
