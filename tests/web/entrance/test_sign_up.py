"""Signing up in each of the four ways, and what a stranger learns from trying: nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from folkmoot.accounts.models import Account, Invitation
from folkmoot.core import limits
from tests.web.pages import Page, page

WORDS = "a very long sentence"
NEW = {"username": "nora", "email": "nora@example.org", "password1": WORDS}
REASON = "I sing alto and live next door."


def sign_up(client: Client, path: str = "/sign-up", **more: str) -> Any:
    form = page(client.get(path)).form()
    return client.post("/sign-up", form.filled(**{**NEW, **more}))


def link_in(message: Any) -> str:
    text: str = message.get_content()
    return next(line for line in text.splitlines() if line.startswith("http"))


def confirm(client: Client, mail: Any, address: str = NEW["email"]) -> Any:
    link = link_in(mail.to(address)[-1])
    path = link.removeprefix("http://localhost:8000")
    assert "Is nora@example.org your address?" in page(client.get(path)).text
    return client.post(path)


def test_open_one_confirms_and_is_in(settle: Any, client: Client, mail: Any, drain: Callable[[], int]) -> None:
    settle(sign_up="open")
    assert sign_up(client)["Location"] == "/confirm-email"
    assert page(client.get("/confirm-email")).heading == "Look into your mail"
    assert not Account.objects.get(username="nora").active
    drain()
    assert confirm(client, mail)["Location"] == "/welcome"
    assert Account.objects.get(username="nora").active
    assert client.get("/settings/profile").status_code == 200


def test_a_look_at_the_link_confirms_nothing(settle: Any, client: Client, mail: Any, drain: Callable[[], int]) -> None:
    """Mail programs follow links by themselves; only a press of the button counts."""
    settle(sign_up="open")
    sign_up(client)
    drain()
    client.get(link_in(mail.to(NEW["email"])[0]).removeprefix("http://localhost:8000"))
    assert not Account.objects.get(username="nora").active


def test_confirmed_elsewhere_one_signs_in(settle: Any, client: Client, mail: Any, drain: Callable[[], int]) -> None:
    """The link in another browser makes a member, but signs nobody in."""
    settle(sign_up="open")
    sign_up(client)
    drain()
    other = Client()
    assert confirm(other, mail)["Location"] == "/sign-in"
    assert other.get("/settings/profile").status_code == 302
    assert Account.objects.get(username="nora").active


def test_a_link_works_once(settle: Any, client: Client, mail: Any, drain: Callable[[], int]) -> None:
    settle(sign_up="open")
    sign_up(client)
    drain()
    confirm(client, mail)
    path = link_in(mail.to(NEW["email"])[0]).removeprefix("http://localhost:8000")
    assert page(Client().get(path)).heading == "Confirm your address"
    assert not [form for form in page(Client().get(path)).forms if form.method == "post"]


@pytest.mark.parametrize("key", ["abc", "MQ:1abc:def", "x" * 300])
def test_a_made_up_link_is_not_an_error(community: None, client: Client, key: str) -> None:
    response = client.get(f"/confirm-email/{key}")
    assert response.status_code == 200
    assert "This link has ended" in page(response).text
    assert client.post(f"/confirm-email/{key}").status_code == 404


def test_links_name_the_configured_origin_never_the_host(
    settle: Any, mail: Any, drain: Callable[[], int], settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["evil.example", "testserver"]
    settle(sign_up="open")
    client = Client(HTTP_HOST="evil.example", HTTP_X_FORWARDED_HOST="worse.example")
    client.post("/sign-up", NEW)
    client.post("/password/reset", {"email": "nobody@example.org"})
    drain()
    sent = [str(message) for message in mail.all()]
    assert len(sent) == 2
    assert not [text for text in sent if "evil.example" in text or "worse.example" in text]
    assert link_in(mail.to(NEW["email"])[0]).startswith("http://localhost:8000/confirm-email/")


def test_by_approval_one_says_why_and_waits(settle: Any, client: Client, mail: Any, drain: Callable[[], int]) -> None:
    settle(sign_up="approval")
    read = page(client.get("/sign-up"))
    assert "read every application" in read.text
    sign_up(client, reason=REASON)
    drain()
    confirm(client, mail)
    assert page(client.get("/waiting")).heading == "Nearly there"
    account = Account.objects.select_related("login").get(username="nora")
    assert not account.active
    assert account.login
    assert account.login.reason == REASON


@pytest.mark.parametrize("reason", ["", "short"])
def test_by_approval_a_reason_is_needed(settle: Any, client: Client, reason: str) -> None:
    settle(sign_up="approval")
    response = sign_up(client, reason=reason)
    read = page(response)
    assert response.status_code == 422
    assert read.form().invalid == ["reason"]
    assert read.form().fields["username"] == "nora"
    assert not Account.objects.filter(username="nora").exists()


def invited(cast: Any, uses: int = 1) -> Invitation:
    from folkmoot.accounts.actions import create_invitation

    return create_invitation(cast.olivia, uses, 7)


def test_by_invitation_the_link_fills_the_code_in(cast: Any, settle: Any, client: Client) -> None:
    settle(sign_up="invitation")
    invitation = invited(cast)
    assert sign_up(client, f"/sign-up?invitation={invitation.code}")["Location"] == "/confirm-email"
    invitation.refresh_from_db()
    assert invitation.uses_left == 0
    again = Client().post(
        "/sign-up", {**NEW, "username": "otto", "email": "o@example.org", "invitation": invitation.code}
    )
    assert again.status_code == 422
    assert page(again).form().invalid == ["invitation"]


@pytest.mark.parametrize("code", ["", "made-up", "x" * 60, "é"])
def test_by_invitation_nobody_comes_in_without(settle: Any, client: Client, code: str) -> None:
    settle(sign_up="invitation")
    response = client.post("/sign-up", {**NEW, "invitation": code})
    assert response.status_code == 422
    assert page(response).form().invalid == ["invitation"]
    assert not Account.objects.filter(username="nora").exists()


def test_an_invitation_spares_the_waiting(
    cast: Any, settle: Any, client: Client, mail: Any, drain: Callable[[], int]
) -> None:
    settle(sign_up="approval")
    sign_up(client, f"/sign-up?invitation={invited(cast).code}")
    drain()
    confirm(client, mail)
    assert Account.objects.get(username="nora").active


def test_closed_there_is_no_form(settle: Any, client: Client) -> None:
    settle(sign_up="closed")
    read = page(client.get("/sign-up"))
    assert read.heading == "Sign-up is closed"
    assert "choir@example.org" in read.text
    assert not [form for form in read.forms if form.method == "post"]
    client.post("/sign-up", NEW)
    assert not Account.objects.filter(username="nora").exists()


def test_before_the_community_is_set_up_nobody_signs_up(db: None, client: Client) -> None:
    assert page(client.get("/sign-up")).heading == "Not open yet"


def test_rules_are_shown_and_agreed_to(settle: Any, client: Client) -> None:
    settle(sign_up="open", rules=["Be kind.", "Sing in tune."])
    read = page(client.get("/sign-up"))
    assert "Sing in tune." in read.text
    refused = page(client.post("/sign-up", NEW))
    assert refused.form().invalid == ["agree"]
    assert sign_up(client, agree="on").status_code == 302


@pytest.mark.usefixtures("community")
@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("username", "", "required"),
        ("username", "nora nora", "letters a to z"),
        ("username", "nörd", "letters a to z"),
        ("username", "n" * 31, "30 characters"),
        ("username", "admin", "kept for the community"),
        ("username", "bob", "taken"),
        ("username", "BOB", "taken"),
        ("email", "nora", "valid email"),
        ("password1", "short", "too short"),
        ("password1", "password123", "too common"),
        ("password1", "38421905337", "numeric"),
        ("password1", "nora@example.org", "similar"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_its_field(
    cast: Any, client: Client, field: str, value: str, words: str
) -> None:
    response = client.post("/sign-up", {**NEW, field: value})
    read = page(response)
    assert response.status_code == 422
    assert read.form().invalid == [field]
    assert words in read.errors
    kept = {name: typed for name, typed in {**NEW, field: value}.items() if name != "password1"}
    assert {name: read.form().fields[name] for name in kept} == kept
    assert read.form().fields["password1"] == ""


def shown(read: Page) -> str:
    """A page without what differs between any two answers."""
    token = read.form().fields.get("csrfmiddlewaretoken", "")
    return read.source.replace(token, "")


def test_a_taken_address_answers_like_a_free_one(
    cast: Any, community: None, mail: Any, drain: Callable[[], int]
) -> None:
    free, taken = Client(), Client()
    one = sign_up(free)
    other = sign_up(taken, username="nora2", email="BOB@example.org")
    assert (one.status_code, one["Location"]) == (other.status_code, other["Location"])
    assert sorted(one.cookies) == sorted(other.cookies)
    assert shown(page(free.get("/confirm-email"))) == shown(page(taken.get("/confirm-email")))
    assert not Account.objects.filter(username="nora2").exists()
    drain()
    assert "a member of Hillside Choir already" in str(mail.to("bob@example.org")[0]["Subject"])
    assert "/confirm-email/" not in mail.to("bob@example.org")[0].get_content()


def test_a_taken_address_costs_a_hash_too(cast: Any, community: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from folkmoot.web.entrance import forms

    hashed: list[str] = []
    monkeypatch.setattr(forms, "make_password", hashed.append)
    sign_up(Client(), email="bob@example.org")
    assert hashed == [WORDS]


def test_a_bad_reason_is_refused_for_taken_addresses_too(cast: Any, settle: Any, client: Client) -> None:
    """Else the kind of refusal would tell whose address is known."""
    settle(sign_up="approval")
    assert sign_up(client, email="bob@example.org", reason="x").status_code == 422


def test_signing_up_again_sends_the_same_person_nothing_new(community: None) -> None:
    sign_up(Client())
    sign_up(Client(), username="nora_two")
    assert get_user_model().objects.filter(email="nora@example.org").count() == 1


def test_the_mail_is_sent_again_on_request(
    community: None, mail: Any, drain: Callable[[], int], client: Client
) -> None:
    sign_up(client)
    limits.forget_all()  # the limit of one mail in three minutes
    response = client.post("/confirm-email", {"email": " Nora@example.org "})
    assert response.status_code == 303
    drain()
    assert len(mail.to(NEW["email"])) == 2


def test_mails_are_not_sent_in_a_row(community: None, mail: Any, drain: Callable[[], int], client: Client) -> None:
    sign_up(client)
    for _ in range(4):
        client.post("/confirm-email", {"email": NEW["email"]})
    drain()
    assert len(mail.to(NEW["email"])) == 1


@pytest.mark.usefixtures("community")
@pytest.mark.parametrize("address", ["nobody@example.org", "bob@example.org", "", "not an address", "x" * 5000])
def test_asking_again_tells_nothing(
    cast: Any, mail: Any, drain: Callable[[], int], client: Client, address: str
) -> None:
    sign_up(client)
    cookies = {name: value.value for name, value in client.cookies.items()}
    response = client.post("/confirm-email", {"email": address})
    known = Client(headers={"cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())})
    assert response.status_code == known.post("/confirm-email", {"email": NEW["email"]}).status_code == 303
    assert "If this address waits" in page(client.get("/confirm-email")).notices
    drain()
    assert mail.to("nobody@example.org") == mail.to("bob@example.org") == []


def test_an_unconfirmed_member_who_signs_in_is_sent_to_the_mail(community: None, client: Client) -> None:
    sign_up(client)
    other = Client()
    response = other.post("/sign-in", {"login": "nora", "password": WORDS})
    assert response["Location"] == "/confirm-email"
    assert other.get("/settings/profile").status_code == 302
    assert other.get("/sign-in").status_code == 200


def test_a_name_that_was_taken_meanwhile(community: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from folkmoot.core.errors import Invalid
    from folkmoot.web.entrance import forms

    def too_late(application: Any) -> None:
        raise Invalid("username", "This user name was taken a moment ago.")

    monkeypatch.setattr(forms, "sign_up", too_late)
    response = sign_up(client)
    assert response.status_code == 422
    assert "a moment ago" in page(response).errors


def test_the_twenty_first_attempt_in_a_minute_is_slowed_down(community: None, client: Client) -> None:
    statuses = [client.post("/sign-up", {}).status_code for _ in range(21)]
    assert statuses[:20] == [422] * 20
    assert statuses[20] == 429
    assert page(client.post("/sign-up", {})).heading == "A little slower, please"
