"""Every decision writes exactly one statement of reasons, with it or not at all; the public half names nobody."""

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from folkmoot.accounts.models import Account
from folkmoot.core.errors import FolkmootError, Invalid, NotAllowed, NotFound
from folkmoot.instance.actions.rules import put_rules, put_wordings
from folkmoot.instance.policies.wordings import Wording
from folkmoot.instance.queries import rules
from folkmoot.media.models import Recording
from folkmoot.moderation import dsa
from folkmoot.moderation.actions import Decision, decide, explain, report
from folkmoot.moderation.categories import BY_KEY
from folkmoot.moderation.models import Case, Report, Restriction, Statement
from folkmoot.moderation.models.decisions import POSSIBLE
from folkmoot.posts.actions import delete_post
from folkmoot.posts.models import Carries, Post, PostRecording
from folkmoot.project.cast import Cast
from tests.happened import Happened
from tests.posts.writing import lay, say

pytestmark = pytest.mark.django_db
EACH = [(str(kind), action) for kind, actions in POSSIBLE.items() for action in sorted(actions)]
SEEDED = ("Hal Haldorsen", "hal@example.org", "@hal", "+49 170 1234567", "https://hal.example/me", "Frank")


def a(kind: str, action: str, about: int, **more: object) -> Decision:
    label = {"label": "Not true"} if action == "label" else {}
    return Decision(action, kind, about, "It hurts people.", **{**label, **more})


def of_hal(cast: Cast) -> int:
    return Statement.objects.filter(account_id=cast.hal.id).count()


def statement(decision_id: int) -> Statement:
    return Statement.objects.get(restriction_id=decision_id)


@pytest.mark.parametrize(("kind", "action"), EACH)
def test_each_action_writes_exactly_one_no_later_than_it_holds(
    cast: Cast, happened: Happened, kind: str, action: str
) -> None:
    about = say(cast.hal) if kind == "post" else cast.hal.id
    happened()
    made = Restriction.objects.get(id=decide(cast.frank, a(kind, action, about)))
    found = statement(made.id)
    assert of_hal(cast) == 1
    assert found.account_id == cast.hal.id == made.account_id
    assert found.delivered_at <= made.starts_at
    assert "It hurts people." in found.text
    assert "six" not in found.text, "a date is easier to understand"
    assert dsa.problems(found.fields) == []
    assert found.export_state == "ready"
    assert "Decided" in [name for name, _ in happened()]
    assert made.reversible_until is not None
    assert made.reversible_until - made.starts_at >= timedelta(days=184)


WANTED = st.fixed_dictionaries(
    {
        "which": st.sampled_from(EACH),
        "reason": st.text("ab \n\0", min_size=1, max_size=5),
        "category": st.sampled_from(sorted(BY_KEY)),
        "law": st.sampled_from(["", "§ 130 StGB", "Art. 5, ask hal@example.org"]),
        "hours": st.one_of(st.none(), st.integers(1, 10_000)),
    }
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=WANTED)
def test_whatever_is_decided_there_is_one_statement_that_would_be_taken(cast: Cast, wanted: dict[str, Any]) -> None:
    kind, action = wanted["which"]
    with transaction.atomic():
        about = lay(cast.hal, "public") if kind == "post" else cast.hal.id
        ends = timezone.now() + timedelta(hours=wanted["hours"]) if wanted["hours"] and action != "terminate" else None
        more = {name: wanted[name] for name in ("reason", "category", "law")}
        try:
            made = decide(cast.frank, replace(a(kind, action, about, ends_at=ends), **more))
        except Invalid:
            assert not wanted["reason"].replace("\0", "").strip()
            assert of_hal(cast) == Restriction.objects.filter(account_id=cast.hal.id).count() == 0
        else:
            assert dsa.problems(statement(made).fields) == []
            assert of_hal(cast) == 1
        transaction.set_rollback(True)


def generated(cast: Cast) -> Iterator[Statement]:
    """A thousand decisions of all kinds, whose reasons, rules and laws are full of what must not go outside."""
    put_rules([{"en": f"Be kind. Ask {SEEDED[0]} at {SEEDED[1]} or {SEEDED[2]}, {SEEDED[3]}, {SEEDED[4]}"}])
    rule, categories = rules()[0].id, sorted(BY_KEY)
    post = lay(cast.hal, "public", language="en-GB", carries=Carries.PICTURES)
    for number in range(1_000):
        kind, action = EACH[number % len(EACH)]
        more = {"rule_id": rule} if number % 3 else {"law": f"The law, says {SEEDED[1]}, {SEEDED[2]}, {SEEDED[3]}"}
        made = Restriction.objects.create(
            kind=kind,
            object_id=post if kind == "post" else cast.hal.id,
            account_id=cast.hal.id,
            action=action,
            reason=" ".join(SEEDED),
            rule_id=more.get("rule_id"),
            label=" ".join(SEEDED),
            starts_at=timezone.now(),
            ends_at=timezone.now() + timedelta(days=number) if number % 2 else None,
            decided_by=cast.frank.id,
        )
        basis = explain.Basis(categories[number % len(categories)], str(more.get("law", "")))
        yield explain.explain(made, cast.hal, basis)


