"""Names above posts: nobody is called like somebody who runs the community, in whatever letters."""

from typing import Any

import pytest

from folkmoot.accounts.actions import ProfileDraft, create_token, edit_profile
from folkmoot.accounts.models import Account
from folkmoot.accounts.queries.likeness import name_problem
from folkmoot.core.errors import Invalid
from folkmoot.project.cast import Cast
from tests.doors import Door

pytestmark = pytest.mark.django_db


@pytest.fixture
def named(cast: Cast) -> Cast:
    """Olivia owns the community, and is called by her whole name."""
    Account.objects.filter(id=cast.olivia.id).update(name="Olivia Kopp")
    return cast


def called(name: str, bio: str = "") -> ProfileDraft:
    return ProfileDraft(name, bio, (), locked=False, discoverable=True)


@pytest.mark.parametrize(
    "name",
    [
        "Olivia Kopp",
        "OLIVIA KOPP",
        "Оlivia Корр",  # Cyrillic
        "Οlινια Κορρ",  # Greek
        "01ivia K0pp",
        "Ol|via Kopp",
        "Ölívìa Köpp",
        "Ｏｌｉｖｉａ Ｋｏｐｐ",
        "𝓞𝓵𝓲𝓿𝓲𝓪 𝓚𝓸𝓹𝓹",
        "~ Olivia · Kopp ✅",
        "Olivia\u200bKopp",
        "olivia",
        "Moderator",
        "Mоderаtor",
        "★ Admin ★",
        "adrnin",
        "المشرف",
        "الادارة",
    ],
)
def test_what_looks_like_staff_is_refused(named: Cast, name: str) -> None:
    before = Account.objects.values().get(id=named.bob.id)
    with pytest.raises(Invalid, match="somebody who runs this community") as refused:
        edit_profile(named.bob, called(name))
    assert refused.value.field == "name"
    assert Account.objects.values().get(id=named.bob.id) == before


@pytest.mark.parametrize(
    "name", ["", "✅", "Olivia", "Olivia K.", "Oliver Kopp", "Olivia Kopp-Meyer", "Моника", "Adminka", "مشرفة الحديقة"]
)
def test_what_is_only_near_is_not(named: Cast, name: str) -> None:
    problem = name_problem(name)
    assert bool(problem) == (name == "Olivia"), "which is her user name"
    if not problem:
        assert edit_profile(named.bob, called(name)).name == name


def test_staff_are_called_as_they_like(named: Cast) -> None:
    assert edit_profile(named.olivia, called("Moderator")).name == "Moderator"


def test_who_had_the_name_first_keeps_it(named: Cast) -> None:
    """Somebody was given a role who is called like another member: that one goes on as ever."""
    Account.objects.filter(id=named.bob.id).update(name="Olivia Kopp")
    assert edit_profile(named.bob, called("Olivia Kopp", "Gardener")).bio == "Gardener"


def test_a_name_is_free_again_when_its_owner_runs_nothing(named: Cast) -> None:
    Account.objects.filter(id=named.olivia.id).update(active=False)
    assert name_problem("Olivia Kopp") == ""


def test_apps_are_told_the_same(named: Cast) -> None:
    door = Door(create_token(named.bob, "write", 1))
    answer = door.patch("/api/v1/accounts/update_credentials", {"display_name": "Оlivia Корр"})
    assert answer.status_code == 422
    assert "somebody who runs this community" in answer.json()["error"]


def test_test_communities_ask_nothing(named: Cast, settings: Any) -> None:
    settings.TEST_PROFILE = True
    assert name_problem("Olivia Kopp") == ""
