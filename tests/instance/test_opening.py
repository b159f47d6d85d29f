"""The gate: a new community is closed until its owner opens it, and cannot be opened with anything missing."""

import importlib
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection

from folkmoot.core.errors import Invalid, NotAllowed
from folkmoot.instance.actions import begin_open, change_settings, finish_setup, finish_step, open_community, set_rules
from folkmoot.instance.models import Announcement, Setting
from folkmoot.instance.opening import missing
from folkmoot.instance.policies.publishing import publish_drafts
from folkmoot.instance.queries import as_chosen, community, setting
from folkmoot.project.cast import Cast, member
from tests.happened import Happened, at_once, problems

pytestmark = pytest.mark.django_db
FACTS = {"contact": "us@example.org", "responsible": "Olivia", "data_place": "In the cellar"}


@pytest.fixture
def closed(cast: Cast) -> Cast:
    """The cast in a community that has an owner and was not opened yet."""
    Setting.objects.filter(name="is_open").delete()
    return cast


def furnish() -> None:
    change_settings(None, FACTS)
    set_rules(None, ["Be kind."])
    publish_drafts(None)


def test_a_new_community_is_closed_to_newcomers_and_visitors_whatever_was_chosen() -> None:
    change_settings(None, {"sign_up": "open", "visitors": "posts"})
    finish_setup()
    here = community()
    assert (here.is_set_up, here.is_open, here.sign_up, here.visitors) == (True, False, "closed", "nothing")
    assert as_chosen() == replace(here, sign_up="open", visitors="posts")
    Setting.objects.create(name="is_open", value=True)
    assert community() == as_chosen()
    assert (community().sign_up, community().visitors) == ("open", "posts")


def test_what_begins_open_is_open_once(happened: Happened) -> None:
    begin_open()
    begin_open()
    assert community().is_open
    assert community().is_set_up
    assert [name for name, _ in happened()] == ["CommunitySetUp", "SettingsChanged"]


@pytest.mark.parametrize(
    ("unmake", "what"),
    [
        (lambda: change_settings(None, {"contact": ""}), {"contact"}),
        (lambda: set_rules(None, []), {"rules"}),
        (lambda: _unpublish("privacy"), {"privacy"}),
        (lambda: _unpublish("terms"), {"terms"}),
        (lambda: _unpublish("privacy", "terms", "rules"), {"privacy", "terms", "rules"}),
    ],
    ids=["contact", "rules", "privacy", "terms", "all policies"],
)
def test_nothing_may_be_missing(closed: Cast, unmake: Callable[[], None], what: set[str]) -> None:
    furnish()
    assert missing() == []
    unmake()
    found = missing()
    assert {str(each.what) for each in found} == what
    with pytest.raises(Invalid) as refused:
        open_community(closed.olivia)
    assert refused.value.field == "is_open"
    for each in found:
        assert each.words in refused.value.message
        assert each.path.startswith("/staff/")
    assert not community().is_open


def test_with_everything_there_it_opens_and_welcomes_once(closed: Cast, happened: Happened) -> None:
    furnish()
    change_settings(None, {"welcome": "Hello, everybody!"})
    happened()
    open_community(closed.olivia)
    assert community().is_open
    assert [name for name, _ in happened()] == ["SettingsChanged", "Announced"]
    open_community(closed.olivia)
    assert [each.texts for each in Announcement.objects.all()] == [{"en": "Hello, everybody!"}]
    assert community().announces


def test_without_a_welcome_nothing_is_announced(closed: Cast) -> None:
    furnish()
    open_community(closed.olivia)
    assert not Announcement.objects.exists()


@pytest.mark.parametrize("who", ["frank", "bob", "gina", "ivy"])
def test_only_owners_open(closed: Cast, who: str) -> None:
    furnish()
    with pytest.raises(NotAllowed):
        open_community(getattr(closed, who))
    with pytest.raises(NotAllowed):
        finish_step(getattr(closed, who), "mail")
    assert not community().is_open


@pytest.mark.parametrize("name", ["is_open", "setup_steps", "logo"])
def test_the_gate_is_no_setting_like_others(closed: Cast, name: str) -> None:
    with pytest.raises(Invalid):
        change_settings(closed.olivia, {name: "true"})


@pytest.mark.django_db(transaction=True)
def test_two_who_open_at_once_welcome_once() -> None:
    olivia, oscar = member("olivia", "owner"), member("oscar", "owner")
    furnish()
    change_settings(None, {"welcome": "Hello!"})
    outcomes = at_once(lambda: open_community(olivia), lambda: open_community(oscar))
    assert problems(outcomes) == []
    assert community().is_open
    assert Announcement.objects.count() == 1


def test_steps_are_noted_once_and_in_order(closed: Cast) -> None:
    for step in ("mail", "doors", "mail"):
        finish_step(closed.olivia, step)
    assert setting("setup_steps") == "mail doors"
    assert setting("nothing_of_this_name") == ""


@pytest.mark.parametrize(("before", "opened"), [({"is_set_up": True}, True), ({}, False), ({"name": "Choir"}, False)])
def test_communities_from_before_the_gate_stay_open(before: dict[str, object], opened: bool) -> None:
    for name, value in before.items():
        Setting.objects.create(name=name, value=value)
    text = importlib.import_module("folkmoot.instance.migrations.0004_open").OPEN
    with connection.cursor() as cursor:
        cursor.execute(text)
        cursor.execute(text)
    assert community().is_open is opened


def _unpublish(*kinds: str) -> None:
    from folkmoot.instance.models import PolicyVersion

    PolicyVersion.objects.filter(kind__in=kinds).delete()
