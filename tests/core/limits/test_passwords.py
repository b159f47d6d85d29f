"""Passwords are computed a few at a time."""

import threading
import time
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password, identify_hasher, make_password

from folkmoot.core.errors import TooMany
from folkmoot.core.limits import passwords

HASHER = "folkmoot.core.limits.passwords.PasswordHasher"


@pytest.fixture(autouse=True)
def hasher(settings: Any) -> None:
    settings.PASSWORD_HASHERS = [HASHER]


def test_what_was_kept_before_still_opens() -> None:
    kept = make_password("a very long sentence", hasher="default")
    assert kept.startswith("argon2$argon2id$")
    assert identify_hasher(kept).algorithm == "argon2"
    assert check_password("a very long sentence", kept)
    assert not check_password("another sentence", kept)


def test_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    inside, most = 0, 0

    def slow(*_: object) -> str:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        time.sleep(0.02)
        inside -= 1
        return "argon2$x"

    monkeypatch.setattr(passwords.Argon2PasswordHasher, "encode", slow)
    threads = [threading.Thread(target=make_password, args=("a very long sentence",)) for _ in range(5)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert most == 1


def test_nobody_waits_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """A crowd at the door must not take the threads that answer members."""
    monkeypatch.setattr(passwords, "LONGEST_WAIT", 0.01)
    with passwords._seat(), pytest.raises(TooMany) as refused:
        make_password("a very long sentence")
    assert refused.value.retry_after == passwords.RETRY_AFTER
    assert make_password("a very long sentence"), "the place is free again"
