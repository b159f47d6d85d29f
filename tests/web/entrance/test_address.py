"""Changing one's e-mail address: who says yes to it, who can take it back, and what others make of the links."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.signing import TimestampSigner
from django.test import Client
from django.utils import timezone

from folkmoot.accounts.actions import ask_for_address, create_token, hide_account, take_address, take_back_address
from folkmoot.accounts.models import Account, AddressChange, Login
from folkmoot.accounts.tasks import clear_sessions
from folkmoot.core import limits
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.instance.actions import change_settings
from folkmoot.project.cast import PASSWORD
from folkmoot.web.entrance import address
from tests.api.apps import ME
from tests.doors import Door
from tests.web.entrance.test_sessions import IPHONE, signed_in
from tests.web.pages import page

pytestmark = pytest.mark.usefixtures("cast", "community")
OLD, NEW, PAGE = "bob@example.org", "robert@example.net", "/settings/email"
NEXT = "a quite different sentence"


@pytest.fixture
def links(mail: Any, drain: Callable[[], int]) -> Callable[[str], list[str]]:
    """The links in the mails to somebody, as paths."""

    def found(to: str) -> list[str]:
        drain()
        lines = [line for letter in mail.to(to) for line in letter.get_content().splitlines()]
        return [
            line.removeprefix("http://localhost:8000")
            for line in lines
            if "/confirm-address/" in line or "/not-me/" in line
        ]

    return found


def ask(client: Client, new: str = NEW) -> Any:
    form = page(client.get(PAGE)).form()
    return client.post(PAGE, form.filled(email=new))


def press(client: Client, link: str) -> Any:
    shown = page(client.get(link))
    return client.post(link, shown.form().fields)


def bob() -> Login:
    return Login.objects.get(account__username="bob")


def test_a_mail_to_the_new_address_makes_it_mine(links: Callable[[str], list[str]]) -> None:
    client = signed_in()
    assert ask(client).status_code == 303
    read = page(client.get(PAGE))
    assert f"We wrote to {NEW}" in read.text
    assert f"Your address is {OLD}" in read.text
    assert bob().email == OLD
    (link,) = links(NEW)
    assert press(client, link)["Location"] == PAGE
    assert bob().email == NEW
    assert f"Your address is {NEW}" in page(client.get(PAGE)).text
    assert list(EmailAddress.objects.filter(user=bob()).values_list("email", "verified", "primary")) == [
        (NEW, True, True)
    ]
    assert Client().post("/sign-in", {"login": NEW, "password": PASSWORD}).status_code == 302
    assert Client().post("/sign-in", {"login": OLD, "password": PASSWORD}).status_code == 422


def test_the_link_may_be_opened_where_nobody_is_signed_in(links: Callable[[str], list[str]]) -> None:
    ask(signed_in())
    stranger = Client()
    assert press(stranger, links(NEW)[0])["Location"] == "/sign-in"
    assert bob().email == NEW
    assert "_auth_user_id" not in stranger.session


def test_a_look_at_the_links_changes_nothing(links: Callable[[str], list[str]]) -> None:
    client = signed_in()
    ask(client)
    for link in (*links(NEW), *links(OLD)):
        assert Client().get(link).status_code == Client().head(link).status_code == 200
    assert bob().email == OLD
    assert AddressChange.objects.get().done_at is None
    assert client.get(PAGE).status_code == 200


def test_apps_and_sessions_stay(cast: Any, links: Callable[[str], list[str]]) -> None:
    program, client, other = Door(create_token(cast.bob, "read", 1)), signed_in(), signed_in(agent=IPHONE)
    ask(client)
    press(client, links(NEW)[0])
    assert program.get(ME).status_code == client.get(PAGE).status_code == other.get(PAGE).status_code == 200


def test_both_addresses_hear_of_it(links: Callable[[str], list[str]], mail: Any) -> None:
    client = signed_in()
    ask(client)
    press(client, links(NEW)[0])
    links(OLD)
    asked, done = mail.to(OLD)
    assert asked["Subject"] == "Somebody wants to change your address at Hillside Choir"
    assert done["Subject"] == "Your address at Hillside Choir has changed"
    for letter in (asked, done):
        assert "r…@example.net" in letter.get_content()
        assert NEW not in letter.get_content(), "whoever has the old address need not learn the new one"
        assert "Firefox on Linux" in letter.get_content()


@pytest.mark.parametrize("when", ["before", "after"])
def test_it_was_not_me(when: str, cast: Any, links: Callable[[str], list[str]]) -> None:
    """Whoever has the old address throws out whoever came into the account."""
    program, thief, other = Door(create_token(cast.bob, "read", 1)), signed_in(), signed_in(agent=IPHONE)
    ask(thief)
    confirm = links(NEW)[0]
    if when == "after":
        press(Client(), confirm)
    owner = Client()
    answer = press(owner, links(OLD)[0])
    assert answer["Location"].startswith("/password/reset/")
    assert bob().email == OLD
    assert thief.get(PAGE).status_code == other.get(PAGE).status_code == 302
    assert program.get(ME).status_code == 401
    assert Client().post("/sign-in", {"login": "bob", "password": PASSWORD}).status_code == 422
    assert "This link has ended" in page(Client().get(confirm)).text
    shown = owner.get(answer["Location"], follow=True)
    form = page(shown).form(shown.redirect_chain[-1][0])
    assert owner.post(form.action, form.filled(password1=NEXT)).status_code == 302
    assert Client().post("/sign-in", {"login": OLD, "password": NEXT}).status_code == 302


def test_who_has_no_password_gets_none(cast: Any, links: Callable[[str], list[str]]) -> None:
    ask(signed_in())
    login = bob()
    login.set_unusable_password()
    login.save()
    assert press(Client(), links(OLD)[0])["Location"] == "/sign-in"
    assert not bob().has_usable_password()


def test_taking_it_back_works_once_and_cannot_be_answered(cast: Any, links: Callable[[str], list[str]]) -> None:
    """A thief who moved on twice holds a link as well, to an address of theirs in between."""
    ask(signed_in())
    press(Client(), links(NEW)[0])
    change = ask_for_address(Account.objects.get(id=cast.bob.id), "third@example.net")
    take_address(change.pk)
    of_owner, of_thief = links(OLD)[0], address._link("address_not_me", address.NOT_ME, change)
    press(Client(), of_owner)
    assert bob().email == OLD
    for link in (of_owner, of_thief):
        assert "used before" in page(Client().get(link)).text
        assert not [form for form in page(Client().post(link)).forms if form.method == "post"]
    assert bob().email == OLD


def test_an_application_does_not_keep_the_owner_out(cast: Any, links: Callable[[str], list[str]]) -> None:
    """A thief could sign up with the old address, which they cannot prove, before it is taken back."""
    ask(signed_in())
    press(Client(), links(NEW)[0])
    change_settings(None, {"sign_up": "open"})
    Client().post("/sign-up", {"username": "thief", "email": OLD, "password1": NEXT})
    squatter = Account.objects.filter(username="thief").first()
    press(Client(), links(OLD)[0])
    assert bob().email == OLD
    if squatter:
        assert not EmailAddress.objects.filter(user=squatter.login).exists()


def test_a_member_who_proved_it_keeps_it(cast: Any, links: Callable[[str], list[str]]) -> None:
    ask(signed_in())
    press(Client(), links(NEW)[0])
    take_address(ask_for_address(cast.alice, OLD).pk)
    answer = Client().post(links(OLD)[0])
    assert answer.status_code == 422
    assert "belongs to a member by now" in page(answer).text
    assert (bob().email, Login.objects.get(id=cast.alice.login_id).email) == (NEW, OLD)


def test_only_the_last_one_counts(links: Callable[[str], list[str]]) -> None:
    client = signed_in()
    ask(client)
    first = links(NEW)[0]
    ask(client, "other@example.net")
    assert "This link has ended" in page(Client().get(first)).text
    assert "This link has ended" in page(Client().post(first)).text
    assert bob().email == OLD
    press(Client(), links("other@example.net")[0])
    assert bob().email == "other@example.net"


def test_a_link_works_once(links: Callable[[str], list[str]]) -> None:
    client = signed_in()
    ask(client)
    link = links(NEW)[0]
    press(client, link)
    assert "confirmed already" in page(Client().get(link)).text
    assert "This link has ended" in page(Client().post(link)).text


def test_two_who_want_the_same_address(cast: Any, links: Callable[[str], list[str]]) -> None:
    """The first to prove it has it; the other is told, and keeps what they have."""
    ask(signed_in())
    ask(signed_in("alice"))
    mine, theirs = links(NEW)
    press(Client(), theirs)
    answer = Client().post(mine)
    assert answer.status_code == 422
    assert "belongs to a member by now" in page(answer).text
    assert (bob().email, Login.objects.get(id=cast.alice.login_id).email) == (OLD, NEW)
    assert EmailAddress.objects.get(user=bob()).verified


def test_an_address_that_moved_on_meanwhile(cast: Any) -> None:
    change = ask_for_address(cast.bob, NEW)
    Login.objects.filter(id=cast.bob.login_id).update(email="moved@example.org")
    with pytest.raises(NotFound):
        take_address(change.pk)


def test_a_members_address_is_not_told_apart(links: Callable[[str], list[str]], mail: Any) -> None:
    client = signed_in()
    answer = ask(client, "alice@example.org")
    assert answer.status_code == 303
    assert "We wrote to alice@example.org" in page(client.get(PAGE)).text
    assert links("alice@example.org") == []
    assert "belongs to a member already" in mail.to("alice@example.org")[0].get_content()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (OLD, "your address already"),
        (" BOB@Example.org ", "your address already"),
        ("nonsense", "valid email"),
        ("", "required"),
        ("a@b.example\r\nBcc: eve@example.org", "valid email"),
        ("x" * 250 + "@example.org", "at most 254"),
        ("me@mailinator.com", ""),
    ],
)
def test_what_cannot_be_an_address_is_said(typed: str, words: str) -> None:
    client = signed_in()
    answer = client.post(PAGE, {"email": typed})
    read = page(answer)
    assert answer.status_code == 422
    assert read.form().invalid == ["email"]
    assert words in read.errors
    assert not AddressChange.objects.exists()


def test_one_may_think_better_of_it(links: Callable[[str], list[str]]) -> None:
    client = signed_in()
    ask(client)
    forms = page(client.get(PAGE)).forms
    keep = next(form for form in forms if form.fields.get("_method") == "DELETE" and form.action == PAGE)
    assert client.post(PAGE, keep.fields)["Location"] == PAGE
    assert "We wrote to" not in page(client.get(PAGE)).text
    assert "This link has ended" in page(Client().get(links(NEW)[0])).text
    assert client.post(PAGE, keep.fields).status_code == 404


@pytest.mark.parametrize("purpose", ["confirm", "not-me"])
@pytest.mark.parametrize("kind", ["made-up", "other purpose", "other key", "old", "not there"])
def test_links_that_are_none(purpose: str, kind: str, cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    change = ask_for_address(cast.bob, NEW)
    salt, other = address.CONFIRM, address.NOT_ME
    if purpose == "not-me":
        salt, other = other, salt
    keys = {
        "made-up": "abc:def:ghi",
        "other purpose": TimestampSigner(salt=other).sign(str(change.pk)),
        "other key": TimestampSigner(key="another", salt=salt).sign(str(change.pk)),
        "not there": TimestampSigner(salt=salt).sign("1"),
    }
    with monkeypatch.context() as patch:
        patch.setattr("time.time", lambda: timezone.now().timestamp() - 15 * 86_400)
        keys["old"] = TimestampSigner(salt=salt).sign(str(change.pk))
    path = f"/{'confirm-address' if purpose == 'confirm' else 'not-me'}/{keys[kind]}"
    for answer in (Client().get(path), Client().post(path)):
        assert answer.status_code == 200
        assert "This link has ended" in page(answer).text
    assert bob().email == OLD


def test_time_runs_out(cast: Any) -> None:
    change = ask_for_address(cast.bob, NEW)
    AddressChange.objects.update(asked_at=timezone.now() - timedelta(days=4))
    with pytest.raises(NotFound):
        take_address(change.pk)
    clear_sessions()
    assert AddressChange.objects.exists(), "it can be taken back still"
    AddressChange.objects.update(asked_at=timezone.now() - timedelta(days=15))
    with pytest.raises(NotFound):
        take_back_address(change.pk)
    clear_sessions()
    assert not AddressChange.objects.exists()


def test_a_change_that_went_while_somebody_waited(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two press at once: the second finds that there is nothing left to take back."""
    from folkmoot.accounts.actions import address as actions

    change = ask_for_address(cast.bob, NEW)
    held = actions._held

    def slow(login_id: int | None) -> Login:
        AddressChange.objects.all().delete()
        return held(login_id)

    monkeypatch.setattr(actions, "_held", slow)
    with pytest.raises(NotFound):
        take_back_address(change.pk)
    assert bob().check_password(PASSWORD)


