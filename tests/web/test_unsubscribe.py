"""The way out of letters: one press without signing in, for whoever has the letter, and good for nothing else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from folkmoot.accounts.models import Account, Login
from folkmoot.core.events import drain
from folkmoot.notifications.letters.links import DIGEST, NEWS, token_of
from folkmoot.notifications.letters.wishes import Wishes, choose_letters, standing_of
from folkmoot.project.cast import Cast
from tests.faults.nasty import fingerprint
from tests.web.pages import page

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
PLACE = "/unsubscribe/"


@pytest.fixture(autouse=True)
def chosen(cast: Cast) -> None:
    drain()
    for person in (cast.alice, cast.bob):
        choose_letters(person, Wishes(frozenset({"mention", "direct"}), digest="weekly"))


@pytest.fixture
def outside() -> Client:
    """A mail program: without a cookie, and without a token of a page."""
    return Client(enforce_csrf_checks=True)


def comes(account: Account) -> tuple[bool, bool]:
    wishes = standing_of(account).wishes
    return bool(wishes.mail), wishes.digest != "off"


def at(account: Account, what: str) -> str:
    return PLACE + token_of(account, what)


@pytest.mark.parametrize(("what", "left"), [(NEWS, (False, True)), (DIGEST, (True, False))])
def test_one_press_ends_letters_of_one_kind(cast: Cast, outside: Client, what: str, left: tuple[bool, bool]) -> None:
    answer = outside.post(at(cast.alice, what), ONE_CLICK)
    assert answer.status_code == 200
    assert "You get no" in page(answer).text
    assert comes(cast.alice) == left
    assert comes(cast.bob) == (True, True)


@pytest.mark.parametrize("what", [NEWS, DIGEST])
def test_to_look_at_it_does_nothing(cast: Cast, outside: Client, what: str) -> None:
    before = fingerprint()
    seen = outside.get(at(cast.alice, what))
    outside.head(at(cast.alice, what))
    assert fingerprint() == before
    assert page(seen).form().fields == ONE_CLICK
    assert seen.headers["Referrer-Policy"] == "no-referrer"
    assert seen.headers["Cache-Control"] == "private, no-store"
    assert "noindex" in seen.headers["X-Robots-Tag"]
    assert "alice" not in page(seen).text, "the page says nothing of anybody"
    assert outside.post(at(cast.alice, what), page(seen).form().filled()).status_code == 200
    assert "You get no" in page(outside.get(at(cast.alice, what))).text


def test_to_press_again_changes_nothing(cast: Cast, outside: Client) -> None:
    outside.post(at(cast.alice, NEWS), ONE_CLICK)
    choose_letters(cast.alice, Wishes(digest="daily"))
    before = fingerprint()
    assert outside.post(at(cast.alice, NEWS), ONE_CLICK).status_code == 200
    assert fingerprint() == before


def test_it_signs_nobody_in(cast: Cast, outside: Client) -> None:
    for answer in (outside.get(at(cast.alice, NEWS)), outside.post(at(cast.alice, NEWS), ONE_CLICK)):
        assert "sessionid" not in answer.cookies
    assert outside.get("/settings/letters").headers["Location"].startswith("/sign-in")


def test_whoever_is_signed_in_ends_only_those_of_the_letter(cast: Cast, client_of: Callable[..., Client]) -> None:
    assert client_of(cast.bob).post(at(cast.alice, NEWS), ONE_CLICK).status_code == 200
    assert comes(cast.bob) == (True, True)
    assert comes(cast.alice) == (False, True)


def forgeries(alice: Account, bob: Account) -> list[str]:
    what, number, mark = token_of(alice, NEWS).split(".")
    return [
        f"{what}.{bob.id}.{mark}",  # another member's number
        f"{DIGEST}.{number}.{mark}",  # another kind
        f"all.{number}.{mark}",
        f"{what}.{number}.{mark[:-1]}",
        f"{what}.{number}.{mark}x",
        f"{what}.{number}.{mark.swapcase()}",
        f"{what}.{number}.",
        f"{what}.{number}",
        f"{what}.0{number}.{mark}",
        f"{what}.{number}٠.{mark}",
        f"{what}.-1.{mark}",
        f"{what}.{'9' * 40}.{mark}",
        f"{what}.{2**63}.{mark}",
        f"{what}..{mark}",
        "x" * 5_000,
        "%00",
        "é",
    ]


def test_nobody_makes_or_alters_a_link(cast: Cast, outside: Client) -> None:
    before = fingerprint()
    for token in forgeries(cast.alice, cast.bob):
        for answer in (outside.get(PLACE + token), outside.post(PLACE + token, ONE_CLICK)):
            assert answer.status_code == 404, token
    assert fingerprint() == before


def test_a_link_of_an_earlier_address_ends_nothing(cast: Cast, outside: Client) -> None:
    old = at(cast.alice, NEWS)
    Login.objects.filter(id=cast.alice.login_id).update(email="alice@elsewhere.example")
    assert outside.post(old, ONE_CLICK).status_code == 404
    assert comes(cast.alice) == (True, True)


def test_who_is_gone_has_no_letters(cast: Cast, outside: Client) -> None:
    old = at(cast.alice, NEWS)
    Account.objects.filter(id=cast.alice.id).update(login=None)
    assert outside.post(old, ONE_CLICK).status_code == 404
    gone = Account.objects.get(id=cast.alice.id)
    assert outside.post(at(gone, NEWS), ONE_CLICK).status_code == 404


def test_who_is_suspended_ends_them_too(cast: Cast, outside: Client) -> None:
    Account.objects.filter(id=cast.alice.id).update(active=False)
    assert outside.post(at(cast.alice, DIGEST), ONE_CLICK).status_code == 200
    assert comes(cast.alice) == (True, False)


def test_who_never_chose_gets_none(cast: Cast, outside: Client) -> None:
    from folkmoot.notifications.models import Letters

    Letters.objects.all().delete()
    assert "You get no digests." in page(outside.get(at(cast.hal, DIGEST))).text


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_there_is_no_other_way(cast: Cast, outside: Client, method: str) -> None:
    answer: Any = getattr(outside, method)(at(cast.alice, NEWS))
    assert answer.status_code in {403, 405}
    assert comes(cast.alice) == (True, True)


def test_in_arabic(cast: Cast, outside: Client) -> None:
    read = outside.get(at(cast.alice, NEWS), headers={"Accept-Language": "ar"}).text
    assert 'dir="rtl"' in read
