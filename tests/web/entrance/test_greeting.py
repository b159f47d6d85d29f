"""Who is led to the first steps: whoever signed up and was let in, once, and nobody who wants to go elsewhere."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from folkmoot.accounts.actions import approve
from folkmoot.accounts.first_steps import GREETED
from folkmoot.accounts.models import Account, Login
from folkmoot.core.rows import execute
from tests.web.entrance.test_sign_up import NEW, REASON, WORDS, confirm, sign_up

type Settle = Callable[..., None]


def sign_in(client: Client, name: str, password: str = WORDS, **more: str) -> Any:
    return client.post("/sign-in", {"login": name, "password": password, **more})


@pytest.fixture
def nora(settle: Settle, client: Client) -> Account:
    """She has signed up, and waits for a decision."""
    settle(sign_up="approval")
    sign_up(client, reason=REASON)
    return Account.objects.get(username="nora")


def remembered(account: Account) -> int:
    return Login.objects.get(account=account).first_steps


def test_once_and_then_home(settle: Settle, client: Client, mail: Any, drain: Callable[[], int]) -> None:
    settle(sign_up="open")
    sign_up(client)
    drain()
    assert confirm(client, mail)["Location"] == "/welcome"
    assert remembered(Account.objects.get(username="nora")) == GREETED
    assert sign_in(Client(), NEW["username"])["Location"] == "/"
    assert client.get("/waiting")["Location"] == "/"
    assert client.get("/sign-in")["Location"] == "/"


def test_whoever_waited_with_the_page_open(
    cast: Any, nora: Account, client: Client, mail: Any, drain: Callable[[], int]
) -> None:
    drain()
    confirm(client, mail)
    assert client.get("/waiting").status_code == 200
    assert remembered(nora) == 0
    approve(cast.olivia, nora.login_id)
    assert [client.get("/waiting")["Location"] for _again in range(2)] == ["/welcome", "/"]


def test_they_come_in_while_nothing_can_be_saved(
    cast: Any, nora: Account, client: Client, mail: Any, drain: Callable[[], int]
) -> None:
    def refuse(_login_id: int) -> bool:
        return execute("UPDATE nowhere SET nothing = 1", {}) == 1

    drain()
    confirm(client, mail)
    assert client.get("/waiting").status_code == 200
    approve(cast.olivia, nora.login_id)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("folkmoot.web.entrance.views.greet", refuse)
        assert client.get("/waiting")["Location"] == "/"
    assert client.get("/waiting")["Location"] == "/welcome", "as soon as it can be noted"


def test_whoever_signs_in_after_they_were_let_in(
    cast: Any, nora: Account, client: Client, mail: Any, drain: Callable[[], int]
) -> None:
    drain()
    confirm(client, mail)
    approve(cast.olivia, nora.login_id)
    assert [sign_in(Client(), "nora")["Location"] for _again in range(2)] == ["/welcome", "/"]


def test_whoever_wants_to_go_elsewhere_goes_there(
    cast: Any, nora: Account, client: Client, mail: Any, drain: Callable[[], int]
) -> None:
    drain()
    confirm(client, mail)
    approve(cast.olivia, nora.login_id)
    assert sign_in(Client(), "nora", next="/tags/boats")["Location"] == "/tags/boats"


def test_those_who_are_here_already(cast: Any) -> None:
    from folkmoot.project.cast import PASSWORD

    assert sign_in(Client(), "hal", PASSWORD)["Location"] == "/"


def test_visitors_are_sent_home_from_the_page_for_those_who_wait(settle: Settle, client: Client) -> None:
    settle(sign_up="open")
    assert client.get("/waiting")["Location"].startswith("/sign-in")
