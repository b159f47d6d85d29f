"""Passkeys: adding, naming, removing, coming in with one, and what a crooked device or page tries."""

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator

from folkmoot.accounts.actions import link_identity
from folkmoot.moderation.actions import suspend
from folkmoot.web.entrance.factors import passkeys
from tests.web.factors.conftest import NEW, SAFETY, STEP, Clock, add, ask, give_password, is_in, kinds
from tests.web.factors.device import Device
from tests.web.pages import page

pytestmark = pytest.mark.django_db
BY = "/sign-in/passkey"


@pytest.fixture
def phone(cast: Any, client_of: Any) -> Device:
    """Bob's, which he has added; its clock of uses runs."""
    device = Device(count=1)
    assert add(client_of(cast.bob), device).status_code == 200
    device.count = 2
    return device


def come_in(client: Any, device: Device, **crooked: Any) -> Any:
    return client.post(BY, {"credential": device.use(ask(client, "sign-in"), **crooked)})


def test_a_passkey_is_added_and_brings_recovery_codes(cast: Any, client_of: Any) -> None:
    client = client_of(cast.bob)
    assert 'value="Another program"' in client.get(NEW).content.decode()
    asked = ask(client, "add")["publicKey"]
    assert asked["rp"]["id"] == "localhost"
    assert asked["authenticatorSelection"]["residentKey"] == asked["authenticatorSelection"]["userVerification"]
    answer = add(client, Device(), "  My   phone ")
    assert "Print this page" in page(answer).text
    assert "My phone" in page(client.get(SAFETY)).text
    assert kinds(cast.bob) == ["recovery_codes", "webauthn"]
    assert add(client, Device(), "My phone")["Location"] == SAFETY
    assert "My phone 2" in page(client.get(SAFETY)).text
    named = add(client, Device(), "")
    assert named.status_code == 303, "it has the name of the device"


def test_it_lets_in_without_a_password(cast: Any, phone: Device, browser: Any) -> None:
    client = browser()
    asked = ask(client, "sign-in")
    assert "allowCredentials" not in asked["publicKey"], "which accounts there are is told to nobody"
    answer = client.post(BY, {"credential": phone.use(asked), "next": "/members"})
    assert (answer.status_code, answer["Location"]) == (303, "/members")
    assert is_in(client, cast.bob)


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_it_leads_to_no_other_site(phone: Device, browser: Any, there: str) -> None:
    client = browser()
    assert client.post(BY, {"credential": phone.use(ask(client, "sign-in")), "next": there})["Location"] == "/"


def test_it_is_the_second_step_too(cast: Any, phone: Device, browser: Any) -> None:
    client = browser()
    give_password(client, "bob")
    assert "code" in page(client.get(STEP)).form().fields
    asked = ask(client, "step")
    assert [each["type"] for each in asked["publicKey"]["allowCredentials"]] == ["public-key"]
    assert client.post(STEP, {"credential": phone.use(asked)}).status_code == 303
    assert is_in(client, cast.bob)


def test_several_can_be_named_and_removed(cast: Any, client_of: Any) -> None:
    client = client_of(cast.bob)
    for name in ("Phone", "Key"):
        add(client, Device(), name)
    first, second = Authenticator.objects.filter(type="webauthn").order_by("id")
    client.post(f"{NEW}/{first.id}", {"name": "Old phone"})
    client.post(f"{NEW}/{second.id}", {"name": "Old phone"})
    read = page(client.get(SAFETY)).text
    assert "Old phone" in read
    assert "Old phone 2" in read
    assert client.post(f"{NEW}/{first.id}", {"name": "Old phone"}).status_code == 303
    answer = client.post(f"{NEW}/{first.id}", {"name": " "})
    assert answer.status_code == 422
    assert answer.content.decode().count("-error") == 2, "beside the field of this one alone"
    assert f'id="name-{first.id}-error"' in answer.content.decode()
    client.delete(f"{NEW}/{second.id}")
    assert "Old phone 2" not in page(client.get(SAFETY)).text
    assert kinds(cast.bob) == ["recovery_codes", "webauthn"]
    client.delete(f"{NEW}/{first.id}")
    assert kinds(cast.bob) == []


