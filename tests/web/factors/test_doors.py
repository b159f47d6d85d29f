"""Who needs a second factor: staff always, everybody where the owners say so."""

from typing import Any

import pytest
from django.test import Client

from folkmoot.accounts.actions import revoke_role
from folkmoot.posts.actions import Draft, publish_post
from tests import doors
from tests.web.factors.conftest import APP, SAFETY, STEP, give_password, is_in
from tests.web.factors.test_app import set_up
from tests.web.pages import page

pytestmark = pytest.mark.django_db
STAFF, OWNERS = "/staff/cases", "/staff/settings"
NOTICE = "The pages for running the community open once"


def by_password(account: Any) -> Client:
    """A session that came by a password alone."""
    client = Client()
    client.force_login(account.login)
    doors.come_in(client, account.login, method="password")
    return client


def test_without_a_factor_no_staff_page_exists(cast: Any) -> None:
    publish_post(cast.frank, Draft("So that the page has something on it", "public"))
    assert NOTICE in page(by_password(cast.frank).get("/")).notices, "the start page is made in its own way"
    for account, path in ((cast.frank, STAFF), (cast.olivia, STAFF), (cast.olivia, OWNERS)):
        client = by_password(account)
        assert client.get(path).status_code == client.post(path).status_code == 404
        read = page(client.get("/members"))
        assert NOTICE in read.notices
        assert SAFETY in read.links
        assert not [link for link in read.links if link.startswith("/staff")]


def test_a_session_from_before_has_shown_nothing(cast: Any, app_of: Any) -> None:
    """It was begun by a release that noted nothing."""
    app_of(cast.frank)
    client = Client()
    client.force_login(cast.frank.login)
    assert client.get(STAFF).status_code == 404
    assert page(client.get("/step-up")).heading == "Is it still you?"


def test_a_moderator_is_no_owner(cast: Any, client_of: Any) -> None:
    assert client_of(cast.frank).get(OWNERS).status_code == 404


def test_to_set_one_up_opens_them(cast: Any) -> None:
    client = by_password(cast.frank)
    assert "your account needs a second factor" in page(client.get(SAFETY)).notices
    set_up(client)
    assert client.get(STAFF).status_code == 200
    read = page(client.get("/members"))
    assert NOTICE not in read.notices
    assert STAFF in read.links


def test_a_session_that_came_without_it_is_led_to_the_step(cast: Any, app_of: Any) -> None:
    app, client = app_of(cast.frank), by_password(cast.frank)
    assert client.get(STAFF).status_code == 404
    (link,) = {link for link in page(client.get("/members?q=x")).links if link.startswith("/second-step")}
    assert link == "/second-step?next=%2Fmembers%3Fq%3Dx"
    assert page(client.get(link)).heading == "Second step"
    assert client.post(link, {"code": "000000"}).status_code == 422
    answer = client.post(link, {"code": app.code()})
    assert (answer.status_code, answer["Location"]) == (303, "/members?q=x")
    assert client.get(STAFF).status_code == 200
    assert client.get(link)["Location"] == "/members?q=x"


def test_the_step_is_nothing_to_who_has_no_factor(cast: Any) -> None:
    assert by_password(cast.bob).get("/second-step")["Location"] == SAFETY


@pytest.mark.parametrize("way", ["code", "paper"])
def test_both_ways_through_the_step_open_them(cast: Any, app_of: Any, browser: Any, way: str) -> None:
    app, client = app_of(cast.frank), browser()
    give_password(client, "frank")
    client.post(STEP, {"code": app.code() if way == "code" else app.codes[0]})
    assert is_in(client, cast.frank)
    assert client.get(STAFF).status_code == 200


def test_they_close_when_the_last_factor_goes(cast: Any, app_of: Any, client_of: Any) -> None:
    """Here, and in every other session that had shown it."""
    app_of(cast.frank)
    here, elsewhere = client_of(cast.frank), client_of(cast.frank)
    assert (here.get(STAFF).status_code, elsewhere.get(STAFF).status_code) == (200, 200)
    here.delete(APP)
    assert (here.get(STAFF).status_code, elsewhere.get(STAFF).status_code) == (404, 404)
    assert NOTICE in page(here.get("/members")).notices


def test_a_factor_without_the_role_opens_nothing(cast: Any, client_of: Any) -> None:
    client = client_of(cast.frank)
    revoke_role(cast.olivia, cast.frank.id, "moderator")
    assert client.get(STAFF).status_code == 404
    assert NOTICE not in page(client.get("/members")).notices


def test_members_are_not_asked(cast: Any) -> None:
    client = by_password(cast.bob)
    assert client.get("/members").status_code == 200
    assert NOTICE not in page(client.get("/members")).notices


class TestEverybody:
    """Where the owners say that everybody needs one."""

    @pytest.fixture(autouse=True)
    def everybody(self, settle: Any, cast: Any) -> None:
        settle(second_factor="everybody")

    @pytest.mark.parametrize("path", ["/", "/members", "/settings/profile", "/settings/sessions", "/notifications"])
    def test_who_has_none_is_led_to_set_one_up(self, cast: Any, path: str) -> None:
        client = by_password(cast.bob)
        assert client.get(path)["Location"] == SAFETY
        assert client.post(path)["Location"] == SAFETY
        assert client.get(path, headers={"HX-Request": "true"})["HX-Redirect"] == SAFETY

    @pytest.mark.parametrize(
        "path", [SAFETY, APP, f"{APP}/picture", "/privacy", "/source", "/sign-out", "/manifest.webmanifest"]
    )
    def test_what_is_open_before(self, cast: Any, path: str) -> None:
        assert by_password(cast.bob).get(path).status_code == 200

    def test_signing_out_is_open_before(self, cast: Any) -> None:
        client = by_password(cast.bob)
        client.post("/sign-out")
        assert not is_in(client, cast.bob)

    def test_after_setting_up_all_is_open(self, cast: Any) -> None:
        client = by_password(cast.bob)
        set_up(client)
        assert client.get("/members").status_code == 200

    def test_a_session_without_the_step_is_led_there(self, cast: Any, app_of: Any) -> None:
        app, client = app_of(cast.bob), by_password(cast.bob)
        address = client.get("/members?q=x")["Location"]
        assert address == "/second-step?next=%2Fmembers%3Fq%3Dx"
        assert client.post(address, {"code": app.code()})["Location"] == "/members?q=x"
        assert client.get("/members").status_code == 200

    def test_visitors_and_applicants_are_not(self, cast: Any, client_of: Any) -> None:
        assert client_of(None).get("/sign-in").status_code == 200
        assert by_password(cast.ivy).get("/waiting").status_code == 200


def test_owners_say_who_needs_one(cast: Any, client_of: Any) -> None:
    client = client_of(cast.olivia)
    form = page(client.get(OWNERS)).form()
    assert form.fields["second_factor"] == "staff"
    assert client.post(OWNERS, form.filled(second_factor="everybody")).status_code == 303
    assert page(client.get(OWNERS)).form().fields["second_factor"] == "everybody"
    assert client.post(OWNERS, form.filled(second_factor="nobody")).status_code == 422


@pytest.mark.parametrize("path", ["/", "/members", "/notifications"])
def test_a_session_with_its_step_costs_no_statement_more(cast: Any, client_of: Any, path: str) -> None:
    """What pages of members cost is what they cost before: the session has the record already."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_of(cast.bob)
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    assert not [query["sql"] for query in asked if "mfa_authenticator" in query["sql"]]
