"""Bodies that cannot be read, are too large, or are of a kind that nobody reads: at every endpoint that reads any."""

from collections.abc import Callable

import pytest

from folkmoot.api.routes import ROUTES
from folkmoot.project.cast import Cast
from tests.api.house import ALL, FORMS, SAID, SENDING, House, address, is_told, raw
from tests.doors import Door

type Doors = Callable[..., Door]
DEEP = 10_000
LARGE = b"a" * 50_000_000

BODIES: list[tuple[str, bytes, str]] = [
    ("deep lists", b'{"status":' + b"[" * DEEP + b"]" * DEEP + b"}", FORMS[0]),
    ("deep objects", b'{"a":' * DEEP + b"1" + b"}" * DEEP, FORMS[0]),
    ("only lists", b"[" * DEEP + b"]" * DEEP, FORMS[0]),
    ("half of it", b'{"status": "Hi"', FORMS[0]),
    ("no UTF-8", b'{"status": "\xff"}', FORMS[0]),
    ("a number", b"1", FORMS[0]),
    ("deep names", b"a" + b"[b]" * DEEP + b"=1", FORMS[1]),
    ("deep rows", b"a" + b"[]" * DEEP + b"=1", FORMS[1]),
    ("many fields", b"a=1&" * 1_001, FORMS[1]),
    ("two kinds", b"a=1&a[b]=2", FORMS[1]),
    ("no boundary", b"status=Hi", FORMS[2]),
    ("another boundary", b"--b\r\n\r\n", f"{FORMS[2]}; boundary=\xc3\xa9"),
]


@pytest.mark.parametrize(("content", "form"), [each[1:] for each in BODIES], ids=[each[0] for each in BODIES])
def test_bodies_that_cannot_be_read(cast: Cast, api_of: Doors, house: House, content: bytes, form: str) -> None:
    door, taken = api_of(cast.alice, ALL), []
    for operation in SENDING:
        method, url = house.of(operation)
        answer = raw(door, method, url, content, form)
        if not is_told(answer, 422):
            taken.append((operation, answer.status_code, answer.text[:80]))
    assert taken == []


@pytest.mark.parametrize("form", [FORMS[0], FORMS[1], f"{FORMS[2]}; boundary=moot"])
def test_fifty_megabytes(cast: Cast, api_of: Doors, house: House, form: str) -> None:
    door, taken = api_of(cast.alice, ALL), []
    for operation in SENDING:
        method, url = house.of(operation)
        takes_files = ROUTES[address(operation)].with_file and form.startswith(FORMS[2])
        answer = raw(door, method, url, LARGE, form)
        if not is_told(answer, 422 if takes_files else 413):
            taken.append((operation, answer.status_code, answer.text[:80]))
    assert taken == []


@pytest.mark.parametrize(
    "form", ["text/plain", "application/xml", "image/png", "json", "", "\xff", "multipart/mixed; boundary=a"]
)
def test_kinds_of_bodies_that_nobody_reads(cast: Cast, api_of: Doors, house: House, form: str) -> None:
    """What was sent is as if it had not been."""
    door, taken = api_of(cast.alice, ALL), []
    for operation in sorted(SAID):
        method, url = house.of(operation)
        answers = [raw(door, method, url, content, form) for content in (b'{"status": "Hi", "comment": "No"}', b"")]
        if len({(answer.status_code, answer.status_code >= 400 and answer.text) for answer in answers}) > 1:
            taken.append((operation, [answer.text[:80] for answer in answers]))
    assert taken == []
