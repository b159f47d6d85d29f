"""What is remembered of the first steps: who is led to them, which were left behind, and when they are over."""

import pytest

from folkmoot.accounts.actions import SignUp, create_account, finish_steps, greet, pass_step, sign_up
from folkmoot.accounts.first_steps import BIT, GREETED, OVER, STEPS, are_over, passed
from folkmoot.accounts.models import Account, Login
from folkmoot.core.errors import NotAllowed, NotFound
from folkmoot.instance.actions import begin_open, change_settings
from folkmoot.project.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db


def number(account: Account) -> int:
    return Login.objects.get(account=account).first_steps


def new(account: Account) -> Account:
    Login.objects.filter(account=account).update(first_steps=0)
    return account


def test_each_has_a_bit_of_its_own() -> None:
    assert len({*BIT.values(), GREETED, OVER}) == len(STEPS) + 2
    assert passed(BIT["bio"] | BIT["post"] | GREETED | OVER) == {"bio", "post"}
    assert (are_over(OVER), are_over(GREETED), are_over(0)) == (True, False, False)


def test_whoever_signs_up_has_them_ahead(db: None) -> None:
    begin_open()
    change_settings(None, {"sign_up": "open"})
    login = sign_up(SignUp("nora", "nora@example.org", PASSWORD))
    assert Login.objects.get(id=login.pk).first_steps == 0


@pytest.mark.parametrize("role", ["member", "owner"])
def test_whoever_is_made_by_hand_is_not_bothered(db: None, role: str) -> None:
    assert are_over(number(create_account("nora", "nora@example.org", PASSWORD, role)))


def test_one_is_greeted_once(cast: Cast) -> None:
    hal = new(cast.hal)
    assert hal.login_id
    assert [greet(hal.login_id) for _again in range(2)] == [True, False]
    assert number(hal) == GREETED


def test_nobody_who_is_through_or_still_waits_is_greeted(cast: Cast) -> None:
    ivy = new(cast.ivy)
    for each in (cast.alice, ivy):
        assert each.login_id
        assert not greet(each.login_id)
    assert number(ivy) == 0, "that comes when they are let in"


def test_what_was_left_behind_adds_up(cast: Cast) -> None:
    hal = new(cast.hal)
    for name in ("bio", "people", "bio"):
        pass_step(hal, name)
    assert passed(number(hal)) == {"bio", "people"}
    finish_steps(hal)
    assert are_over(number(hal))
    assert passed(number(cast.alice)) == set(), "nobody else's"


def test_only_what_there_is_and_only_members(cast: Cast) -> None:
    with pytest.raises(NotFound):
        pass_step(cast.hal, "nothing")
    for act in (lambda: pass_step(cast.gina, "bio"), lambda: finish_steps(cast.ivy)):
        with pytest.raises(NotAllowed):
            act()
