"""The link that makes the first owner: once, for an hour, never beside an owner."""

from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.accounts.actions import create_account, create_first_owner
from folkmoot.accounts.models import Account
from folkmoot.accounts.queries import is_owner
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.instance.actions import finish_setup, new_setup_link, use_setup_link
from folkmoot.instance.models import SetupLink
from folkmoot.instance.queries import as_chosen, community, setup_link_is_live
from folkmoot.project.cast import PASSWORD, member
from tests.happened import Happened, at_once, problems

pytestmark = pytest.mark.django_db


def first_owner(token: str, name: str = "olivia") -> Account:
    return create_first_owner(token, name, f"{name}@example.org", PASSWORD)


def test_the_link_makes_an_owner_once(happened: Happened) -> None:
    token = new_setup_link(timezone.now())
    assert setup_link_is_live(token)
    olivia = first_owner(token)
    assert olivia.active
    assert is_owner(olivia.id)
    assert community().is_set_up
    assert (community().sign_up, as_chosen().sign_up) == ("closed", "approval")
    assert not setup_link_is_live(token)
    assert [name for name, _ in happened()].count("CommunitySetUp") == 1
    with pytest.raises(NotFound):
        first_owner(token, "mallory")
    assert Account.objects.count() == 1


def test_a_mistake_in_the_form_leaves_the_link_alive() -> None:
    token = new_setup_link(timezone.now())
    with pytest.raises(Invalid) as refused:
        create_first_owner(token, "olivia", "olivia@example.org", "short")
    assert refused.value.field == "password"
    assert setup_link_is_live(token)
    assert not community().is_set_up
    assert first_owner(token).active


@pytest.mark.parametrize(
    ("age", "live"),
    [(timedelta(0), True), (timedelta(minutes=59), True), (timedelta(minutes=60), False), (timedelta(days=9), False)],
)
def test_the_link_lives_an_hour(age: timedelta, live: bool) -> None:
    token = new_setup_link(timezone.now() - age)
    assert setup_link_is_live(token) is live
    if not live:
        with pytest.raises(NotFound):
            first_owner(token)


@pytest.mark.parametrize("guess", ["", "x", "\ud800", "a" * 5000])
def test_guesses_lead_nowhere(guess: str) -> None:
    token = new_setup_link(timezone.now())
    digest = SetupLink.objects.get().digest
    for wrong in (guess, token[:-1], token + "=", digest):
        assert not setup_link_is_live(wrong)
        with pytest.raises(NotFound):
            use_setup_link(wrong)
    assert token not in digest


def test_every_link_is_dead_once_an_owner_exists() -> None:
    tokens = [new_setup_link(timezone.now()) for _ in range(2)]
    create_account("olivia", "olivia@example.org", PASSWORD, "owner")
    for token in tokens:
        assert not setup_link_is_live(token)
        with pytest.raises(NotFound):
            first_owner(token, "mallory")
    with pytest.raises(NotAllowed):
        new_setup_link(timezone.now())


def test_a_member_made_before_the_owner_does_not_end_the_setup() -> None:
    token = new_setup_link(timezone.now())
    member("bob")
    assert setup_link_is_live(token)
    assert not community().is_set_up


def test_the_setup_ends_once(happened: Happened) -> None:
    assert finish_setup() is True
    assert finish_setup() is False
    assert [name for name, _ in happened()] == ["CommunitySetUp"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("links", [1, 2])
def test_two_at_the_door_at_once_make_one_owner(links: int) -> None:
    tokens = [new_setup_link(timezone.now()) for _ in range(links)]
    outcomes = at_once(lambda: first_owner(tokens[0], "one"), lambda: first_owner(tokens[-1], "two"))
    assert [type(problem) for problem in problems(outcomes)] == [NotFound]
    assert Account.objects.count() == 1
