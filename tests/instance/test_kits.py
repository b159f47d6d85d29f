"""Kits: what a community of each kind begins with, and that they never write over what somebody wrote."""

import pytest
from django.utils.translation import gettext_lazy as _

from folkmoot.core.errors import Invalid, NotAllowed
from folkmoot.instance.actions import apply_kit, change_settings, finish_step, set_rules
from folkmoot.instance.kits import KINDS, in_all_languages, in_language, kit
from folkmoot.instance.models import Rule
from folkmoot.instance.queries import as_chosen, rules, setting
from folkmoot.project.cast import Cast

pytestmark = pytest.mark.django_db


def text_of(kind: str) -> list[str]:
    return [in_language(rule, "en") for rule in kit(kind).rules]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_brings_all_it_needs(kind: str) -> None:
    apply_kit(None, kind)
    here, offered = as_chosen(), kit(kind)
    assert here.kind == kind
    assert list(here.rules) == text_of(kind)
    assert (here.sign_up, here.visitors) == (offered.sign_up, offered.visitors)
    assert setting("welcome") == in_language(offered.welcome, "en")
    assert here.profile_fields.splitlines() == [in_language(field, "en") for field in offered.fields]
    assert 5 <= len(here.rules) <= 10
    assert 1 <= len(offered.fields) <= 4
    assert str(offered.label)


def test_kinds_differ() -> None:
    assert len({tuple(text_of(kind)) for kind in KINDS}) == len(KINDS)
    assert len({in_language(kit(kind).welcome, "en") for kind in KINDS}) == len(KINDS)
    assert kit("") is kit("other")
    assert kit("nonsense") is kit("other")


def test_what_the_owner_wrote_stays() -> None:
    written = {"sign_up": "closed", "visitors": "posts", "welcome": "Ahoy!", "profile_fields": "Boat"}
    change_settings(None, written)
    set_rules(None, ["Keep to starboard."])
    for kind in KINDS:
        apply_kit(None, kind)
    here = as_chosen()
    assert (here.sign_up, here.visitors, here.profile_fields) == ("closed", "posts", "Boat")
    assert setting("welcome") == "Ahoy!"
    assert here.rules == ("Keep to starboard.",)


def test_what_a_kit_brought_goes_with_it() -> None:
    apply_kit(None, "town")
    apply_kit(None, "company")
    assert (as_chosen().sign_up, as_chosen().visitors) == ("invitation", "nothing")
    assert list(as_chosen().rules) == text_of("company")
    assert setting("welcome") == in_language(kit("company").welcome, "en")


def test_the_same_kit_again_changes_nothing() -> None:
    apply_kit(None, "club")
    change_settings(None, {"welcome": "Ahoy!", "sign_up": "open"})
    set_rules(None, [])
    apply_kit(None, "club")
    assert (setting("welcome"), as_chosen().sign_up, as_chosen().rules) == ("Ahoy!", "open", ())


def test_who_comes_in_stays_once_it_was_decided() -> None:
    apply_kit(None, "town")
    finish_step(None, "doors")
    apply_kit(None, "school")
    assert (as_chosen().sign_up, as_chosen().visitors) == ("approval", "posts")
    assert list(as_chosen().rules) == text_of("school")


def test_a_single_rule_that_was_changed_keeps_all() -> None:
    apply_kit(None, "town")
    changed = [*text_of("town")[:-1], "And keep the well clean."]
    set_rules(None, changed)
    apply_kit(None, "club")
    assert list(as_chosen().rules) == changed


@pytest.mark.parametrize("kind", ["village", "SCHOOL", "../school"])
def test_there_are_no_others(kind: str) -> None:
    with pytest.raises(Invalid) as refused:
        apply_kit(None, kind)
    assert refused.value.field == "kind"
    assert not Rule.objects.exists()


@pytest.mark.parametrize("who", ["frank", "bob"])
def test_only_owners_choose(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        apply_kit(getattr(cast, who), "club")
    assert as_chosen().kind == ""


def test_texts_are_kept_in_every_language_that_has_them() -> None:
    spoken = _("Settings")
    both = in_all_languages(spoken)
    assert both == {"en": "Settings", "ar": in_language(spoken, "ar")}
    assert both["ar"] != "Settings"
    assert in_all_languages("words that no catalogue has") == {"en": "words that no catalogue has"}


def test_rules_of_a_kit_keep_their_other_languages_when_one_is_added() -> None:
    Rule.objects.create(position=1, text={"en": "Be kind.", "ar": "كن لطيفا."})
    set_rules(None, ["Be kind.", "Sing in tune."])
    assert [dict(each.by_language) for each in rules()] == [
        {"en": "Be kind.", "ar": "كن لطيفا."},
        {"en": "Sing in tune."},
    ]
