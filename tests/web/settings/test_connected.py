"""Connected apps: what stands in the list, and that what is shut out is out at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.accounts.actions import create_token
from folkmoot.accounts.models import Grant, Token
from folkmoot.api import calls
from folkmoot.project.cast import Cast
from tests.api.apps import ME, Program, register
from tests.doors import Door, client_of

ADDRESS = "/settings/apps"


@pytest.fixture
def app(cast: Cast) -> Program:
    return register(client_name="Tusk <i>", website="https://tusk.example/about")


def _page(cast: Cast, who: str = "bob") -> str:
    return client_of(getattr(cast, who).login).get(ADDRESS).content.decode().partition("<main")[2]


def test_nobody_was_let_in(cast: Cast, app: Program) -> None:
    app.code(cast.bob)
    assert "No app is connected" in _page(cast)


def test_what_stands_in_the_list(cast: Cast, app: Program) -> None:
    raw = app.token(cast.bob, scope="read")
    app.token(cast.bob, scope="write:media")
    page = _page(cast)
    assert page.count("Tusk &lt;i&gt;") == 1
    for words in ("tusk.example", "Read everything", "Upload pictures", "not used yet"):
        assert words in page
    calls._seen.clear()
    Door(raw).get(ME)
    today = timezone.localdate()
    assert f"last used on {today.day} {today:%B} {today.year}" in _page(cast)
    assert "No app is connected" in _page(cast, "alice")


def test_it_is_out_at_once_on_all_devices(cast: Cast, app: Program) -> None:
    mine, other, hers = (app.token(who) for who in (cast.bob, cast.bob, cast.alice))
    renewed = app.exchange(app.code(cast.bob, scope="offline_access")).json()
    by_hand, waiting = create_token(cast.bob, "read", 1), app.code(cast.bob)
    client = client_of(cast.bob.login)
    answer = client.post(f"{ADDRESS}/{app.id}", {"_method": "DELETE"}, follow=True)
    assert "shut out" in answer.content.decode()
    assert [Door(raw).get(ME).status_code for raw in (mine, other, hers, by_hand)] == [401, 401, 200, 200]
    assert app.exchange(waiting).status_code == 400
    sent = {"grant_type": "refresh_token", "refresh_token": renewed["refresh_token"], **app.own}
    assert Door().post("/oauth/token", sent).status_code == 400
    assert "Tusk" not in _page(cast)


@pytest.mark.parametrize("who", ["alice", "olivia"])
def test_nobody_shuts_out_for_others(cast: Cast, app: Program, who: str) -> None:
    raw, by_hand = app.token(cast.bob), create_token(cast.bob, "read", 1)
    client = client_of(getattr(cast, who).login)
    for address in (f"{ADDRESS}/{app.id}", f"/settings/tokens/{Token.objects.latest('id').id}", f"{ADDRESS}/1"):
        assert client.post(address, {"_method": "DELETE"}).status_code == 404
    assert [Door(each).get(ME).status_code for each in (raw, by_hand)] == [200, 200]


def test_a_token_made_by_hand(cast: Cast) -> None:
    raw = create_token(cast.bob, "read:statuses", 30)
    page = _page(cast)
    assert "made by hand" in page
    assert "Read all posts" in page
    client = client_of(cast.bob.login)
    answer = client.post(f"/settings/tokens/{Token.objects.get().id}", {"_method": "DELETE"}, follow=True)
    assert "works no more" in answer.content.decode()
    assert Door(raw).get(ME).status_code == 401


def test_an_app_stays_in_the_list_while_it_can_come_back(cast: Cast, app: Program) -> None:
    app.exchange(app.code(cast.bob, scope="read offline_access"))
    Token.objects.update(expires_at=timezone.now() - timedelta(hours=1))
    assert "Stay connected" in _page(cast)
    Token.objects.update(refresh_digest=None)
    assert "No app is connected" in _page(cast)


def test_an_account_that_goes_takes_its_apps_along(cast: Cast, app: Program) -> None:
    app.token(cast.bob)
    Token.objects.all().delete()
    assert Grant.objects.count() == 1
    Grant.objects.get().app.delete()
    assert not Grant.objects.exists()


def test_the_page_costs_the_same_for_many(cast: Cast, app: Program, queries: object) -> None:
    client = client_of(cast.bob.login)
    client.get("/")  # the first visit of a day is noted
    counts = []
    for _ in range(2):
        app.token(cast.bob)
        register(client_name="Other").token(cast.bob)
        counts.append(_count(client))
    assert counts[0] == counts[1]


def _count(client: object) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as caught:
        client.get(ADDRESS)  # type: ignore[attr-defined]  # Django's test client
    return len(caught)
