"""What a browser computes: signed, once, for one purpose, in time, and dearer in a crowd."""

import base64
import json
from datetime import timedelta
from itertools import pairwise
from typing import Any

import altcha
import pytest
from django.utils import timezone

from folkmoot.accounts.actions import challenge, is_asked, proof, spend_proof
from folkmoot.accounts.models import SpentProof
from folkmoot.accounts.tasks import forget_arrivals
from folkmoot.core import limits
from folkmoot.core.errors import Invalid
from folkmoot.core.limits.rules import SIGN_UP
from folkmoot.instance.actions import post_guard
from tests.happened import at_once, problems

pytestmark = pytest.mark.django_db
HERE = "198.51.100.7"


@pytest.fixture(autouse=True)
def cheap(settings: Any) -> None:
    settings.FOLKMOOT = settings.FOLKMOOT.model_copy(update={"proof_price": 1})


def solved(purpose: str = "sign-up", address: str = HERE) -> str:
    found = altcha.Challenge.from_dict(challenge(purpose, address))
    solution = altcha.solve_challenge(found)
    assert solution
    return altcha.Payload(found, solution).to_base64()


def changed(payload: str, **parameters: object) -> str:
    sent = json.loads(base64.b64decode(payload))
    sent["challenge"]["parameters"] |= parameters
    return base64.b64encode(json.dumps(sent).encode()).decode()


def test_solved_once() -> None:
    assert spend_proof("sign-up", solved())


def test_none_at_all_is_no_mistake() -> None:
    assert spend_proof("sign-up", "") is False


def test_not_twice() -> None:
    payload = solved()
    assert spend_proof("sign-up", payload)
    for again in (payload, _respelled(payload)):
        with pytest.raises(Invalid, match="used already"):
            spend_proof("sign-up", again)


def _respelled(payload: str) -> str:
    """The same challenge with its signature in capitals and another order of fields."""
    sent = json.loads(base64.b64decode(payload))
    sent["challenge"]["signature"] = sent["challenge"]["signature"].upper()
    return base64.b64encode(json.dumps(dict(reversed(sent.items()))).encode()).decode()


@pytest.mark.django_db(transaction=True)
def test_not_twice_at_once() -> None:
    payload = solved()
    outcomes = at_once(*[lambda: spend_proof("sign-up", payload)] * 5)
    assert len(problems(outcomes)) == 4


def test_only_for_what_it_was_made() -> None:
    with pytest.raises(Invalid):
        spend_proof("sign-up", solved("reset"))


def test_too_old(monkeypatch: pytest.MonkeyPatch) -> None:
    payload = solved()
    later = timezone.now() + proof.LIFE + timedelta(seconds=2)
    monkeypatch.setattr("altcha.v2.time.time", later.timestamp)
    with pytest.raises(Invalid, match="too old"):
        spend_proof("sign-up", payload)


@pytest.mark.parametrize(
    "parameters",
    [
        {"cost": 0},
        {"keyPrefix": ""},
        {"expiresAt": 99_999_999_999},
        {"data": {"for": "reset"}},
        {"algorithm": "SHA-256"},
    ],
)
def test_a_cheaper_or_longer_one_of_one_s_own_making(parameters: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        spend_proof("sign-up", changed(solved(), **parameters))


def test_signed_by_somebody_else(settings: Any) -> None:
    payload = solved()
    settings.SECRET_KEY = "another community's"
    with pytest.raises(Invalid):
        spend_proof("sign-up", payload)


@pytest.mark.parametrize(
    "rubbish",
    [
        "x",
        "e30=",
        "bnVsbA==",
        "W10=",
        base64.b64encode(b'{"challenge": {"parameters": 5}}').decode(),
        base64.b64encode(b'{"challenge": {"parameters": {"cost": 1}, "signature": null}, "solution": {}}').decode(),
        base64.b64encode(b"[" * 2_000).decode(),
        "é",
        "\0",
        "A" * 10_000,
        base64.b64encode(b"\xff\xfe").decode(),
    ],
)
def test_rubbish_costs_nothing(rubbish: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def computed(*_: object) -> None:
        raise AssertionError("nothing is computed for what we did not sign")

    monkeypatch.setattr("altcha.v2.derive_key_pbkdf2", computed)
    with pytest.raises(Invalid):
        spend_proof("sign-up", rubbish)
    assert SpentProof.objects.count() == 0


def test_a_wrong_answer() -> None:
    sent = json.loads(base64.b64decode(solved()))
    sent["solution"]["counter"] += 1
    with pytest.raises(Invalid):
        spend_proof("sign-up", base64.b64encode(json.dumps(sent).encode()).decode())
    assert SpentProof.objects.count() == 0, "a wrong one leaves nothing behind"


class TestPrice:
    def test_it_rises_with_those_from_the_same_prefix(self) -> None:
        prices = []
        for _ in range(20):
            prices.append(proof.price(HERE))
            limits.count_from(SIGN_UP, HERE)
        assert prices == sorted(prices)
        assert (prices[0], prices[-1]) == (0, 4)
        assert proof.price("203.0.113.9") == 0, "others pay what they always do"

    def test_it_rises_while_there_is_a_guard(self) -> None:
        post_guard("near 20")
        assert proof.price("203.0.113.9") == 2

    def test_each_step_is_twice_as_dear(self) -> None:
        costs = [16 ** len(prefix) * factor for prefix, factor in proof._STEPS]
        assert all(later == 2 * earlier for earlier, later in pairwise(costs))

    def test_it_has_an_end(self, settings: Any) -> None:
        settings.FOLKMOOT = settings.FOLKMOOT.model_copy(update={"sign_ups_per_hour": 1000})
        for _ in range(100):
            limits.count_from(SIGN_UP, HERE)
        post_guard("near 20")
        assert proof.price(HERE) == proof.DEAREST == len(proof._STEPS) - 1

    def test_none_where_it_is_switched_off(self, settings: Any) -> None:
        assert is_asked()
        settings.FOLKMOOT = settings.FOLKMOOT.model_copy(update={"proof_price": 0})
        assert not is_asked()
        settings.FOLKMOOT = settings.FOLKMOOT.model_copy(update={"proof_price": 1})
        settings.TEST_PROFILE = True
        assert not is_asked()


def test_old_ones_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    spend_proof("sign-up", solved())
    forget_arrivals()
    assert SpentProof.objects.count() == 1
    later = timezone.now() + proof.LIFE + timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    forget_arrivals()
    assert SpentProof.objects.count() == 0
