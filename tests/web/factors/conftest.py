"""People with second factors, and their browsers."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from folkmoot.core.limits import counting
from folkmoot.project.cast import PASSWORD
from folkmoot.web.entrance.factors.operator import equip
from tests import doors
from tests.web.factors.device import Device

SAFETY, STEP, APP = "/settings/safety", "/sign-in/step", "/settings/safety/app"
NEW, CODES = "/settings/safety/passkeys", "/settings/safety/codes"
HERE = {"SERVER_NAME": "localhost", "SERVER_PORT": "8000"}


class Clock:
    """The time, as it goes for everything that asks for it."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """``clock.now += 30``: half a minute later."""
    clock = Clock()
    monkeypatch.setattr(time, "time", clock)
    monkeypatch.setattr(counting, "clock", clock)
    return clock


@pytest.fixture(autouse=True)
def ours(community: None, clock: Clock) -> None:
    """A community that is open, at a time that stands still."""


class App:
    """The app on somebody's phone, and the codes in a drawer."""

    def __init__(self, account: Any) -> None:
        handed = equip(account)
        self.secret, self.codes = handed.secret, handed.codes

    def code(self, steps: int = 0) -> str:
        """What it shows, or showed some steps of time before."""
        return code_of(self.secret, steps)


def code_of(secret: str, steps: int = 0) -> str:
    """What any app shows for a secret."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))


@pytest.fixture
def app_of() -> Callable[[Any], App]:
    """``app_of(cast.bob)``: bob has an app and recovery codes from now on."""
    return App


@pytest.fixture
def browser() -> Callable[[], Client]:
    """``browser()``: somebody nobody knows yet, at the configured address."""
    return lambda: Client(**HERE)  # type: ignore[arg-type]  # as environment


@pytest.fixture
def stale(client_of: Any, clock: Clock) -> Callable[[Any], Client]:
    """``stale(account)``: a browser that signed in eleven minutes ago."""

    def stale(account: Any, **record: Any) -> Client:
        client: Client = client_of(account)
        doors.come_in(client, account.login, at=clock.now - 660, **record)
        return client

    return stale


def give_password(client: Client, name: str, **more: str) -> Any:
    """The first step of signing in."""
    return client.post("/sign-in", {"login": name, "password": PASSWORD, **more})


def is_in(client: Client, account: Any) -> bool:
    """Whether this browser is signed in as this account."""
    return client.session.get("_auth_user_id") == str(account.login_id)


def ask(client: Client, purpose: str) -> Any:
    """What the browser asks before the device is asked."""
    answer = client.post(f"/passkeys/challenge/{purpose}")
    assert answer.status_code == 200, answer.status_code
    return answer.json()


def add(client: Client, device: Device, name: str = "Phone") -> Any:
    """Add a passkey as the page does."""
    return client.post(NEW, {"name": name, "credential": device.make(ask(client, "add"))})


def kinds(account: Any) -> list[str]:
    """What second factors an account has."""
    return sorted(Authenticator.objects.filter(user_id=account.login_id).values_list("type", flat=True))
