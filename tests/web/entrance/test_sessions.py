"""Where a member is signed in: the list, ending one or all, and how little of an address is kept."""

from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from folkmoot.accounts import queries as accounts
from folkmoot.accounts.models import Account, Login
from folkmoot.project.cast import PASSWORD
from folkmoot.web.entrance import sessions
from folkmoot.web.entrance.store import SessionStore
from folkmoot.web.middleware import AccountMiddleware
from tests.web.pages import page

pytestmark = pytest.mark.usefixtures("cast", "community")
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile/15E148 Safari/604.1"
)
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/138.0 Safari/537.36 Edg/138.0"
PIXEL = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/138.0 Mobile Safari/537.36"


def signed_in(name: str = "bob", address: str = "203.0.113.77", agent: str = FIREFOX) -> Client:
    client = Client(REMOTE_ADDR=address, HTTP_USER_AGENT=agent)
    assert client.post("/sign-in", {"login": name, "password": PASSWORD}).status_code == 302
    return client


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0"),
        ("10.1.2.3", "10.1.2.0"),
        ("2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff", "2001:db8:aaaa::"),
        ("::1", "::"),
        ("::ffff:203.0.113.77", "203.0.113.0"),
        ("unix:", sessions.NOWHERE),
    ],
)
def test_only_the_network_is_kept(address: str, network: str) -> None:
    assert sessions.prefix(address) == network
    client = signed_in(address=address)
    client.get("/settings/profile")
    assert list(UserSession.objects.values_list("ip", flat=True)) == [network]


def test_no_full_address_is_anywhere_in_the_database() -> None:
    from django.apps import apps

    client = signed_in(address="203.0.113.77")
    client.get("/settings/sessions")
    client.post("/settings/sessions")
    for model in apps.get_models():
        for row in model._default_manager.values():
            assert "203.0.113.77" not in str(row), model
    assert not [1 for session in Session.objects.all() if "203.0.113.77" in str(session.get_decoded())]


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox on Linux"),
        (IPHONE, "Safari on iPhone"),
        (EDGE, "Edge on Windows"),
        (PIXEL, "Chrome on Android"),
        ("curl/8", "Another program"),
        ("<script>alert(1)</script>", "Another program"),
        ("Macintosh; Intel Mac OS X", "macOS"),
    ],
)
def test_devices_have_names(agent: str, name: str) -> None:
    client = signed_in(agent=agent)
    read = page(client.get("/settings/sessions"))
    assert name in read.words("strong")
    assert "This device" in read.text
    assert "203.0.113.…" in read.text