def test_the_last_way_in_is_not_removed(cast: Any, client_of: Any, settings: Any) -> None:
    client = client_of(cast.bob)
    for name in ("Phone", "Key"):
        add(client, Device(), name)
    cast.bob.login.set_unusable_password()
    cast.bob.login.save()
    client = client_of(cast.bob)
    first, second = Authenticator.objects.filter(type="webauthn").order_by("id")
    assert client.delete(f"{NEW}/{first.id}").status_code == 303
    refused = client.delete(f"{NEW}/{second.id}")
    assert refused.status_code == 403
    assert "your only way in" in refused.content.decode()
    assert kinds(cast.bob) == ["recovery_codes", "webauthn"]
    known = {"oidc_issuer": "https://id.example", "oidc_client_id": "x", "oidc_client_secret": "y"}
    settings.FOLKMOOT = settings.FOLKMOOT.model_copy(update=known)
    link_identity(cast.bob.login_id, "https://id.example", "s-1")
    assert client.delete(f"{NEW}/{second.id}").status_code == 303, "a sign-in service lets them in"


def test_those_of_others_are_not_there(cast: Any, client_of: Any, phone: Device) -> None:
    row = Authenticator.objects.get(type="webauthn")
    other = client_of(cast.hal)
    assert other.post(f"{NEW}/{row.id}", {"name": "Mine"}).status_code == 404
    assert other.delete(f"{NEW}/{row.id}").status_code == 404
    assert kinds(cast.bob) == ["recovery_codes", "webauthn"]


def test_one_account_has_twenty(cast: Any, client_of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passkeys, "MOST", 1)
    client = client_of(cast.bob)
    add(client, Device())
    assert client.get(NEW).status_code == 403


def test_an_answer_is_good_once(cast: Any, phone: Device, browser: Any) -> None:
    client = browser()
    answer = phone.use(ask(client, "sign-in"))
    assert client.post(BY, {"credential": answer})["Location"] == "/"
    client.post("/sign-out")
    phone.count += 1
    refused = client.post(BY, {"credential": answer})
    assert refused["Location"] == "/sign-in"
    assert not is_in(client, cast.bob)
    assert "does not open anything here" in page(client.get("/sign-in")).text


@pytest.mark.parametrize("purpose", ["step", "step-up", "add"])
def test_an_answer_is_good_for_what_was_asked(cast: Any, phone: Device, client_of: Any, purpose: str) -> None:
    client = client_of(cast.bob)
    question = ask(client, purpose)
    client.cookies["session"]
    answer = client.post(BY, {"credential": phone.use(question)})
    assert answer["Location"] == "/sign-in"


@pytest.mark.parametrize("crooked", [{"challenge": b"x" * 32}, {"type": "webauthn.create"}, {"user": b"999"}])
def test_a_crooked_answer_opens_nothing(cast: Any, phone: Device, browser: Any, crooked: Any) -> None:
    client = browser()
    assert come_in(client, phone, **crooked)["Location"] == "/sign-in"
    assert not is_in(client, cast.bob)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("origin", "http://localhost:8001"),
        ("origin", "http://evil.localhost:8000"),
        ("origin", "https://localhost:8000"),
        ("origin", "http://127.0.0.1:8000"),
        ("rp_id", "evil.example"),
        ("verified", False),
        ("count", 1),
    ],
)
def test_a_crooked_device_opens_nothing(cast: Any, phone: Device, browser: Any, name: str, value: Any) -> None:
    """Another site in between, a device that asked nobody for a finger, and a copy of one."""
    setattr(phone, name, value)
    client = browser()
    assert come_in(client, phone)["Location"] == "/sign-in"
    assert not is_in(client, cast.bob)


def test_another_key_under_the_same_name_opens_nothing(cast: Any, phone: Device, browser: Any) -> None:
    client = browser()
    assert come_in(client, Device(id=phone.id, user=phone.user))["Location"] == "/sign-in"


