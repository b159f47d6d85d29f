"""Who asks and whether they may come in: doors, methods in forms, caches, hosts."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, path

from folkmoot.accounts.capabilities import Capability
from folkmoot.core.errors import Busy
from folkmoot.web.access import Door, door, door_of
from tests.web.pages import page

pytestmark = pytest.mark.usefixtures("cast", "community")

MEMBERS = (
    "/settings",
    "/settings/profile",
    "/settings/appearance",
    "/settings/password",
    "/settings/sessions",
    "/settings/blocks",
    "/settings/mutes",
)
STAFF = (
    *("/staff/applications", "/staff/cases", "/staff/figures", "/staff/members", "/staff/restrictions"),
    "/staff/trends",
)
OWNERS = ("/staff/invitations", "/staff/settings", "/staff/audit")
VISITORS = ("/sign-in", "/sign-up", "/password/reset", "/password/reset/sent", "/password/reset/done", "/confirm-email")


@pytest.mark.parametrize("address", VISITORS)
def test_visitors_pages_are_open(address: str, client: Client) -> None:
    response = client.get(address)
    assert response.status_code == 200
    assert page(response)


@pytest.mark.parametrize("address", MEMBERS)
def test_visitors_are_sent_to_sign_in_and_back(address: str, client: Client) -> None:
    response = client.get(f"{address}?a=b c&d")
    assert response.status_code == 302
    assert response["Location"].startswith(f"/sign-in?next={address.replace('/', '%2F')}%3Fa%3Db")


@pytest.mark.parametrize("address", MEMBERS[1:])
def test_members_pages_open_for_members(address: str, cast: Any, client_of: Callable[..., Client]) -> None:
    response = client_of(cast.bob).get(address)
    assert response.status_code == 200
    read = page(response)
    assert address in read.current


@pytest.mark.parametrize("address", STAFF + OWNERS)
@pytest.mark.parametrize("who", [None, "bob", "ivy"])
def test_for_all_others_the_staffs_pages_do_not_exist(
    address: str, who: str | None, cast: Any, client_of: Callable[..., Client]
) -> None:
    client = client_of(getattr(cast, who) if who else None)
    nothing = client.get("/there-is-nothing-of-this-name")
    for response in (client.get(address), client.post(address)):
        assert response.status_code == 404
        assert response.content == nothing.content


@pytest.mark.parametrize("address", STAFF)
@pytest.mark.parametrize("who", ["olivia", "frank"])
def test_moderators_and_owners_moderate(address: str, who: str, cast: Any, client_of: Callable[..., Client]) -> None:
    assert page(client_of(getattr(cast, who)).get(address)).heading


@pytest.mark.parametrize("address", OWNERS)
def test_only_owners_administer(address: str, cast: Any, client_of: Callable[..., Client]) -> None:
    assert client_of(cast.frank).get(address).status_code == 404
    assert client_of(cast.olivia).get(address).status_code == 200


def test_the_navigation_offers_what_the_role_opens(cast: Any, client_of: Callable[..., Client]) -> None:
    links = {
        name: page(client_of(getattr(cast, name)).get("/settings/profile")).links for name in ("bob", "frank", "olivia")
    }
    assert not [link for link in links["bob"] if link.startswith("/staff")]
    his = {"/staff/cases", "/staff/applications", "/staff/trends"}
    assert {link for link in links["frank"] if link.startswith("/staff")} == his
    assert {link for link in links["olivia"] if link.startswith("/staff")} > {"/staff/settings", "/staff/audit"}


def test_every_link_of_the_navigation_leads_somewhere(cast: Any, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.olivia)
    links = {link for link in page(client.get("/settings/profile")).links if link.startswith("/")}
    broken = {link: client.get(link).status_code for link in links if client.get(link, follow=True).status_code != 200}
    assert broken == {}


def every_view(patterns: Any = None) -> Any:
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from every_view(pattern.url_patterns)
        else:
            yield pattern


def test_a_page_without_a_word_about_its_door_is_for_members() -> None:
    assert door_of(lambda: None) is Door.MEMBERS
    assert door_of(door(Door.VISITORS)(lambda: None)) is Door.VISITORS
    staff = [pattern for pattern in every_view() if str(pattern.pattern).startswith("staff/")]
    assert staff
    assert {type(door_of(pattern.callback)) for pattern in staff} == {Capability}


@pytest.mark.parametrize("address", MEMBERS[1:])
def test_a_visitors_post_is_kept_not_carried_out(address: str, client: Client) -> None:
    words = "Something long that I have typed while my session ended."
    response = client.post(address, {"bio": words, "password": "very secret"})
    assert response.status_code == 403
    read = page(response)
    assert read.heading == "You are signed out"
    assert read.form(address).fields["bio"] == words
    assert "very secret" not in read.source


def test_htmx_of_a_visitor_goes_to_sign_in(client: Client) -> None:
    response = client.get("/settings/profile", headers={"HX-Request": "true"})
    assert (response.status_code, response["HX-Redirect"]) == (200, "/sign-in?next=%2Fsettings%2Fprofile")


def test_members_pages_stay_out_of_shared_caches(cast: Any, client_of: Callable[..., Client]) -> None:
    response = client_of(cast.bob).get("/settings/profile")
    assert {"private", "no-cache"} <= set(response["Cache-Control"].replace(",", "").split())
    assert "Cookie" in response["Vary"]


def asks(request: Any) -> HttpResponse:
    return HttpResponse(request.method)


@pytest.fixture
def asking(settings: Any) -> None:
    class Addresses:
        urlpatterns = [path("asks", door(Door.VISITORS)(asks)), *get_resolver("folkmoot.project.urls").url_patterns]
        handler403 = "folkmoot.web.errors.forbidden"

    settings.ROOT_URLCONF = Addresses


@pytest.mark.parametrize(
    ("method", "form", "seen"),
    [
        ("post", {"_method": "DELETE"}, b"DELETE"),
        ("post", {"_method": "POST"}, b"POST"),
        ("post", {"_method": "PUT"}, b"POST"),
        ("post", {"_method": "delete"}, b"POST"),
        ("post", {}, b"POST"),
        ("get", {"_method": "DELETE"}, b"GET"),
    ],
)
def test_a_plain_form_may_ask_for_delete_and_nothing_else(
    asking: None, client: Client, method: str, form: dict[str, str], seen: bytes
) -> None:
    assert getattr(client, method)("/asks", form).content == seen


def test_asking_for_delete_needs_the_token_too(asking: None) -> None:
    assert Client(enforce_csrf_checks=True).post("/asks", {"_method": "DELETE"}).status_code == 403


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "a b", "localhost:8000@evil.example"])
def test_a_made_up_host_gets_a_page_in_our_dress(host: str) -> None:
    response = Client(HTTP_HOST=host).get("/sign-in")
    assert response.status_code == 400
    read = page(response)
    assert read.heading == "That did not make sense"
    assert not [link for link in read.links if "evil" in link]


def test_forwarded_headers_of_anybody_change_nothing(cast: Any) -> None:
    from allauth.usersessions.models import UserSession

    from folkmoot.project.cast import PASSWORD

    client = Client(
        HTTP_X_FORWARDED_FOR="198.51.100.9", HTTP_X_FORWARDED_HOST="evil.example", HTTP_X_FORWARDED_PROTO="https"
    )
    client.post("/sign-in", {"login": "bob", "password": PASSWORD})
    assert UserSession.objects.get().ip == "127.0.0.0"
    assert "evil.example" not in client.get("/settings/profile").content.decode()


def test_reading_works_while_nothing_can_be_saved(
    cast: Any, client_of: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import OperationalError

    from folkmoot.web import middleware

    def read_only(account_id: int) -> None:
        raise OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(middleware, "seen_today", read_only)
    middleware.AccountMiddleware.seen.pop(cast.bob.id, None)
    assert client_of(cast.bob).get("/settings/profile").status_code == 200


def test_the_login_of_a_deleted_account_is_out(cast: Any, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.hal)
    cast.hal.active = False
    cast.hal.deleted_at = cast.hal.login.joined_at
    cast.hal.save()
    assert client.get("/settings/profile").status_code == 403
    assert client.get("/settings/profile").status_code == 302


def test_a_database_out_of_breath_at_the_door_is_a_page(
    cast: Any, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gasp(*_: object) -> None:
        raise Busy

    client = client_of(cast.bob)
    monkeypatch.setattr("folkmoot.web.middleware.check_staff", gasp)
    assert client.get("/settings").status_code == 503