def test_a_page_writes_nothing(django_assert_num_queries: Any) -> None:
    """The list of sessions is not brought up to date with each request, only once a day."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in()
    client.get("/settings/profile")
    with CaptureQueriesContext(
        connection,
    ) as seen:
        client.get("/settings/profile")
    assert [query["sql"] for query in seen if not query["sql"].startswith("SELECT")] == []


def test_a_visit_is_noted_once_a_day(cast: Any) -> None:
    client = signed_in()
    long_ago = timezone.now() - timezone.timedelta(days=3)
    UserSession.objects.update(last_seen_at=long_ago)
    sessions._seen.clear()
    client.get("/settings/profile")
    assert UserSession.objects.get().last_seen_at > long_ago
    UserSession.objects.update(last_seen_at=long_ago)
    client.get("/settings/profile")
    assert UserSession.objects.get().last_seen_at == long_ago


def test_each_session_of_a_member_is_noted() -> None:
    """What one device does says nothing about the others."""
    one, other = signed_in(), signed_in(agent=IPHONE)
    long_ago = timezone.now() - timezone.timedelta(days=3)
    UserSession.objects.update(last_seen_at=long_ago)
    one.get("/settings/profile")
    other.get("/settings/profile")
    assert UserSession.objects.filter(last_seen_at__gt=long_ago).count() == 2


def test_who_moves_is_found_in_the_new_network() -> None:
    client = signed_in(address="203.0.113.77")
    client.get("/settings/profile")
    client.get("/settings/profile", REMOTE_ADDR="198.51.100.9")
    assert UserSession.objects.get().ip == "198.51.100.0"


def test_who_has_two_networks_at_once_costs_one_write_for_each() -> None:
    client = signed_in(address="203.0.113.77")
    for address in ("203.0.113.77", "2001:db8::1"):
        client.get("/settings/sessions", REMOTE_ADDR=address)
    UserSession.objects.update(ip="192.0.2.0")
    for address in ("203.0.113.77", "2001:db8::1") * 2:
        client.get("/settings/sessions", REMOTE_ADDR=address)
    assert UserSession.objects.get().ip == "192.0.2.0"


def test_the_memory_of_sessions_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "_seen", dict.fromkeys(((str(i), "") for i in range(10_001)), timezone.localdate()))
    signed_in().get("/settings/profile")
    assert len(sessions._seen) == 1


def test_the_memory_of_visits_has_a_bound(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AccountMiddleware, "seen", dict.fromkeys(range(10_001), timezone.localdate()))
    signed_in().get("/settings/profile")
    assert len(AccountMiddleware.seen) == 1


def test_one_device_is_signed_out() -> None:
    here, there = signed_in(), signed_in(agent=IPHONE)
    read = page(here.get("/settings/sessions"))
    form = next(form for form in read.forms if form.action.startswith("/settings/sessions/"))
    assert here.post(form.action, form.fields).status_code == 303
    assert there.get("/settings/profile").status_code == 302
    assert here.get("/settings/profile").status_code == 200
    assert "Safari on iPhone" not in page(here.get("/settings/sessions")).text


def test_all_other_devices_are_signed_out() -> None:
    here, *others = signed_in(), signed_in(agent=IPHONE), signed_in(agent=EDGE)
    assert here.post("/settings/sessions", page(here.get("/settings/sessions")).form("/settings/sessions").fields)
    assert [other.get("/settings/profile").status_code for other in others] == [302, 302]
    assert here.get("/settings/profile").status_code == 200


def test_nobody_ends_the_session_of_another() -> None:
    bob, alice = signed_in(), signed_in("alice")
    theirs = UserSession.objects.get(user__email="bob@example.org").pk
    response = alice.post(f"/settings/sessions/{theirs}", {"_method": "DELETE"})
    assert response.status_code == 404
    assert page(response).heading == "There is nothing here"
    assert bob.get("/settings/profile").status_code == 200
    alice.post("/settings/sessions")
    assert bob.get("/settings/profile").status_code == 200


def test_ending_a_device_takes_delete() -> None:
    bob = signed_in()
    mine = UserSession.objects.get().pk
    assert bob.post(f"/settings/sessions/{mine}").status_code == 405
    assert bob.get(f"/settings/sessions/{mine}").status_code == 405


def test_signing_out_leaves_the_list() -> None:
    bob = signed_in()
    bob.post("/sign-out")
    assert not UserSession.objects.exists()


def test_a_session_is_read_by_one_statement_and_the_account_by_another(django_assert_num_queries: Any) -> None:
    client = signed_in()
    client.get("/settings/sessions")
    store = SessionStore(client.cookies[settings.SESSION_COOKIE_NAME].value)
    with django_assert_num_queries(1):
        login_id = store["_auth_user_id"]
    with django_assert_num_queries(1):
        assert accounts.signed_in(int(login_id)).account.username == "bob"


def test_what_is_the_same_network_is_said() -> None:
    here = signed_in(address="203.0.113.77")
    signed_in(address="203.0.113.200", agent=IPHONE)
    assert page(here.get("/settings/sessions")).text.count("the same network as now") == 1
    elsewhere = signed_in(address="2001:db8:aaaa:1::1", agent=EDGE)
    read = page(elsewhere.get("/settings/sessions"))
    assert "2001:db8:aaaa::…" in read.text
    assert "the same network as now" not in read.text


def test_a_network_that_nobody_knows_is_not_shown() -> None:
    read = page(signed_in(address="unix:").get("/settings/sessions"))
    assert "Network" not in read.text
    assert "signed in on" in read.text


def test_signing_in_gives_a_new_key_and_the_one_before_is_worth_nothing() -> None:
    """Whoever laid a session into somebody's browser beforehand does not come in with them."""
    client = Client(REMOTE_ADDR="203.0.113.77")
    laid = SessionStore()
    laid["laid"] = True
    laid.create()
    client.cookies[settings.SESSION_COOKIE_NAME] = laid.session_key
    client.post("/sign-in", {"login": "bob", "password": PASSWORD})
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != laid.session_key
    attacker = Client()
    attacker.cookies[settings.SESSION_COOKIE_NAME] = laid.session_key
    assert attacker.get("/settings/profile").status_code == 302
    assert UserSession.objects.get().session_key == client.cookies[settings.SESSION_COOKIE_NAME].value


def test_a_new_password_keeps_the_first_day_of_this_session(cast: Any) -> None:
    client = signed_in()
    signed_in(agent=IPHONE)
    began = timezone.now() - timezone.timedelta(days=9)
    UserSession.objects.update(created_at=began)
    answer = client.post("/settings/password", {"oldpassword": PASSWORD, "password1": "a quite different sentence"})
    assert answer.status_code == 302
    (row,) = UserSession.objects.all()
    assert (row.created_at, row.session_key) == (began, client.cookies[settings.SESSION_COOKIE_NAME].value)
    assert Session.objects.count() == 1


def test_all_sessions_end_with_a_suspension(cast: Any) -> None:
    from folkmoot.accounts.actions import hide_account

    bob, alice = signed_in(), signed_in("alice")
    hide_account(cast.bob.id, timezone.now())
    assert list(UserSession.objects.values_list("user__account__username", flat=True)) == ["alice"]
    assert Session.objects.count() == 1
    assert bob.get("/settings/profile").status_code == 302
    assert alice.get("/settings/profile").status_code == 200


