"""An app that makes codes: setting it up, the second step, and everything that codes are tried with."""

import re
from typing import Any

import pytest

from tests.web.factors.conftest import APP, CODES, SAFETY, STEP, Clock, code_of, give_password, is_in, kinds
from tests.web.pages import page

pytestmark = pytest.mark.django_db
LETTERS = re.compile(r'value="([A-Z2-7]{32})"')


def secret_on(answer: Any) -> str:
    found = LETTERS.search(answer.content.decode())
    assert found
    return found[1]


def set_up(client: Any) -> tuple[str, Any]:
    secret = secret_on(client.get(APP))
    return secret, client.post(APP, {"code": code_of(secret)})


def shown_codes(answer: Any) -> list[str]:
    return re.findall(r"<code[^>]*>([\w-]+)</code>", answer.content.decode())


def test_an_app_is_set_up_and_brings_recovery_codes(cast: Any, client_of: Any) -> None:
    client = client_of(cast.bob)
    assert "A password alone does not open" not in page(client.get(SAFETY)).text
    _secret, answer = set_up(client)
    codes = shown_codes(answer)
    assert len(set(codes)) == 10
    assert all(re.fullmatch(r"[a-z2-9]{4}(-[a-z2-9]{4}){2}", code) for code in codes)
    assert "no-store" in answer["Cache-Control"]
    read = page(client.get(SAFETY)).text
    assert "A password alone does not open" in read
    assert "Codes that you have left: 10" in read
    assert not any(code in client.get(SAFETY).content.decode() for code in codes), "shown once"
    assert kinds(cast.bob) == ["recovery_codes", "totp"]


def test_the_secret_stays_until_it_is_proved(cast: Any, client_of: Any) -> None:
    client = client_of(cast.bob)
    secret = secret_on(client.get(APP))
    answer = client.post(APP, {"code": "000000"})
    assert answer.status_code == 422
    assert "not the code of this moment" in page(answer).text
    assert secret_on(answer) == secret == secret_on(client.get(APP))
    assert kinds(cast.bob) == []


def test_secrets_lie_sealed(cast: Any, client_of: Any) -> None:
    from allauth.mfa.models import Authenticator

    client = client_of(cast.bob)
    secret, answer = set_up(client)
    kept = str([row.data for row in Authenticator.objects.all()]) + str(dict(client.session))
    assert secret not in kept
    assert not any(code in kept or code[5:].replace("-", "") in kept for code in shown_codes(answer))