@pytest.mark.parametrize(("name", "value"), [("origin", "https://evil.example"), ("rp_id", "x"), ("verified", False)])
def test_nothing_crooked_is_added(cast: Any, client_of: Any, name: str, value: Any) -> None:
    device = Device()
    setattr(device, name, value)
    assert add(client_of(cast.bob), device).status_code == 422
    assert kinds(cast.bob) == []


def test_a_question_waits_for_five_minutes(cast: Any, phone: Device, browser: Any, clock: Clock) -> None:
    client = browser()
    question = ask(client, "sign-in")
    clock.now += passkeys.SECONDS + 1
    assert client.post(BY, {"credential": phone.use(question)})["Location"] == "/sign-in"


NONSENSE = [
    "",
    "{}",
    "[]",
    "null",
    "nonsense",
    "[" * 5_000,
    '{"id": 1}',
    "9" * 30_000,
    '{"rawId": "AA", "response": 3}',
]


@pytest.mark.parametrize("given", NONSENSE)
def test_nonsense_is_refused(cast: Any, phone: Device, client_of: Any, browser: Any, given: str) -> None:
    client = browser()
    ask(client, "sign-in")
    assert client.post(BY, {"credential": given})["Location"] == "/sign-in"
    mine = client_of(cast.bob)
    ask(mine, "add")
    assert mine.post(NEW, {"name": "x", "credential": given}).status_code == 422


@pytest.mark.parametrize("part", ["clientDataJSON", "authenticatorData", "signature", "userHandle"])
@pytest.mark.parametrize("value", ["", "AAAA", "%", None, 7, {}])
def test_an_answer_with_a_broken_part_is_refused(phone: Device, browser: Any, part: str, value: Any) -> None:
    client = browser()
    answer = json.loads(phone.use(ask(client, "sign-in")))
    answer["response"][part] = value
    assert client.post(BY, {"credential": json.dumps(answer)})["Location"] == "/sign-in"


def test_of_a_suspended_account_it_opens_nothing(cast: Any, phone: Device, browser: Any) -> None:
    suspend(cast.olivia, cast.bob.id, "Sold followers.", None)
    client = browser()
    come_in(client, phone)
    answer = client.get("/settings/profile")
    assert answer.status_code == 403
    assert "suspended" in page(answer).text
    assert not is_in(client, cast.bob)


def test_of_a_login_that_is_gone_or_switched_off_it_opens_nothing(cast: Any, phone: Device, browser: Any) -> None:
    login = cast.bob.login
    login.is_active = False
    login.save()
    client = browser()
    come_in(client, phone)
    assert not is_in(client, cast.bob)
    login.delete()
    assert come_in(client, phone)["Location"] == "/sign-in"


def test_suspension_ends_the_sessions_it_opened(cast: Any, phone: Device, browser: Any) -> None:
    client = browser()
    come_in(client, phone)
    suspend(cast.olivia, cast.bob.id, "Sold followers.", None)
    assert client.get("/settings/profile").status_code in {302, 403}
    assert not is_in(client, cast.bob)


@pytest.mark.parametrize("purpose", ["add", "step", "step-up", "nonsense"])
def test_visitors_are_asked_only_to_come_in(client_of: Any, purpose: str) -> None:
    assert client_of(None).post(f"/passkeys/challenge/{purpose}").status_code == 404


def test_questions_are_counted(browser: Any, settings: Any) -> None:
    settings.FOLKMOOT = settings.FOLKMOOT.model_copy(update={"sign_ins_per_5_minutes": 2})
    client = browser()
    codes = [client.post("/passkeys/challenge/sign-in").status_code for _ in range(3)]
    assert codes == [200, 200, 429]


def test_questions_and_answers_need_their_token() -> None:
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    for path in ("/passkeys/challenge/sign-in", BY, STEP, NEW, "/second-step"):
        assert client.post(path).status_code == 403


def test_the_step_after_the_password_is_called_as_allauth_calls_it() -> None:
    from allauth.mfa.stages import AuthenticateStage

    from folkmoot.web.entrance.factors.proof import STAGE

    assert AuthenticateStage.key == STAGE
