"""Sealing for devices: the example of RFC 8291, what another library opens again, and what is no key."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings

from folkmoot.notifications.webpush import keys, sealing
from folkmoot.notifications.webpush.sealing import Lock, encrypted, encrypted_for_older, lock_of
from tests.notifications.devices import Device, coded, raw

# RFC 8291, appendix A
WORDS = "V2hlbiBJIGdyb3cgdXAsIEkgd2FudCB0byBiZSBhIHdhdGVybWVsb24"
OWN = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
DEVICE = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
SECRET = "BTBZMqHH6r4Tts7J_aSIgg"
SEALED = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
    "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_the_example_of_the_standard() -> None:
    own = ec.derive_private_key(int.from_bytes(raw(OWN)), ec.SECP256R1())
    assert coded(encrypted(lock_of(DEVICE, SECRET), raw(WORDS), own, raw(SALT))) == SEALED


@pytest.mark.parametrize("size", [0, 1, 140, 3_900])
@pytest.mark.parametrize("older", [False, True])
def test_another_library_opens_it(size: int, older: bool) -> None:
    device, own, salt, words = Device(""), ec.generate_private_key(ec.SECP256R1()), os.urandom(16), os.urandom(size)
    lock = lock_of(device.public, coded(device.secret))
    asked: dict[str, Any] = {"private_key": device.key, "auth_secret": device.secret, "keylabel": "P-256"}
    if older:
        body, mine = encrypted_for_older(lock, words, own, salt), own.public_key()
        assert http_ece.decrypt(body, salt=salt, dh=sealing._bytes(mine), version="aesgcm", **asked) == words
    else:
        body = encrypted(lock, words, own, salt)
        assert http_ece.decrypt(body, version="aes128gcm", **asked) == words
        assert len(body) <= sealing.RECORD


def test_nobody_else_opens_it_and_no_two_letters_are_alike() -> None:
    device, other = Device(""), Device("")
    lock = lock_of(device.public, coded(device.secret))
    first, second = (sealing.seal(lock, b"Hello", "https://push.example/1").body for _ in range(2))
    assert first != second
    with pytest.raises(http_ece.ECEException):
        http_ece.decrypt(first, private_key=other.key, auth_secret=device.secret, version="aes128gcm")
    with pytest.raises(http_ece.ECEException):
        http_ece.decrypt(first, private_key=device.key, auth_secret=other.secret, version="aes128gcm")


@pytest.mark.parametrize(
    ("key", "secret"),
    [
        ("", SECRET),
        (DEVICE, ""),
        (DEVICE[:-4], SECRET),
        (DEVICE + "AAAA", SECRET),
        (DEVICE, SECRET + "AA"),
        (coded(b"\4" + bytes(64)), SECRET),
        (coded(b"\4" + raw(DEVICE)[1:-1] + b"\0"), SECRET),
        (coded(b"\5" + raw(DEVICE)[1:]), SECRET),
        (coded(bytes(65)), SECRET),
        ("é" + DEVICE[1:], SECRET),
        (DEVICE, "not base64 at all!"),
        ("A", SECRET),
        ("x" * 100_000, SECRET),
    ],
)
def test_what_is_no_key(key: str, secret: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whichever part of it is wrong
        lock_of(key, secret)


def test_keys_come_in_either_alphabet() -> None:
    key, secret = (text.replace("-", "+").replace("_", "/") + "=" for text in (DEVICE, SECRET))
    assert lock_of(f" {key}", f"{secret}=") == lock_of(DEVICE, SECRET) == Lock(raw(DEVICE), raw(SECRET))


def test_a_token_is_kept_unreadable(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = sealing.locked_away("a token")
    assert ("token" in kept, sealing.taken_out(kept)) == (False, "a token")
    assert kept != sealing.locked_away("a token")
    monkeypatch.setattr(sealing, "_safe", lambda: sealing.AESGCM(bytes(32)))
    assert sealing.taken_out(kept) == "", "with another secret key nothing comes out"


def test_the_key_of_the_community_stays_the_same_and_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = keys.public_key()
    assert len(raw(first)) == 65
    sealing._own_key.cache_clear()
    assert sealing.public_half() == first
    keys.public_key.cache_clear()
    monkeypatch.setattr(sealing, "public_half", lambda: "worked out again")
    assert keys.public_key() == first
    for file in Path(settings.DATA_DIR).glob("push-*.pub"):
        file.unlink()
    keys.public_key.cache_clear()
    assert keys.public_key() == "worked out again"
    assert [file.read_text() for file in Path(settings.DATA_DIR).glob("push-*.pub")] == ["worked out again"]
    monkeypatch.undo()
    for file in Path(settings.DATA_DIR).glob("push-*.pub"):
        file.unlink()
    keys.public_key.cache_clear()


def test_a_server_that_tells_no_device_anything_does_without_the_library() -> None:
    """It takes 9 MB in each process."""
    program = """import sys, django
django.setup()
from folkmoot.api.routes import ROUTES
print("cryptography" in sys.modules, len(ROUTES) > 100)"""
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert found.stdout.split() == ["False", "True"]