def many(login: Login, number: int) -> None:
    now = timezone.now()
    keys = [f"k{i:031}" for i in range(number)]
    ends = now + timezone.timedelta(days=9)
    Session.objects.bulk_create([Session(session_key=key, session_data="", expire_date=ends) for key in keys])
    UserSession.objects.bulk_create(
        UserSession(
            user=login, session_key=key, ip="198.51.100.0", last_seen_at=now - timezone.timedelta(minutes=i + 1)
        )
        for i, key in enumerate(keys)
    )


def test_ten_thousand_sessions_cost_what_fifty_do(cast: Any, django_assert_num_queries: Any) -> None:
    client = signed_in()
    counted(client)
    few = counted(client)
    many(cast.bob.login, 10_000)
    read = page(client.get("/settings/sessions"))
    assert read.source.count("/settings/sessions/") == 49, "fifty with this one"
    assert "There are more" in read.text
    assert "This device" in read.text, "though all others came after it"
    assert counted(client) == few
    assert client.post("/settings/sessions").status_code == 303
    assert UserSession.objects.count() == Session.objects.count() == 1
    assert client.get("/settings/profile").status_code == 200


def counted(client: Client) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        client.get("/settings/sessions")
    return len(seen)


def test_signing_in_once_more_ends_what_is_too_much(cast: Any) -> None:
    many(cast.bob.login, 200)
    alice = signed_in("alice")
    bob = signed_in()
    kept = set(UserSession.objects.filter(user=cast.bob.login).values_list("session_key", flat=True))
    assert kept == {bob.cookies[settings.SESSION_COOKIE_NAME].value, *(f"k{i:031}" for i in range(49))}
    assert Session.objects.count() == 51
    assert alice.get("/settings/profile").status_code == 200


def test_signing_in_costs_the_same_however_many_there_are(cast: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost() -> int:
        client = Client(REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT=FIREFOX)
        with CaptureQueriesContext(connection) as seen:
            client.post("/sign-in", {"login": "bob", "password": PASSWORD})
        return len(seen)

    cost()
    few = cost()
    many(cast.bob.login, 300)
    assert cost() == few


def test_what_has_run_out_is_forgotten(cast: Any) -> None:
    from folkmoot.accounts.tasks import clear_sessions

    gone, kept = signed_in(), signed_in(agent=IPHONE)
    key = gone.cookies[settings.SESSION_COOKIE_NAME].value
    Session.objects.filter(session_key=key).update(expire_date=timezone.now() - timezone.timedelta(days=1))
    assert "Firefox" not in page(kept.get("/settings/sessions")).text
    clear_sessions()
    assert UserSession.objects.get().session_key == kept.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.mark.parametrize("agent", ["\x00" * 3, "é" * 5_000, "Firefox\x00Linux"])
def test_browsers_may_say_anything_of_themselves(agent: str) -> None:
    client = signed_in(agent=agent)
    assert "This device" in page(client.get("/settings/sessions")).text
    assert len(UserSession.objects.get().user_agent) <= 200


@pytest.mark.parametrize("what", ["over", "unknown", "empty"])
def test_a_session_that_is_not_there_is_empty_and_its_key_is_not_used_again(what: str) -> None:
    key = signed_in().cookies[settings.SESSION_COOKIE_NAME].value
    if what == "over":
        Session.objects.update(expire_date=timezone.now())
    store = SessionStore({"over": key, "unknown": "k" * 32, "empty": None}[what])
    assert dict(store.items()) == {}
    assert store.session_key is None


def test_a_login_without_an_account_is_nobody() -> None:
    Account.objects.filter(username="bob").update(login=None)
    login = Login.objects.get(email__startswith="bob")
    assert accounts.signed_in(login.id) is None
    assert accounts.signed_in(1) is None


@pytest.mark.parametrize("is_one", [True, False])
def test_a_stolen_session_signs_nobody_out(settings: Any, is_one: bool) -> None:
    """Ten minutes after signing in, whoever ends sessions shows first that they are the member."""
    here, there = signed_in(), signed_in(agent=IPHONE)
    forms = page(here.get("/settings/sessions")).forms
    sent = next(
        form for form in forms if form.action.startswith("/settings/sessions/") == is_one and "sess" in form.action
    )
    settings.REAUTHENTICATION_SECONDS = -1
    answer = here.post(sent.action, sent.fields)
    assert (answer.status_code, page(answer).heading) == (403, "Is it still you?")
    assert there.get("/settings/profile").status_code == 200
    form = page(answer).form(sent.action)
    assert here.post(sent.action, form.filled(**{"step_up-password": PASSWORD})).status_code == 303
    assert there.get("/settings/profile").status_code == 302
    assert here.get("/settings/profile").status_code == 200
