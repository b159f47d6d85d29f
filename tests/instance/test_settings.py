"""Settings and rules: typed, checked, logged, always current."""

from dataclasses import replace

import pytest
from django.utils import translation

from folkmoot.audit.queries import entries
from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid, NotAllowed
from folkmoot.instance.actions import change_settings, set_rules
from folkmoot.instance.models import Rule, Setting
from folkmoot.instance.queries import Community, community, localised
from folkmoot.project.cast import Cast
from tests.happened import Happened

pytestmark = pytest.mark.django_db


def test_a_community_that_nobody_has_set_up_takes_no_members() -> None:
    assert community() == Community(sign_up="closed", is_set_up=False)
    change_settings(None, {"sign_up": "open"})
    assert community().sign_up == "closed", "until there is an owner"


def test_what_was_changed_is_read_at_once_and_in_one_query(cast: Cast, queries) -> None:
    change_settings(cast.olivia, {"name": "  Allotment \n Friends ", "visitors": "posts", "contact": "us@example.org"})
    set_rules(cast.olivia, ["Be kind.", "  ", "No adverts."])
    with queries(1):
        here = community()
    assert here == Community(
        name="Allotment Friends",
        visitors="posts",
        contact="us@example.org",
        rules=("Be kind.", "No adverts."),
        is_set_up=True,
        is_open=True,
    )


@pytest.mark.parametrize(
    ("name", "good"),
    [
        ("name", "قرية"),
        ("name", "x" * 60),
        ("description", ""),
        ("description", "line\nline"),
        ("sign_up", "open"),
        ("sign_up", "approval"),
        ("sign_up", "invitation"),
        ("sign_up", "closed"),
        ("visitors", "nothing"),
        ("visitors", "posts"),
        ("language", "en"),
        ("time_zone", "Europe/Berlin"),
        ("contact", ""),
        ("contact", "a@b.example"),
    ],
)
def test_values_that_a_setting_may_have(cast: Cast, name: str, good: str) -> None:
    change_settings(cast.olivia, {name: good})
    assert community() == replace(Community(is_set_up=True, is_open=True), **{name: good})


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("name", ""),
        ("name", " \n "),
        ("name", "\u202e"),
        ("name", "x" * 61),
        ("description", "x" * 1001),
        ("description", {"en": "x" * 1001}),
        ("sign_up", "everybody"),
        ("sign_up", None),
        ("sign_up", ["open"]),
        ("visitors", "all"),
        ("visitors", True),
        ("language", "tlh-x"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../../etc/passwd"),
        ("contact", "nobody"),
        ("is_set_up", False),
        ("rules", ["one"]),
        ("secret", "1"),
    ],
)
def test_a_value_that_will_not_do_is_named_and_nothing_is_kept(cast: Cast, name: str, bad: object) -> None:
    before = community()
    with pytest.raises(Invalid) as refused:
        change_settings(cast.olivia, {"contact": "first@example.org", name: bad})
    assert refused.value.field == name
    assert refused.value.message
    assert community() == before


@pytest.mark.parametrize("who", ["frank", "bob"])
def test_only_owners_change_settings(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        change_settings(getattr(cast, who), {"name": "Mine"})
    with pytest.raises(NotAllowed):
        set_rules(getattr(cast, who), ["Obey."])
    assert community() == Community(is_set_up=True, is_open=True)


def test_each_change_is_logged_with_its_author_and_told_once(cast: Cast, happened: Happened) -> None:
    change_settings(cast.olivia, {"name": "Moot", "visitors": "posts"})
    change_settings(cast.olivia, {"name": "Moot", "visitors": "posts"})
    assert happened() == [("SettingsChanged", {"names": ["name", "visitors"]})]
    logged = [(entry.actor_id, entry.verb, entry.reason) for entry in entries(Page(limit=2)).items]
    assert logged == [
        (cast.olivia.id, "instance.change_setting", "visitors: posts"),
        (cast.olivia.id, "instance.change_setting", "name: Moot"),
    ]


def test_rules_are_replaced_as_a_whole(cast: Cast, happened: Happened) -> None:
    set_rules(cast.olivia, ["One", "Two", "Three"])
    set_rules(cast.olivia, ["Three", "One"])
    assert community().rules == ("Three", "One")
    assert Rule.objects.filter(retired_at=None).count() == 2
    assert [name for name, _ in happened()] == ["SettingsChanged"] * 2
    assert entries(Page(limit=1)).items[0].reason == "Three\nOne"


@pytest.mark.parametrize("texts", [["x" * 501], [f"rule {n}" for n in range(31)]])
def test_too_many_or_too_long_rules(cast: Cast, texts: list[str]) -> None:
    with pytest.raises(Invalid) as refused:
        set_rules(cast.olivia, texts)
    assert refused.value.field == "rules"


def test_a_text_is_read_in_the_reader_s_language_else_in_the_community_s(cast: Cast) -> None:
    change_settings(cast.olivia, {"description": {"en": "Gardens", "ar": "حدائق"}})
    for language, expected in (("ar", "حدائق"), ("en", "Gardens"), ("en-gb", "Gardens"), ("de", "Gardens")):
        with translation.override(language):
            assert community().description == expected


@pytest.mark.parametrize(
    ("value", "expected"), [("plain", "plain"), ({}, ""), ({"sv": "Hej"}, "Hej"), ({"fr": "b", "en": "c"}, "c")]
)
def test_any_text_is_better_than_none(value: object, expected: str) -> None:
    with translation.override("en"):
        assert localised(value, "fr") == expected


def test_a_setting_of_a_later_version_does_no_harm(cast: Cast) -> None:
    Setting.objects.create(name="from_the_future", value={"x": 1})
    assert community() == Community(is_set_up=True, is_open=True)
