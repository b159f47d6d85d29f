"""Every address of the pages: no unsafe method without a token, and the headers that keep browsers in their bounds.

A new address is asked by itself, as a visitor, a member and an owner.
"""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from folkmoot.project.cast import Cast
from tests.doors import Door, come_in
from tests.faults.nasty import fingerprint
from tests.security.addresses import EXEMPT, pages

pytestmark = pytest.mark.django_db
UNSAFE = ("post", "put", "patch", "delete")
_walked: dict[str, list[tuple[str, Any]]] = {}
FOR_ALL = {"theme", "manifest"}  # the same for whoever asks
WHO = ("visitor", "alice", "frank", "olivia")


@pytest.fixture(scope="module")
def addresses() -> dict[str, str]:
    return pages()


def browser(cast: Cast, who: str) -> Client:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    if who != "visitor":
        login = getattr(cast, who).login
        client.force_login(login)
        come_in(client, login)  # staff with their second factor, so that their pages are there
    return client


def called(address: str) -> str:
    try:
        found = resolve(address)
    except Resolver404:
        return ""
    return found.url_name or found.route


def everywhere(cast: Cast, who: str) -> list[tuple[str, Any]]:
    """Every page as somebody meets it, asked for once in a run: what is looked at are headers and kinds."""
    if who not in _walked:
        client = browser(cast, who)
        _walked[who] = [(name, client.get(address)) for name, address in pages().items()]
    return _walked[who]


def test_every_address_that_is_asked_is_one(addresses: dict[str, str]) -> None:
    lost = {name: address for name, address in addresses.items() if called(address) != name}
    assert lost == {}
    assert len(addresses) > 150


@pytest.mark.parametrize("method", UNSAFE)
def test_nothing_is_changed_without_a_token(cast: Cast, addresses: dict[str, str], method: str) -> None:
    client, before = browser(cast, "olivia"), fingerprint()
    open_ = {
        name: answer.status_code
        for name, address in addresses.items()
        if name not in EXEMPT and (answer := getattr(client, method)(address, {})).status_code != 403
    }
    assert open_ == {}, "these answer a request that any page elsewhere could have sent"
    assert fingerprint() == before


def test_what_asks_for_no_token_is_named(addresses: dict[str, str]) -> None:
    exempt = {name for name, address in addresses.items() if getattr(resolve(address).func, "csrf_exempt", False)}
    assert exempt == set(EXEMPT)


def test_visitors_forms_take_a_token_too(cast: Cast, addresses: dict[str, str]) -> None:
    client = browser(cast, "visitor")
    open_ = {name for name, at in addresses.items() if name not in EXEMPT and client.post(at, {}).status_code != 403}
    assert open_ == set()


def test_looking_changes_nothing(cast: Cast, addresses: dict[str, str]) -> None:
    client = browser(cast, "olivia")
    for address in addresses.values():
        client.get(address)
    before = fingerprint()
    for address in addresses.values():
        client.get(address)
    assert fingerprint() == before


# -- Headers -----------------------------------------------------------------------------------------------------------


def policy(answer: HttpResponse) -> dict[str, list[str]]:
    said = answer.get("Content-Security-Policy", "")
    return {words[0]: words[1:] for part in said.split(";") if (words := part.split())}


def lacks(answer: Any) -> list[str]:
    """Which of the headers of every answer are not as they should be."""
    rules, wrong = policy(answer), []
    wanted = {"default-src": ["'none'"], "base-uri": ["'none'"], "frame-ancestors": ["'none'"]}
    wrong += [f"{name}: {rules.get(name)}" for name, value in wanted.items() if rules.get(name, value) != value]
    wrong += [name for name in ("default-src", "frame-ancestors") if name not in rules]
    said = answer.get("Content-Security-Policy", "")
    wrong += [
        word for word in ("unsafe-inline", "unsafe-eval", "nonce-", "strict-dynamic", "data:", "*") if word in said
    ]
    exactly = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}
    exactly |= {"Cross-Origin-Opener-Policy": "same-origin"}
    return wrong + [f"{name}: {answer.get(name)}" for name, value in exactly.items() if answer.get(name) != value]


@pytest.mark.parametrize("who", WHO)
def test_every_page_says_what_a_browser_may_do_with_it(cast: Cast, who: str) -> None:
    wrong = {name: found for name, answer in everywhere(cast, who) if (found := lacks(answer))}
    assert wrong == {}


@pytest.mark.parametrize("who", WHO)
def test_every_page_runs_scripts_from_here_alone(cast: Cast, who: str) -> None:
    rules = [policy(answer) for _, answer in everywhere(cast, who) if answer.status_code == 200]
    assert {tuple(each.get("script-src", ["'self'"])) for each in rules} == {("'self'",)}
    assert {tuple(each.get("style-src", ["'self'"])) for each in rules} == {("'self'",)}
    assert {word for each in rules for word in each.get("object-src", [])} <= {"'none'"}


@pytest.mark.parametrize("who", WHO)
def test_every_page_gives_up_what_it_does_not_need(cast: Cast, who: str) -> None:
    for name, answer in everywhere(cast, who):
        said = answer.get("Permissions-Policy", "")
        for feature in ("camera", "geolocation", "payment", "usb"):
            assert f"{feature}=()" in said, (name, feature)
        assert answer.get("Cross-Origin-Resource-Policy") == "same-origin", name


@pytest.mark.parametrize("who", WHO[1:])
def test_members_pages_are_kept_by_nobody_else(cast: Cast, who: str) -> None:
    for name, answer in everywhere(cast, who):
        said = answer.get("Cache-Control", "")
        assert "public" not in said or name in FOR_ALL, name
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            assert "private" in said or "no-store" in said, name
            assert "no-cache" in said or "no-store" in said, name


def test_every_body_says_what_it_is(cast: Cast) -> None:
    for who in WHO:
        for name, answer in everywhere(cast, who):
            content = b"".join(answer) if answer.streaming else answer.content
            kind = answer.get("Content-Type", "")
            assert kind or not content, name
            assert "charset=utf-8" in kind or not kind.startswith("text/"), name


def test_no_answer_tells_what_runs_here(cast: Cast) -> None:
    told = {
        (name, each)
        for name, answer in everywhere(cast, "visitor")
        for each in ("Server", "X-Powered-By", "Via")
        if each in answer
    }
    assert told == set()


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "TRACK", "PROPFIND"])
@pytest.mark.parametrize("address", ["/", "/sign-in", "/api/v1/instance", "/health", "/nothing"])
def test_other_methods_are_not_answered(cast: Cast, method: str, address: str) -> None:
    answer = Door().request(method, address, headers={"X-Secret": "sesame"})
    assert answer.status_code == 405
    assert "sesame" not in answer.text + str(answer.headers)
