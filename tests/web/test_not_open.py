"""Before the doors open: what visitors, newcomers and programs find, and that members come in all the same."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from folkmoot.accounts.actions import create_account, create_invitation
from folkmoot.accounts.models import Account
from folkmoot.instance.actions import change_settings
from folkmoot.instance.models import Setting
from folkmoot.project.cast import PASSWORD, Cast
from tests.posts.writing import say
from tests.web.pages import page

pytestmark = pytest.mark.django_db
NEW = {"username": "nora", "email": "nora@example.net", "password1": PASSWORD, "reason": "I live next door."}
PREPARED = "being prepared"


@pytest.fixture
def closed(cast: Cast) -> Cast:
    """Everything is chosen as open as can be, and the doors are not open yet."""
    change_settings(None, {"sign_up": "open", "visitors": "posts"})
    Setting.objects.filter(name="is_open").delete()
    return cast


def test_visitors_see_that_it_is_being_prepared_and_nothing_else(closed: Cast, client: Client) -> None:
    post_id = say(closed.alice, "Only for those who are here.", "public")
    front = client.get("/")
    assert front.status_code == 200
    assert PREPARED in page(front).text
    assert "Only for those who are here." not in page(front).text
    assert "/sign-up" not in page(front).links
    for place in ("/@alice", f"/@alice/{post_id}", "/tags/moot", "/community"):
        answer = client.get(place)
        assert answer.status_code in {302, 404}
        assert b"Only for those" not in answer.content


@pytest.mark.parametrize("mode", ["open", "approval", "invitation"])
def test_nobody_signs_up_on_the_page(closed: Cast, client: Client, mode: str) -> None:
    change_settings(None, {"sign_up": mode})
    code = create_invitation(closed.olivia, 3, 7).code
    read = page(client.get(f"/sign-up?invitation={code}"))
    assert read.heading == "Not open yet"
    assert PREPARED in read.text
    assert not [form for form in read.forms if form.method == "post"]
    client.post("/sign-up", NEW | {"invitation": code})
    assert not Account.objects.filter(username="nora").exists()


def test_nobody_signs_up_by_an_app(closed: Cast, api_of: Callable[..., Any]) -> None:
    told = api_of(None).get("/api/v2/instance").json()
    assert told["registrations"]["enabled"] is False
    app = {"client_name": "App", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob", "scopes": "write"}
    made = api_of(None).post("/api/v1/apps", app).json()
    keys = {"client_id": made["client_id"], "client_secret": made["client_secret"]}
    token = api_of(None).post("/oauth/token", {"grant_type": "client_credentials", "scope": "write", **keys}).json()
    program = api_of(None)
    program.headers["Authorization"] = f"Bearer {token['access_token']}"
    typed = {"username": "nora", "email": "nora@example.net", "password": PASSWORD, "agreement": "true", "locale": "en"}
    answer = program.post("/api/v1/accounts", typed | {"reason": "I live next door."})
    assert answer.status_code in {403, 422}
    assert PREPARED in answer.text
    assert not Account.objects.filter(username="nora").exists()


def test_programs_without_a_member_read_nothing(closed: Cast, api_of: Callable[..., Any]) -> None:
    say(closed.alice, "Only for those who are here.", "public")
    answer = api_of(None).get("/api/v1/timelines/public")
    assert "Only for those" not in answer.text


def test_members_made_on_the_command_line_use_everything(closed: Cast, client: Client) -> None:
    create_account("wanda", "wanda@example.org", PASSWORD, "member")
    assert client.post("/sign-in", {"login": "wanda", "password": PASSWORD}).status_code == 302
    assert client.get("/notifications").status_code == 200
    assert client.get("/@alice").status_code == 200
    assert PREPARED not in page(client.get("/")).text


def test_everything_is_as_chosen_once_it_is_open(closed: Cast, client: Client) -> None:
    Setting.objects.create(name="is_open", value=True)
    assert PREPARED not in page(client.get("/")).text
    assert client.get("/@alice").status_code == 200
    assert page(client.get("/sign-up")).heading != "Not open yet"