def test_a_thousand_statements_would_be_taken_and_name_nobody(cast: Cast) -> None:
    Account.objects.filter(id=cast.hal.id).update(name=SEEDED[0])
    cast.hal.refresh_from_db()
    made = list(generated(cast))
    assert [dsa.problems(each.fields) for each in made if dsa.problems(each.fields)] == []
    assert len({each.puid for each in made}) == 1_000
    outside = json.dumps([each.fields for each in made], ensure_ascii=False)
    assert [word for word in (*SEEDED, "Haldorsen", "hal@", "1234567", "hal.example") if word in outside] == []
    assert SEEDED[1] in made[0].text, "whom it concerns reads what was written"


def test_the_words_are_in_the_member_s_language(cast: Cast) -> None:
    Account.objects.filter(id=cast.hal.id).update(language="de")
    found = statement(decide(cast.frank, a("account", "warn", cast.hal.id)))
    assert found.language == "de"
    assert "It hurts people." in found.text


@pytest.mark.parametrize(("reported", "source"), [(True, dsa.OTHER_NOTICE), (False, dsa.VOLUNTARY)])
def test_it_says_whether_somebody_told_of_it_but_never_who(cast: Cast, reported: bool, source: str) -> None:
    post = say(cast.hal)
    if reported:
        report(cast.bob, cast.hal.id, post, "Vile, says Bob.")
    found = statement(decide(cast.frank, a("post", "remove", post)))
    assert found.fields["source_type"] == source
    everything = found.text + json.dumps(found.fields)
    assert "bob" not in everything.lower()
    assert "frank" not in everything.lower()


def test_a_notice_is_named_as_the_law_names_it(cast: Cast) -> None:
    case = Case.objects.create(account=cast.hal)
    Report.objects.create(case=case, account=cast.hal, kind=Report.Kind.NOTICE)
    found = statement(decide(cast.frank, a("account", "warn", cast.hal.id)))
    assert found.fields["source_type"] == dsa.NOTICE


def test_the_ground_is_the_law_the_rule_or_what_was_agreed_on(cast: Cast) -> None:
    put_rules([{"en": "Be kind."}])
    by_law = statement(decide(cast.frank, a("post", "remove", say(cast.hal), law="§ 130 StGB")))
    by_rule = statement(decide(cast.frank, a("post", "remove", say(cast.hal), rule_id=rules()[0].id)))
    by_neither = statement(decide(cast.frank, a("post", "remove", say(cast.hal), category="spam")))
    assert "It is against the law: § 130 StGB." in by_law.text
    assert by_law.fields["illegal_content_legal_ground"] == "§ 130 StGB"
    assert "“Be kind.”" in by_rule.text
    assert by_rule.fields["incompatible_content_ground"] == "Be kind."
    assert "Advertising or spam" in by_neither.text
    assert by_neither.fields["category_specification"] == ["KEYWORD_INAUTHENTIC_ACCOUNTS"]


def test_a_statement_keeps_the_words_of_the_rule_it_rests_on(cast: Cast) -> None:
    put_wordings([Wording(1, {"en": "Be kind."}, {"en": "To newcomers most of all."})])
    made = decide(cast.frank, a("post", "remove", say(cast.hal), rule_id=rules()[0].id))
    put_wordings([Wording(1, {"en": "Be gentle."}, {})])
    assert "“Be kind. To newcomers most of all.”" in statement(made).text
    old = Restriction.objects.get(id=made).rule_id
    with pytest.raises(Invalid, match="none of the rules"):
        decide(cast.frank, a("post", "remove", say(cast.hal), rule_id=old))


@pytest.mark.parametrize(
    ("columns", "types"),
    [
        ({}, ["CONTENT_TYPE_TEXT"]),
        ({"carries": Carries.PICTURES}, ["CONTENT_TYPE_IMAGE", "CONTENT_TYPE_TEXT"]),
        ({"text": "", "carries": Carries.PICTURES}, ["CONTENT_TYPE_IMAGE"]),
    ],
)
def test_what_kind_of_content_it_is(cast: Cast, columns: dict[str, object], types: list[str]) -> None:
    post = lay(cast.hal, "public")
    Post.objects.filter(id=post).update(**columns)
    assert statement(decide(cast.frank, a("post", "demote", post))).fields["content_type"] == types


