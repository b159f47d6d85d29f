"""Rules of which a version, or a draft, has the titles only: nothing that is known besides gets lost."""

import pytest
from django.utils import timezone

from folkmoot.instance.actions import set_rules
from folkmoot.instance.actions.rules import in_force
from folkmoot.instance.models import PolicyVersion, Rule
from folkmoot.instance.policies.kinds import Kind
from folkmoot.instance.policies.publishing import bring_rules_into_force, rules_of
from folkmoot.instance.policies.rulebook import NewRule, lower_rule, retire_rule, reword_rule, rulebook
from folkmoot.instance.policies.wordings import Wording, in_lines, of_lines
from folkmoot.project.cast import Cast
from tests.instance.policies.conftest import draft_of_lines

pytestmark = pytest.mark.django_db

KIND = {"en": "Be kind.", "ar": "كن لطيفا."}
SING = {"en": "Sing.", "ar": "غنّ."}
REST = {"en": "Rest."}


def held() -> list[tuple[int, dict[str, str]]]:
    rows = Rule.objects.filter(retired_at=None).order_by("position")
    return [(row.id, row.text) for row in rows]


def version_of_lines(texts: dict[str, str], number: int = 1) -> None:
    """A version as it was kept when versions had lines only."""
    moment = timezone.now()
    PolicyVersion.objects.create(
        kind=Kind.RULES, number=number, texts=texts, rules=[], effective_at=moment, published_at=moment
    )


@pytest.fixture
def grown() -> list[tuple[int, dict[str, str]]]:
    """The rules of a kit in two languages, to which one was added in English; the version knows English only."""
    for place, text in enumerate((KIND, SING, REST), 1):
        Rule.objects.create(position=place, text=text)
    version_of_lines(in_lines(in_force()))
    return held()


class TestWhatHolds:
    def test_it_keeps_its_languages_and_its_names(self, grown: list[tuple[int, dict[str, str]]]) -> None:
        for _minute in range(2):
            bring_rules_into_force()
            assert held() == grown
        assert [text for _id, text in grown] == [KIND, SING, REST]
        assert not Rule.objects.exclude(retired_at=None).exists()

    def test_the_editor_begins_with_all_of_it(self, cast: Cast, grown: list[tuple[int, dict[str, str]]]) -> None:
        assert [each.text for each in rulebook().rules] == [KIND, SING, REST]
        lower_rule(cast.olivia, rulebook().rules[0].key)
        assert [each.text for each in rulebook().rules] == [SING, KIND, REST]

    def test_a_version_for_a_later_day_takes_it_along(self, grown: list[tuple[int, dict[str, str]]]) -> None:
        version_of_lines({"en": "Rest.\nListen.\nBe kind."}, 2)
        for _minute in range(2):
            bring_rules_into_force()
            assert [text for _id, text in held()] == [REST, {"en": "Listen."}, KIND]
        (rest, _rest), _new, (kind, _kind) = held()
        assert (rest, kind) == (grown[2][0], grown[0][0])
        assert Rule.objects.get(id=grown[1][0]).retired_at

    def test_rules_that_share_no_language(self) -> None:
        for place, text in enumerate(({"ar": "غنّ."}, REST), 1):
            Rule.objects.create(position=place, text=text)
        version_of_lines(in_lines(in_force()))
        bring_rules_into_force()
        assert [text for _id, text in held()] == [{"ar": "غنّ."}, REST]
        assert len(rulebook().rules) == 2

    def test_other_words_are_another_rule(self, grown: list[tuple[int, dict[str, str]]]) -> None:
        version_of_lines({"en": "Be kind.\nSing.", "ar": "كن لطيفا.\nاستمع."}, 2)
        bring_rules_into_force()
        assert [text for _id, text in held()] == [KIND, {"en": "Sing.", "ar": "استمع."}]
        assert held()[0][0] == grown[0][0]


class TestNames:
    def test_each_rule_of_a_draft_has_its_own(self, cast: Cast) -> None:
        set_rules(None, ["A.", "B.", "C."])
        draft_of_lines({"en": "B.\nNew.\nC."})
        keys = [each.key for each in rulebook().rules]
        assert len(set(keys)) == 3
        reword_rule(cast.olivia, keys[1], NewRule({"en": "Newer."}))
        retire_rule(cast.olivia, keys[2])
        assert [(each.key, each.title, each.retired) for each in rulebook().rules] == [
            (keys[0], "B.", False),
            (keys[1], "Newer.", False),
            (keys[2], "C.", True),
        ]

    @pytest.mark.parametrize("lines", ["A.\nA.", "B.\nA.", "New.\nA.\nNewer.", "C.\nB.\nA.\nB."])
    def test_of_any_lines(self, lines: str) -> None:
        set_rules(None, ["A.", "B.", "C."])
        found = rules_of({"en": lines})
        assert [each.key for each in found] == list(range(1, len(found) + 1))
        assert "\n".join(each.title for each in found) == lines

    def test_two_that_are_called_the_same(self) -> None:
        known = (Wording(1, KIND, {"en": "To all."}), Wording(2, {"en": "Be kind.", "ar": "كن رفيقا."}, {}))
        found = of_lines([{"en": "Be kind."}] * 3, known)
        assert [each.words for each in found] == [known[0].words, known[1].words, ({"en": "Be kind."}, {}, "")]
