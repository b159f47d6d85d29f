"""Publishing: who may, in which order, from when, and that nothing published ever changes."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from folkmoot.audit.queries import entries
from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.instance.actions import change_settings, set_rules
from folkmoot.instance.models import PolicyVersion, Rule
from folkmoot.instance.policies import keeping, publishing, versions
from folkmoot.instance.policies.kinds import Kind
from folkmoot.instance.policies.publishing import Publication, publish_change, publish_correction, publish_drafts
from folkmoot.instance.queries import community, manner, rules
from folkmoot.project import cast as stage
from folkmoot.project.cast import Cast
from tests.happened import Happened, at_once, problems
from tests.instance.policies.conftest import KNOWN

pytestmark = pytest.mark.django_db


def wanted(
    text: str = "We keep **little**.", builds_on: int = 0, kind: Kind = Kind.PRIVACY, **more: Any
) -> Publication:
    return Publication(kind, {"en": text}, builds_on, **more)


def soon(days: float = 20) -> Any:
    return timezone.now() + timedelta(days=days)


@pytest.mark.usefixtures("known")
class TestPublishing:
    def test_a_first_version_holds_at_once(self, cast: Cast, happened: Happened) -> None:
        happened()
        assert publish_correction(cast.olivia, wanted()) == 1
        view = versions.present(Kind.PRIVACY)
        assert view is not None
        assert happened() == [("PolicyPublished", {"version_id": view.id})]
        assert (view.number, view.text, view.shown, view.significant) == (
            1,
            "We keep **little**.",
            "We keep **little**.",
            False,
        )
        assert view.made_by == cast.olivia.id
        assert view.facts["contact"] == KNOWN["contact"]
        entry, *_rest = entries(Page(limit=5)).items
        assert (entry.verb, entry.actor_id) == ("policy.publish", cast.olivia.id)

    @pytest.mark.parametrize("who", ["frank", "alice"])
    def test_nobody_else_publishes(self, cast: Cast, who: str) -> None:
        other = getattr(cast, who)
        for deed in (
            lambda: publish_correction(other, wanted()),
            lambda: publish_change(other, wanted(), soon()),
            lambda: publishing.save_draft(other, Kind.TERMS, {"en": "x"}),
            lambda: publishing.make_draft_anew(other, Kind.TERMS),
            lambda: publish_drafts(other),
        ):
            with pytest.raises(NotAllowed):
                deed()
        assert versions.unpublished() == list(Kind)

    def test_a_significant_change_waits_for_its_day(self, cast: Cast) -> None:
        publish_correction(cast.olivia, wanted("Old."))
        publish_change(cast.olivia, wanted("New.", 1), soon(15))
        assert [each.number for each in versions.history(Kind.PRIVACY)] == [2, 1]
        now, coming = versions.present(Kind.PRIVACY), versions.version(Kind.PRIVACY, 2)
        assert now is not None
        assert (now.text, coming.text, coming.is_effective(timezone.now())) == ("Old.", "New.", False)
        assert versions.before(coming) == now
        assert versions.after(now) == coming
        assert (community().asks, community().coming) == (0, coming.id)
        PolicyVersion.objects.filter(id=coming.id).update(effective_at=timezone.now())
        assert versions.in_force()[Kind.PRIVACY].text == "New."
        assert (community().asks, community().coming) == (coming.id, coming.id)

    def test_pages_know_of_it_at_once(self, cast: Cast) -> None:
        assert manner().coming == 0
        publish_change(cast.olivia, wanted(), timezone.now())
        assert manner().asks == manner().coming > 0

    @pytest.mark.parametrize(("days", "words"), [(-3, "past"), (400, "next year")])
    def test_days_that_cannot_be(self, cast: Cast, days: int, words: str) -> None:
        with pytest.raises(Invalid, match=words):
            publish_change(cast.olivia, wanted(), soon(days))
        assert versions.unpublished() == list(Kind)

    @pytest.mark.parametrize("days", [-1, 0, 12])
    def test_members_have_time_to_read(self, cast: Cast, days: int) -> None:
        publish_correction(cast.olivia, wanted())
        with pytest.raises(Invalid, match="at least 14 days"):
            publish_change(cast.olivia, wanted("New.", 1), soon(days))
        change_settings(None, {"notice_days": "1"})
        if days > 0:
            assert publish_change(cast.olivia, wanted("New.", 1, checked=True), soon(days)) == 2

    def test_nothing_overtakes_a_version_that_waits(self, cast: Cast) -> None:
        publish_correction(cast.olivia, wanted())
        publish_change(cast.olivia, wanted("New.", 1), soon(20))
        with pytest.raises(Invalid, match="waits already"):
            publish_correction(cast.olivia, wanted("Newer.", 2))
        assert publish_change(cast.olivia, wanted("Newer.", 2), soon(30)) == 3

    def test_whoever_looked_at_an_older_version_is_told(self, cast: Cast) -> None:
        publish_correction(cast.olivia, wanted())
        with pytest.raises(Invalid, match="in the meantime"):
            publish_correction(cast.olivia, wanted("Mine."))

    @pytest.mark.parametrize("name", ["contact", "responsible", "data_place"])
    def test_what_is_missing_is_said(self, cast: Cast, name: str) -> None:
        change_settings(None, {name: ""})
        with pytest.raises(Invalid, match="Missing: "):
            publish_correction(cast.olivia, wanted())

    @pytest.mark.parametrize(
        ("text", "words"),
        [("", "is empty"), (" \n ", "is empty"), ("Ask [name of the club].", "gaps"), ("x" * 100_001, "100,000")],
    )
    def test_texts_that_will_not_do(self, cast: Cast, text: str, words: str) -> None:
        with pytest.raises(Invalid, match=words):
            publish_correction(cast.olivia, wanted(text))

    def test_links_are_no_gaps(self, cast: Cast) -> None:
        assert publish_correction(cast.olivia, wanted("[Here](https://example.org/) it is.")) == 1

    def test_only_languages_that_pages_speak(self, cast: Cast) -> None:
        with pytest.raises(NotAllowed):
            publish_correction(cast.olivia, Publication(Kind.TERMS, {"en": "x", "xx": "y"}, 0))

    def test_the_language_of_the_reader(self, cast: Cast) -> None:
        publish_correction(cast.olivia, Publication(Kind.TERMS, {"en": "Terms", "ar": "شروط"}, 0))
        view = versions.present(Kind.TERMS)
        assert view is not None
        with translation.override("ar"):
            assert view.text == "شروط"
        with translation.override("fr"):
            assert view.text == "Terms"


@pytest.mark.usefixtures("known")
class TestDrafts:
    def test_what_was_written_is_kept_until_it_is_published(self, cast: Cast) -> None:
        publishing.save_draft(cast.olivia, Kind.TERMS, {"en": "So far", "ar": " "})
        draft = versions.drafted(Kind.TERMS)
        assert draft is not None
        assert draft.texts == {"en": "So far"}
        publish_correction(cast.olivia, wanted("All of it", kind=Kind.TERMS))
        assert versions.drafted(Kind.TERMS) is None

    def test_settings_that_changed_meanwhile_are_looked_at(self, cast: Cast) -> None:
        publishing.make_draft_anew(cast.olivia, Kind.PRIVACY)
        change_settings(None, {"log_days": "30"})
        publishing.save_draft(cast.olivia, Kind.PRIVACY, {"en": "The log stays 30 days."})
        with pytest.raises(Invalid, match="settings changed"):
            publish_correction(cast.olivia, wanted("The log stays 30 days."))
        assert publish_correction(cast.olivia, wanted("The log stays 30 days.", checked=True)) == 1
        assert versions.drifts() == {}
        change_settings(None, {"log_days": "8"})
        assert {kind: [d.now for d in found] for kind, found in versions.drifts().items()} == {Kind.PRIVACY: ["8 days"]}

    def test_all_at_once(self, cast: Cast) -> None:
        assert [each.what for each in versions.missing_policies()] == [Kind.PRIVACY, Kind.TERMS, Kind.RULES]
        assert publish_drafts(None) == list(Kind)
        assert (versions.missing_policies(), versions.unpublished()) == ([], [])
        assert publish_drafts(cast.olivia) == []
        assert (community().asks, community().coming) == (0, 0), "nobody is asked"
        assert len(community().rules) == 7

    def test_what_lacks_a_fact_is_left_out(self, cast: Cast) -> None:
        change_settings(None, {"data_place": ""})
        assert Kind.PRIVACY not in publish_drafts(None)
        change_settings(None, {"contact": ""})
        missing = versions.missing_policies()
        assert [each.what for each in missing] == ["contact", Kind.PRIVACY]
        assert all(each.words and each.path.startswith("/staff/policies") for each in missing)


@pytest.mark.usefixtures("known")
class TestRules:
    def test_each_change_is_a_version(self, cast: Cast) -> None:
        set_rules(cast.olivia, ["Be kind.", "Sing."])
        set_rules(cast.olivia, ["Be kind."])
        assert [each.text for each in versions.history(Kind.RULES)] == ["Be kind.", "Be kind.\nSing."]
        view = versions.version(Kind.RULES, 2)
        assert [(each.how, each.before) for each in versions.changes(view)] == [("removed", "Sing.")]
        assert versions.version(Kind.RULES, 1).shown == "1. Be kind.\n2. Sing."

    def test_in_two_languages(self, cast: Cast) -> None:
        texts = {"en": "Be kind.\nSing.", "ar": "كن لطيفا.\nغنّ."}
        publish_correction(cast.olivia, Publication(Kind.RULES, texts, 0))
        first, second = rules()
        assert second.by_language == {"en": "Sing.", "ar": "غنّ."}
        set_rules(cast.olivia, ["Sing.", "Listen."])
        again = {each.text: each for each in rules()}
        assert again["Sing."].by_language == second.by_language
        assert again["Sing."].id == second.id != first.id

    @pytest.mark.parametrize(
        ("texts", "words"),
        [
            ({"en": "One.\nTwo.", "ar": "واحد."}, "as many rules"),
            ({"en": "x\n" * 31}, "at most 30"),
            ({"en": "x" * 501}, "500 characters"),
        ],
    )
    def test_rules_that_will_not_do(self, cast: Cast, texts: dict[str, str], words: str) -> None:
        with pytest.raises(Invalid, match=words):
            publish_correction(cast.olivia, Publication(Kind.RULES, texts, 0))

    def test_no_text_of_them_is_drafted(self, cast: Cast) -> None:
        with pytest.raises(NotAllowed):
            publishing.save_draft(cast.olivia, Kind.RULES, {"en": "Be kind."})
        with pytest.raises(NotAllowed):
            publishing.make_draft_anew(cast.olivia, Kind.RULES)
        assert versions.drafted(Kind.RULES) is None

    def test_rules_for_a_later_day(self, cast: Cast, happened: Happened) -> None:
        set_rules(cast.olivia, ["Be kind."])
        publish_change(cast.olivia, wanted("Be kind.\nSing.", 1, Kind.RULES), soon())
        assert community().rules == ("Be kind.",)
        PolicyVersion.objects.filter(number=2).update(effective_at=timezone.now())
        happened()
        publishing.bring_rules_into_force()
        assert community().rules == ("Be kind.", "Sing.")
        assert [name for name, _data in happened()] == ["SettingsChanged"]
        publishing.bring_rules_into_force()
        assert happened() == [], "once is enough"

    def test_rules_from_before_there_were_versions_stay(self, cast: Cast) -> None:
        Rule.objects.create(position=1, text={"en": "As ever."})
        publishing.bring_rules_into_force()
        assert community().rules == ("As ever.",)
        assert publishing.generated(Kind.RULES) == {"en": "As ever."}


class TestAsking:
    def test_versions_that_there_are_not(self, cast: Cast) -> None:
        for number in (0, -1, 7, 1 << 40):
            with pytest.raises(NotFound):
                versions.version(Kind.TERMS, number)
        assert versions.version_by_id(5) is None
        assert versions.present(Kind.TERMS) is versions.drafted(Kind.TERMS) is None
        assert versions.on_day(Kind.TERMS, timezone.now().date()) is None

    def test_what_the_days_of_programs_mean(self, cast: Cast, known: None) -> None:
        publish_correction(cast.olivia, wanted("One.", kind=Kind.TERMS))
        publish_correction(cast.olivia, wanted("Two.", 1, kind=Kind.TERMS))
        found = versions.on_day(Kind.TERMS, timezone.now().date())
        assert found is not None
        assert found.text == "Two."


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_publish_one_version() -> None:
    olivia = stage.member("olivia", "owner")
    change_settings(None, KNOWN)
    outcomes = at_once(*[lambda: publish_correction(olivia, wanted("Mine."))] * 3)
    assert len(problems(outcomes)) == 2
    assert [each.number for each in versions.history(Kind.PRIVACY)] == [1]


def test_whoever_is_a_moment_too_late_is_told(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    row = {"kind": "terms", "texts": {"en": "x"}, "effective_at": now, "published_at": now}
    keeping.keep_version(PolicyVersion(**row))
    monkeypatch.setattr(keeping, "number_of_last", lambda _kind: 0)
    with pytest.raises(Invalid, match="in the meantime"):
        keeping.keep_version(PolicyVersion(**row))