def test_who_is_not_a_member_changes_nothing(cast: Any) -> None:
    """An application keeps its address: staff may have let in the first."""
    hide_account(cast.bob.id, timezone.now())
    with pytest.raises(NotAllowed):
        ask_for_address(Account.objects.get(id=cast.bob.id), NEW)
    waiting = Client()
    change_settings(None, {"sign_up": "approval"})
    waiting.force_login(Login.objects.get(account__username="bob"))
    assert waiting.post(PAGE, {"email": NEW}).status_code in {302, 403}


def test_it_asks_who_it_is_first(cast: Any, client_of: Callable[..., Client], settings: Any) -> None:
    """A session that was left open is not enough."""
    settings.REAUTHENTICATION_SECONDS = -1
    stale = client_of(cast.bob)
    answer = stale.post(PAGE, {"email": NEW})
    assert answer.status_code in {403, 422, 200}
    assert not AddressChange.objects.exists()
    form = page(answer).form("/settings/email")
    sent = form.filled(**{"step_up-password": PASSWORD})
    assert sent["email"] == NEW, "what was typed is kept"
    assert stale.post(PAGE, sent).status_code == 303
    assert AddressChange.objects.get().new == NEW


def test_mails_are_not_sent_without_end() -> None:
    client = signed_in()
    answers = [client.post(PAGE, {"email": f"n{i}@example.net"}).status_code for i in range(6)]
    assert answers == [303] * 5 + [429]
    limits.forget_all()
    assert client.post(PAGE, {"email": "n9@example.net"}).status_code == 303


def test_a_taken_one_says_so_in_the_domain(cast: Any) -> None:
    mine, theirs = ask_for_address(cast.bob, NEW), ask_for_address(cast.alice, NEW)
    take_address(mine.pk)
    with pytest.raises(Invalid, match="by now"):
        take_address(theirs.pk)


def test_looking_at_anothers_link_signs_nobody_out(
    settle: Any, mail: Any, drain: Callable[[], int], cast: Any, client_of: Callable[..., Client]
) -> None:
    """The link of a first confirmation, opened where another member is signed in."""
    settle(sign_up="open")
    Client().post("/sign-up", {"username": "nora", "email": "nora@example.org", "password1": NEXT})
    drain()
    text = mail.to("nora@example.org")[0].get_content()
    path = next(line for line in text.splitlines() if line.startswith("http")).split("localhost:8000")[1]
    alice = client_of(cast.alice)
    alice.get(path)
    assert alice.get("/settings/profile").status_code == 200
    alice.post(path)
    assert Account.objects.get(username="nora").active
    assert alice.get("/settings/profile").status_code == 302
