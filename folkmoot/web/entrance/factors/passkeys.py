"""Passkeys: a question that is good once and for one purpose, and what a device may answer to it.

Every passkey asks its owner for a finger, a face or a PIN, so that it stands for both factors at once.
"""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import AbstractBaseUser

from folkmoot.core.html import clean
from folkmoot.web.entrance.factors.held import passkeys_of

if TYPE_CHECKING:
    from django.http import HttpRequest

ADD, SIGN_IN, STEP, STEP_UP = "add", "sign-in", "step", "step-up"
MOST = 20  # passkeys of one account
LONGEST_NAME = 60
SECONDS = 300  # that a question may wait for its answer


def ask_for_new(request: "HttpRequest", login: AbstractBaseUser, name: str) -> dict[str, Any]:
    """What the browser needs to make a passkey for this login."""
    from folkmoot.web.entrance.factors import devices

    return devices.ask_for_new(request, login, name)


def ask(request: "HttpRequest", purpose: str, login: AbstractBaseUser | None) -> dict[str, Any]:
    """What the browser needs to have a passkey used: one of this login, or whichever its owner picks."""
    from folkmoot.web.entrance.factors import devices

    return devices.ask(request, purpose, login)


def add(request: "HttpRequest", login: AbstractBaseUser, name: str, answer: str) -> int | None:
    """Keep the new passkey; None if the answer is not one to our question."""
    from folkmoot.web.entrance.factors import devices

    return devices.add(request, login, name, answer)


def use(request: "HttpRequest", purpose: str, login: AbstractBaseUser, answer: str) -> int | None:
    """Take the answer of one of the login's passkeys; gives the factor's id, None if it is not good."""
    from folkmoot.web.entrance.factors import devices

    return devices.use(request, purpose, login, answer)


def owner_of(answer: str) -> Any:
    """The login that the answer says it is from, which is not proved by that."""
    from folkmoot.web.entrance.factors import devices

    return devices.owner_of(answer)


def is_full(login: AbstractBaseUser) -> bool:
    """Whether the login has as many passkeys as one can have."""
    return bool(passkeys_of(login).count() >= MOST)


def name_for(login: AbstractBaseUser, typed: str, otherwise: str) -> str:
    """How a passkey is called: as typed, or as it would be if nobody cared; never like another of theirs."""
    name = " ".join(clean(typed).split())[:LONGEST_NAME] or otherwise
    taken = {row.data["name"] for row in passkeys_of(login)}
    wanted = [name, *(f"{name[: LONGEST_NAME - 4]} {number}" for number in range(2, MOST + 2))]
    return next(each for each in wanted if each not in taken)