@pytest.mark.parametrize(("kind", "said"), [("sound", "AUDIO"), ("video", "VIDEO"), ("loop", "VIDEO")])
def test_what_is_played_is_told_apart(cast: Cast, kind: str, said: str) -> None:
    post = lay(cast.hal, "public", carries=Carries.RECORDINGS)
    recording = Recording.objects.create(owner_id=cast.hal.id, kind=kind, state="ready")
    PostRecording.objects.create(post_id=post, recording_id=recording.id, position=0)
    types = statement(decide(cast.frank, a("post", "demote", post))).fields["content_type"]
    assert types == sorted([f"CONTENT_TYPE_{said}", "CONTENT_TYPE_TEXT"])


@pytest.mark.parametrize(("language", "said"), [("de", "DE"), ("pt-BR", "PT"), ("", None), ("gsw", None)])
def test_the_language_is_given_where_it_has_two_letters(cast: Cast, language: str, said: str | None) -> None:
    post = lay(cast.hal, "public", language=language)
    assert statement(decide(cast.frank, a("post", "demote", post))).fields.get("content_language") == said


def test_until_when_it_holds_stands_in_both_halves(cast: Cast) -> None:
    ends = timezone.now() + timedelta(days=3)
    account = statement(decide(cast.frank, a("account", "suspend", cast.hal.id, ends_at=ends)))
    post = statement(decide(cast.frank, a("post", "demote", say(cast.bob), ends_at=ends)))
    day = timezone.localtime(ends).date().isoformat()
    assert account.fields["end_date_account_restriction"] == day
    assert post.fields["end_date_visibility_restriction"] == day
    assert "ends by itself" in account.text
    assert "until we decide otherwise" in statement(decide(cast.frank, a("account", "limit", cast.bob.id))).text


def test_there_is_never_one_without_the_other(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    post, deciding = say(cast.hal), sys.modules["folkmoot.moderation.actions.decide"]
    for place in ("explain", "record", "publish"):
        with monkeypatch.context() as broken:
            broken.setattr(deciding, place, _breaks)
            with pytest.raises(RuntimeError), transaction.atomic():
                decide(cast.frank, a("post", "remove", post))
        assert (Restriction.objects.filter(object_id=post).count(), of_hal(cast)) == (0, 0)
        assert Post.objects.get(id=post).removed_at is None


def _breaks(*_given: object) -> None:
    raise RuntimeError("the machine went away")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"reason": "x" * 2_001}, "reason"),
        ({"action": "suspend"}, "action"),
        ({"action": "shout"}, "action"),
        ({"rule_id": 7}, "rule_id"),
        ({"category": "rudeness"}, "category"),
        ({"law": "x" * 301}, "law"),
        ({"action": "label", "label": " "}, "label"),
        ({"action": "label", "label": "x" * 201}, "label"),
        ({"action": "strike", "weight": 0}, "weight"),
        ({"action": "strike", "weight": 11}, "weight"),
        ({"ends_at": timezone.now() - timedelta(days=1)}, "ends_at"),
    ],
)
def test_what_is_wrong_with_a_decision_is_said_at_its_place(cast: Cast, changes: dict[str, object], field: str) -> None:
    good = a("post", "remove", say(cast.hal))
    with pytest.raises(Invalid) as refused:
        decide(cast.frank, Decision(**{**good.__dict__, **changes}))
    assert refused.value.field == field
    assert of_hal(cast) == 0


def test_what_is_for_good_has_no_end(cast: Cast) -> None:
    with pytest.raises(Invalid):
        decide(cast.frank, a("account", "terminate", cast.hal.id, ends_at=timezone.now() + timedelta(days=1)))


@pytest.mark.parametrize(("kind", "action"), EACH)
def test_nobody_decides_about_themselves_or_upward(cast: Cast, kind: str, action: str) -> None:
    for target in (cast.frank, cast.olivia):
        about = say(target) if kind == "post" else target.id
        with pytest.raises(NotAllowed):
            decide(cast.frank, a(kind, action, about))
    for actor in (cast.bob, cast.gina):
        with pytest.raises(FolkmootError):
            decide(actor, a(kind, action, say(cast.hal) if kind == "post" else cast.hal.id))
    assert of_hal(cast) == 0


@pytest.mark.parametrize(
    ("action", "possible"), [("remove", False), ("label", False), ("warn", True), ("strike", True)]
)
def test_a_post_that_is_gone_can_still_be_answered_with_words(cast: Cast, action: str, possible: bool) -> None:
    post = say(cast.hal)
    delete_post(cast.hal, post)
    if possible:
        assert statement(decide(cast.frank, a("post", action, post))).account_id == cast.hal.id
        return
    with pytest.raises(NotFound):
        decide(cast.frank, a("post", action, post))


def test_what_is_not_there_is_not_decided_on(cast: Cast) -> None:
    for kind in ("post", "account"):
        with pytest.raises(NotFound):
            decide(cast.frank, a(kind, "warn", 7))