def test_the_picture_says_the_same_as_the_letters(cast: Any, client_of: Any) -> None:
    client = client_of(cast.bob)
    first = client.get(APP)
    picture = client.get(f"{APP}/picture")
    assert picture["Content-Type"] == "image/svg+xml"
    assert "no-store" in picture["Cache-Control"]
    assert picture.content.startswith(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ')
    assert picture.content == client.get(f"{APP}/picture").content
    assert f"otpauth://totp/Hillside%20Choir%3Abob?secret={secret_on(first)}" in first.content.decode()
    assert client.post(f"{APP}/picture").status_code == 405


def test_another_app_takes_the_place_of_the_first(cast: Any, client_of: Any, clock: Clock) -> None:
    client = client_of(cast.bob)
    first, _answer = set_up(client)
    clock.now += 60
    second, answer = set_up(client)
    assert first != second
    assert answer.status_code == 303, "there are recovery codes already"
    assert kinds(cast.bob) == ["recovery_codes", "totp"]
    other = client_of(None)
    give_password(other, "bob")
    clock.now += 60
    assert other.post(STEP, {"code": code_of(first)}).status_code == 422
    assert other.post(STEP, {"code": code_of(second)}).status_code == 303


def test_the_second_step_comes_after_the_password(cast: Any, app_of: Any, browser: Any) -> None:
    app, client = app_of(cast.bob), browser()
    answer = give_password(client, "bob", next="/members")
    assert answer["Location"] == STEP
    assert not is_in(client, cast.bob)
    assert client.get("/members")["Location"].startswith("/sign-in")
    read = page(client.get(STEP))
    assert "Second step" in read.text
    answer = client.post(STEP, {"code": app.code()})
    assert (answer.status_code, answer["Location"]) == (303, "/members")
    assert is_in(client, cast.bob)


@pytest.mark.parametrize("typed", ["{0}", " {0} ", "{1} {2}", "{1}-{2}"])
def test_a_code_may_be_typed_in_groups(cast: Any, app_of: Any, browser: Any, typed: str) -> None:
    app, client = app_of(cast.bob), browser()
    give_password(client, "bob")
    code = app.code()
    assert client.post(STEP, {"code": typed.format(code, code[:3], code[3:])}).status_code == 303


def test_a_code_may_be_typed_in_other_digits(cast: Any, app_of: Any, browser: Any) -> None:
    app, client = app_of(cast.bob), browser()
    give_password(client, "bob")
    arabic = app.code().translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert client.post(STEP, {"code": arabic}).status_code == 303


@pytest.mark.parametrize(("steps", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_clocks_may_differ_by_one_step(cast: Any, app_of: Any, browser: Any, steps: int, good: bool) -> None:
    app, client = app_of(cast.bob), browser()
    give_password(client, "bob")
    assert client.post(STEP, {"code": app.code(steps)}).status_code == (303 if good else 422)
    assert is_in(client, cast.bob) == good


@pytest.mark.parametrize("steps", [0, -1])
def test_a_code_works_once_and_none_before_it(cast: Any, app_of: Any, browser: Any, steps: int) -> None:
    app = app_of(cast.bob)
    first, second = browser(), browser()
    for client in (first, second):
        give_password(client, "bob")
    assert first.post(STEP, {"code": app.code()}).status_code == 303
    answer = second.post(STEP, {"code": app.code(steps)})
    assert answer.status_code == 422
    assert "works once" in page(answer).text


def test_the_code_that_set_it_up_is_spent(cast: Any, client_of: Any, browser: Any) -> None:
    secret, _answer = set_up(client_of(cast.bob))
    client = browser()
    give_password(client, "bob")
    assert client.post(STEP, {"code": code_of(secret)}).status_code == 422


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "٠", "0" * 61, "\x00", "' OR 1=1 --", "½½½½½½"])
def test_what_is_no_code_is_refused(cast: Any, app_of: Any, browser: Any, typed: str) -> None:
    app_of(cast.bob)
    client = browser()
    give_password(client, "bob")
    assert client.post(STEP, {"code": typed}).status_code == 422
    assert not is_in(client, cast.bob)


def test_guessing_ends_after_five_tries_for_the_account(cast: Any, app_of: Any, browser: Any, clock: Clock) -> None:
    """In one session the password is asked again, and the account's own count goes on in any other."""
    app, client = app_of(cast.bob), browser()
    give_password(client, "bob")
    answers = [client.post(STEP, {"code": "000000"}) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [422, 422, 422, 422, 303]
    assert answers[-1]["Location"] == "/sign-in"
    assert client.get(STEP)["Location"] == "/sign-in"
    other = browser()
    give_password(other, "bob")
    refused = other.post(STEP, {"code": app.code()})
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert not is_in(other, cast.bob)
    clock.now += 301
    assert other.post(STEP, {"code": app.code()}).status_code == 303


def test_a_good_code_ends_the_count(cast: Any, app_of: Any, browser: Any, clock: Clock) -> None:
    app = app_of(cast.bob)
    for _ in range(3):
        client = browser()
        give_password(client, "bob")
        for _ in range(3):
            assert client.post(STEP, {"code": "000000"}).status_code == 422
        assert client.post(STEP, {"code": app.code()}).status_code == 303
        clock.now += 60


def test_the_second_step_needs_the_first(cast: Any, app_of: Any, browser: Any) -> None:
    app, client = app_of(cast.bob), browser()
    assert client.get(STEP)["Location"] == "/sign-in"
    assert client.post(STEP, {"code": app.code()})["Location"] == "/sign-in"
    assert not is_in(client, cast.bob)


def test_the_first_step_is_forgotten_after_a_while(cast: Any, app_of: Any, browser: Any, clock: Clock) -> None:
    app, client = app_of(cast.bob), browser()
    give_password(client, "bob")
    clock.now += 15 * 60 + 1
    assert client.post(STEP, {"code": app.code()})["Location"] == "/sign-in"
    assert not is_in(client, cast.bob)


def test_the_step_of_one_is_not_the_step_of_another(cast: Any, app_of: Any, browser: Any) -> None:
    app_of(cast.bob)
    hals, client = app_of(cast.hal), browser()
    give_password(client, "bob")
    assert client.post(STEP, {"code": hals.code()}).status_code == 422
    assert client.post(STEP, {"code": hals.codes[0]}).status_code == 422


def test_removing_the_last_factor_takes_the_codes_along(cast: Any, client_of: Any, browser: Any, mail: Any) -> None:
    client = client_of(cast.bob)
    set_up(client)
    assert client.delete(APP)["Location"] == SAFETY
    assert kinds(cast.bob) == []
    assert client.delete(APP).status_code == 404
    assert client.post(CODES).status_code == 404, "codes alone are no second factor"
    assert give_password(other := browser(), "bob")["Location"] == "/"
    assert is_in(other, cast.bob)


def test_each_change_is_told_by_mail(cast: Any, client_of: Any, mail: Any, drain: Any) -> None:
    client = client_of(cast.bob)
    set_up(client)
    client.post(CODES)
    client.delete(APP)
    drain()
    texts = [letter.get_content() for letter in mail.to("bob@example.org")]
    assert [("set up" in text, "recovery codes" in text, "removed" in text) for text in texts] == [
        (True, False, False),
        (False, True, False),
        (False, False, True),
    ]
    assert all("http://localhost:8000/settings/safety" in text for text in texts)


@pytest.mark.parametrize("path", [APP, CODES, SAFETY, f"{APP}/picture", "/second-step", "/step-up"])
def test_visitors_find_only_the_way_in(client_of: Any, path: str) -> None:
    assert client_of(None).get(path)["Location"].startswith("/sign-in")
