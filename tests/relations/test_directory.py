"""The directory: members who want to be found, by name, by what their profiles say, in two orders."""

import importlib
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from folkmoot.accounts.actions import ProfileDraft, edit_profile
from folkmoot.accounts.models import Account, Stats
from folkmoot.core.errors import Invalid
from folkmoot.instance.actions import change_settings
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import block, keep_profile_parts
from folkmoot.relations.models import ProfilePart
from folkmoot.relations.queries import Choice, DirectoryQuestion, directory, directory_lines

pytestmark = pytest.mark.django_db
type Drain = Callable[..., int]


def say(account: Account, *lines: tuple[str, str]) -> None:
    """What a profile says, as a form hands it in."""
    edit_profile(account, ProfileDraft("", "", lines, locked=False, discoverable=True))


def names(viewer: Account, order: Any = "new", **asked: Any) -> list[str]:
    return [each.username for each in directory(viewer.id, DirectoryQuestion(order, 40, **asked)).people]


@pytest.fixture
def town(cast: Cast, drain: Drain) -> Cast:
    """A town whose owner offers two lines, one of them with choices."""
    change_settings(None, {"profile_fields": "Part of town: North, South\nLanguages I speak"})
    say(cast.bob, ("Part of town", "north"), ("Languages I speak", "German, English"))
    say(cast.carol, ("part of  TOWN", "North"), ("Languages I speak", "English; عربي"))
    say(cast.dan, ("Part of town", "South"), ("Pets", "North"))
    drain()
    return cast


class TestWhatProfilesSay:
    def test_the_lines_that_owners_offer_with_their_choices_or_what_members_say(self, town: Cast) -> None:
        part, spoken = directory_lines(town.hal.id)
        assert (part.name, part.key) == ("Part of town", "part of town")
        assert part.choices == (Choice("north", "North"), Choice("south", "South"))
        assert {each.shown for each in spoken.choices} == {"German", "English", "عربي"}

    def test_a_line_about_which_nobody_says_anything_is_no_filter(self, cast: Cast) -> None:
        change_settings(None, {"profile_fields": "Languages I speak"})
        assert directory_lines(cast.hal.id) == []
        change_settings(None, {"profile_fields": ""})
        assert directory_lines(cast.hal.id) == []

    def test_nothing_is_offered_that_only_somebody_hidden_says(self, town: Cast) -> None:
        block(town.carol, town.hal.id)
        Account.objects.filter(id=town.bob.id).update(discoverable=False)
        assert [line.name for line in directory_lines(town.hal.id)] == ["Part of town"]
        assert len(directory_lines(town.frank.id)) == 2

    def test_only_the_newest_members_are_looked_at_whatever_they_say(
        self, town: Cast, drain: Drain, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert len(directory_lines(town.hal.id)) == 2
        say(town.dan, ("Pets", "Cat"), ("Sport", "Chess"))
        drain()
        monkeypatch.setattr(importlib.import_module("folkmoot.relations.queries.directory"), "LOOKED_AT", 2)
        assert [line.name for line in directory_lines(town.hal.id)] == ["Part of town"]

    def test_found_by_one_line_and_by_two(self, town: Cast) -> None:
        assert names(town.hal, said={"part of town": "north"}) == ["carol", "bob"]
        assert names(town.hal, said={"part of town": "north", "languages i speak": "german"}) == ["bob"]
        assert names(town.hal, said={"languages i speak": "عربي"}, words="car") == ["carol"]
        assert names(town.hal, said={"part of town": "East"}) == []

    def test_a_profile_that_says_something_else_is_found_by_that(self, town: Cast, drain: Drain) -> None:
        say(town.bob, ("Part of town", "South, South"))
        drain()
        assert names(town.hal, said={"part of town": "north"}) == ["carol"]
        assert names(town.hal, said={"part of town": "south"}) == ["dan", "bob"]

    def test_nothing_is_kept_of_those_elsewhere(self, cast: Cast) -> None:
        Account.objects.filter(id=cast.erin.id).update(fields=[{"name": "Pets", "value": "Cat", "html": "Cat"}])
        keep_profile_parts(cast.erin.id)
        assert not ProfilePart.objects.exists()

    def test_profiles_from_before_are_taken_in(self, town: Cast) -> None:
        before = set(ProfilePart.objects.values_list("account", "field", "value", "shown"))
        ProfilePart.objects.all().delete()
        importlib.import_module("folkmoot.relations.migrations.0007_finding_people").take_in(apps, None)
        assert set(ProfilePart.objects.values_list("account", "field", "value", "shown")) == before != set()


class TestWhoIsInIt:
    @pytest.mark.parametrize("order", ["new", "active"])
    @pytest.mark.parametrize("state", [{"discoverable": False}, {"active": False}, {"unlisted_at": timezone.now()}])
    def test_not_who_is_not_to_be_found(self, cast: Cast, order: str, state: dict[str, Any]) -> None:
        assert "bob" in names(cast.hal, order)
        Account.objects.filter(id=cast.bob.id).update(**state)
        assert "bob" not in names(cast.hal, order)

    @pytest.mark.parametrize("order", ["new", "active"])
    def test_not_those_parted_by_a_block(self, cast: Cast, order: str) -> None:
        block(cast.bob, cast.hal.id)
        assert "bob" not in names(cast.hal, order)
        assert "hal" not in names(cast.bob, order)


class TestOrder:
    def test_page_by_page_each_once(self, cast: Cast) -> None:
        for account, day in ((cast.carol, 2), (cast.bob, 3), (cast.dan, 3)):
            Stats.objects.filter(account=account).update(last_post_on=date(2026, 1, day))
        whole = {order: names(cast.hal, order) for order in ("new", "active")}
        assert whole["active"][:3] == ["dan", "bob", "carol"]
        assert sorted(whole["active"]) == sorted(whole["new"])
        order: Any
        for order, expected in whole.items():
            found: list[str] = []
            after = ""
            for _ in range(20):
                page = directory(cast.hal.id, DirectoryQuestion(order, 2, after=after))
                found += [each.username for each in page.people]
                after = page.more
                if not after:
                    break
            assert found == expected

    @pytest.mark.parametrize("order", ["new", "active"])
    @pytest.mark.parametrize("after", ["x", "-1", "2026-01-01", "2026-13-01-5", "9" * 30, "2026-01-01-" + "9" * 30])
    def test_a_place_that_is_none(self, cast: Cast, order: str, after: str) -> None:
        with pytest.raises(Invalid) as refused:
            names(cast.hal, order, after=after)
        assert refused.value.field == "after"

    def test_in_two_statements(self, town: Cast, queries: Any) -> None:
        for order in ("new", "active"):
            with queries(2):
                names(town.hal, order, said={"part of town": "north"})
        with queries(2):  # the settings, and what members say
            directory_lines(town.hal.id)
