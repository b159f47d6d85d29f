"""The rules in a draft: one is changed at a time, all are published together, and nothing decided loses its words."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from folkmoot.audit.queries import entries
from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.instance.actions import change_settings, set_rules
from folkmoot.instance.models import PolicyVersion, Rule
from folkmoot.instance.policies import versions
from folkmoot.instance.policies.kinds import Kind
from folkmoot.instance.policies.publishing import (
    Publication,
    bring_rules_into_force,
    publish_change,
    publish_correction,
)
from folkmoot.instance.policies.rulebook import (
    NewRule,
    add_rule,
    bring_back_rule,
    forget_draft,
    lower_rule,
    raise_rule,
    retire_rule,
    reword_rule,
    rulebook,
)
from folkmoot.instance.policies.wordings import named
from folkmoot.instance.queries import community, rules
from folkmoot.project.cast import Cast
from tests.instance.policies.conftest import draft_of_lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(cast: Cast) -> tuple[int, ...]:
    """Three rules that hold, by their names in the editor."""
    set_rules(None, ["Be kind.", "Sing.", "Listen."])
    return tuple(each.key for each in rulebook().rules)


def titles() -> list[str]:
    return [each.title for each in rulebook().staying]


def published(cast: Cast, **more: Any) -> int:
    book = rulebook()
    return publish_correction(cast.olivia, Publication(Kind.RULES, {}, book.builds_on, rules=book.staying, **more))


class TestTheDraft:
    def test_nothing_is_kept_before_something_changes(self, three: tuple[int, ...]) -> None:
        book = rulebook()
        assert (titles(), book.kept_at, book.builds_on) == (["Be kind.", "Sing.", "Listen."], None, 1)
        assert versions.drafted(Kind.RULES) is None
        assert len(set(three)) == 3

    def test_before_the_first_version_it_is_what_holds(self, cast: Cast) -> None:
        Rule.objects.create(position=1, text={"en": "As ever."})
        assert (titles(), rulebook().builds_on, rulebook().different) == (["As ever."], 0, [])
        assert add_rule(cast.olivia, NewRule({"en": "Sing."})) not in {0, 1}
        assert titles() == ["As ever.", "Sing."]

    def test_nobody_sees_it_before_it_is_published(self, cast: Cast, three: tuple[int, ...]) -> None:
        add_rule(cast.olivia, NewRule({"en": "Rest."}, {"en": "After nine."}, "spam"))
        reword_rule(cast.olivia, three[0], NewRule({"en": "Be gentle."}))
        assert community().rules == ("Be kind.", "Sing.", "Listen.")
        assert [(each.how, each.after) for each in rulebook().different] == [
            ("changed", "Be gentle."),
            ("added", "Rest. After nine."),
        ]
        assert published(cast) == 2
        assert community().rules == ("Be gentle.", "Sing.", "Listen.", "Rest.")
        last = rules()[-1]
        assert (last.hint, last.category) == ("After nine.", "spam")
        assert (versions.drafted(Kind.RULES), rulebook().different) == (None, [])

    def test_order(self, cast: Cast, three: tuple[int, ...]) -> None:
        lower_rule(cast.olivia, three[0])
        assert titles() == ["Sing.", "Be kind.", "Listen."]
        raise_rule(cast.olivia, three[2])
        assert titles() == ["Sing.", "Listen.", "Be kind."]
        raise_rule(cast.olivia, three[1])
        lower_rule(cast.olivia, three[0])
        assert titles() == ["Sing.", "Listen.", "Be kind."], "there is nothing beyond the ends"

    def test_one_that_goes_is_passed_over_and_may_come_back(self, cast: Cast, three: tuple[int, ...]) -> None:
        retire_rule(cast.olivia, three[1])
        assert titles() == ["Be kind.", "Listen."]
        raise_rule(cast.olivia, three[2])
        assert titles() == ["Listen.", "Be kind."]
        reword_rule(cast.olivia, three[1], NewRule({"en": "Sing louder."}))
        assert "Sing louder." not in titles()
        bring_back_rule(cast.olivia, three[1])
        assert titles() == ["Listen.", "Be kind.", "Sing louder."]

    def test_it_is_thrown_away(self, cast: Cast, three: tuple[int, ...]) -> None:
        retire_rule(cast.olivia, three[1])
        forget_draft(cast.olivia)
        assert (titles(), rulebook().kept_at) == (["Be kind.", "Sing.", "Listen."], None)
        assert [each.verb for each in entries(Page(limit=2)).items] == ["policy.write"] * 2

    def test_lines_from_before_keep_what_is_known_of_them(self, cast: Cast, three: tuple[int, ...]) -> None:
        reword_rule(cast.olivia, three[0], NewRule({"en": "Be kind."}, {"en": "To all."}, "harassment"))
        published(cast)
        draft_of_lines({"en": "Be kind.\nRest."})
        assert [(each.title, each.details) for each in rulebook().rules] == [("Be kind.", "To all."), ("Rest.", "")]
        set_rules(None, ["Rest.", "Be kind."])
        assert [(each.text, each.hint, each.category) for each in rules()] == [
            ("Rest.", "", ""),
            ("Be kind.", "To all.", "harassment"),
        ]


class TestRefusing:
    @pytest.mark.parametrize("who", ["frank", "alice", "gina"])
    def test_nobody_else_writes(self, cast: Cast, three: tuple[int, ...], who: str) -> None:
        other, new = getattr(cast, who), NewRule({"en": "Obey."})
        for deed in (
            lambda: add_rule(other, new),
            lambda: reword_rule(other, three[0], new),
            lambda: raise_rule(other, three[1]),
            lambda: lower_rule(other, three[0]),
            lambda: retire_rule(other, three[0]),
            lambda: bring_back_rule(other, three[0]),
            lambda: forget_draft(other),
        ):
            with pytest.raises(NotAllowed):
                deed()
        assert versions.drafted(Kind.RULES) is None

    @pytest.mark.parametrize(
        ("new", "field", "words"),
        [
            (NewRule({"en": " "}), "text", "in English"),
            (NewRule({"ar": "غنّ."}), "text", "in English"),
            (NewRule({"en": "x" * 501}), "text", "500"),
            (NewRule({"en": "x"}, {"en": "x" * 1_001}), "hint", "1000"),
            (NewRule({"en": "x", "ar": "x" * 501}), "text_ar", "500"),
            (NewRule({"en": "x"}, {"ar": "غنّ."}), "text_ar", "this language, too"),
        ],
    )
    def test_what_cannot_be_a_rule(self, cast: Cast, new: NewRule, field: str, words: str) -> None:
        with pytest.raises(Invalid, match=words) as refused:
            add_rule(cast.olivia, new)
        assert refused.value.field == field
        assert titles() == []

    def test_languages_that_no_page_speaks(self, cast: Cast) -> None:
        with pytest.raises(NotAllowed):
            add_rule(cast.olivia, NewRule({"en": "x"}, {"xx": "y"}))

    def test_what_is_not_there(self, cast: Cast, three: tuple[int, ...]) -> None:
        for deed in (raise_rule, lower_rule, retire_rule, bring_back_rule):
            with pytest.raises(NotFound):
                deed(cast.olivia, 77)

    def test_more_than_anybody_reads(self, cast: Cast) -> None:
        set_rules(None, [f"Rule {number}." for number in range(30)])
        with pytest.raises(Invalid, match="at most 30"):
            add_rule(cast.olivia, NewRule({"en": "One more."}))
        retire_rule(cast.olivia, rulebook().rules[0].key)
        add_rule(cast.olivia, NewRule({"en": "One more."}))
        bring_back_rule(cast.olivia, rulebook().rules[0].key)
        with pytest.raises(Invalid, match="at most 30"):
            published(cast)

    def test_gaps_below_a_title(self, cast: Cast) -> None:
        add_rule(cast.olivia, NewRule({"en": "Be kind."}, {"en": "Ask [name of the club]."}))
        with pytest.raises(Invalid, match="gaps"):
            published(cast)

    def test_gaps_in_a_language_that_only_some_have(self, cast: Cast, three: tuple[int, ...]) -> None:
        reword_rule(cast.olivia, three[0], NewRule({"en": "Be kind.", "ar": "اسأل [اسم النادي]."}))
        with pytest.raises(Invalid, match="gaps"):
            published(cast)

    def test_no_rules_are_none_to_publish(self, cast: Cast, three: tuple[int, ...]) -> None:
        for key in three:
            retire_rule(cast.olivia, key)
        with pytest.raises(Invalid, match="is empty"):
            published(cast)
        assert community().rules == ("Be kind.", "Sing.", "Listen.")

    def test_a_version_in_the_meantime(self, cast: Cast, three: tuple[int, ...]) -> None:
        book = rulebook()
        set_rules(None, ["Listen."])
        with pytest.raises(Invalid, match="in the meantime"):
            publish_correction(cast.olivia, Publication(Kind.RULES, {}, book.builds_on, rules=book.staying))


class TestWords:
    def test_what_was_decided_keeps_them(self, cast: Cast, three: tuple[int, ...]) -> None:
        before = rules()[0]
        reword_rule(cast.olivia, three[0], NewRule({"en": "Be gentle."}))
        published(cast)
        now = rules()[0]
        assert now.id != before.id
        assert {key: (each.whole, each.retired) for key, each in named({before.id, now.id}).items()} == {
            before.id: ("Be kind.", True),
            now.id: ("Be gentle.", False),
        }
        assert named(()) == {}
        set_rules(None, ["Be kind."])
        assert rules()[0].id == before.id, "the same words are the same rule"

    def test_kind_and_place_are_no_words(self, cast: Cast, three: tuple[int, ...]) -> None:
        before = [each.id for each in rules()]
        reword_rule(cast.olivia, three[2], NewRule({"en": "Listen."}, category="spam"))
        raise_rule(cast.olivia, three[2])
        published(cast)
        assert [each.id for each in rules()] == [before[0], before[2], before[1]]

    def test_a_language_that_is_missing(self, cast: Cast, three: tuple[int, ...]) -> None:
        reword_rule(cast.olivia, three[0], NewRule({"en": "Be kind.", "ar": "كن لطيفا."}, {"en": "To all."}))
        published(cast)
        view = versions.version(Kind.RULES, 2)
        assert set(view.texts) == {"en"}, "a text is in the languages in which every rule is"
        assert view.shown == "1. **Be kind.** To all.\n2. **Sing.**\n3. **Listen.**"
        with translation.override("ar"):
            assert view.shown.splitlines()[:2] == ["1. **كن لطيفا.** To all.", "2. **Sing.**"]
            assert rules()[0].text == "كن لطيفا."
        assert [(each.how, each.after) for each in versions.changes(view)] == [("changed", "Be kind. To all.")]

    def test_for_a_later_day(self, cast: Cast, three: tuple[int, ...]) -> None:
        reword_rule(cast.olivia, three[1], NewRule({"en": "Sing."}, {"en": "In tune."}, "spam"))
        book, day = rulebook(), timezone.now() + timedelta(days=20)
        wanted = Publication(Kind.RULES, {}, book.builds_on, rules=book.staying)
        publish_change(cast.olivia, wanted, day)
        assert rules()[1].hint == ""
        assert [each.details for each in rulebook().rules] == ["", "In tune.", ""], "it goes on from what was published"
        PolicyVersion.objects.filter(number=2).update(effective_at=timezone.now())
        bring_rules_into_force()
        assert (rules()[1].hint, rules()[1].category) == ("In tune.", "spam")

    def test_in_another_language_of_the_community(self, cast: Cast, three: tuple[int, ...]) -> None:
        change_settings(None, {"language": "ar"})
        with pytest.raises(Invalid, match="العربية"):
            add_rule(cast.olivia, NewRule({"en": "Rest."}))
        with pytest.raises(Invalid, match="العربية"):
            published(cast)


def test_what_is_missing_leads_to_them(cast: Cast) -> None:
    paths = {each.what: each.path for each in versions.missing_policies()}
    assert (paths[Kind.RULES], paths[Kind.TERMS]) == ("/staff/rules", "/staff/policies/terms")
