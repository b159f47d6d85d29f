"""Letting an app in: what a member is shown, who may answer, and where the answer leads."""

import re
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
from django.test import Client

from folkmoot.accounts.models import App, Grant
from folkmoot.moderation.actions import suspend
from folkmoot.project.cast import Cast
from tests.api.apps import BACK, OOB, Program, register
from tests.doors import Door, client_of


@pytest.fixture
def app(cast: Cast) -> Program:
    return register(
        client_name="Tusk & <b>Co</b>",
        website="https://tusk.example/about",
        redirect_uris=[BACK, OOB, "myapp://callback", "icecubesapp://", "https://app.example/back?keep=1"],
        scopes="read write push follow admin:read profile offline_access",
    )


NOT_HERE = ("canonical_email_blocks", "domain_allows", "domain_blocks", "ip_blocks")  # staff decide nothing of it


def _page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def test_what_a_member_is_shown(cast: Cast, app: Program) -> None:
    page = _page(client_of(cast.bob.login), app.address(scope="read write:statuses push"))
    assert "Tusk &amp; &lt;b&gt;Co&lt;/b&gt;" in page
    assert "<b>Co</b>" not in page
    for words in ("tusk.example", "@bob", "Read everything", "Post, edit, boost and delete", "notifications to your"):
        assert words in page
    assert 'href="https://tusk.example/about" rel="nofollow noopener noreferrer"' in page


def test_an_app_that_says_little_of_itself(cast: Cast) -> None:
    page = _page(client_of(cast.bob.login), register().address())
    assert "does not say where it comes from" in page


@pytest.mark.parametrize(
    ("scope", "there", "absent"),
    [
        ("read read:statuses", "Read everything", "Read all posts"),
        ("read:statuses", "Read all posts", "Read everything"),
        ("write:lists", "Change your circles", "Post, answer"),
        ("follow", "whom you follow, block and mute", "Read"),
        ("profile", "Learn who you are", "Read"),
        ("offline_access read", "Stay connected", "Post"),
        ("admin:read", "See what only staff see", "Do what staff do"),
    ],
)
def test_scopes_are_said_in_words(cast: Cast, app: Program, scope: str, there: str, absent: str) -> None:
    page = _page(client_of(cast.bob.login), app.address(scope=scope))
    sentences = page[page.index("<ul>") : page.index("</ul>", page.index("<ul>"))]
    assert there in sentences
    assert absent not in sentences
    assert "read:" not in sentences
    assert "_" not in sentences


def test_every_scope_has_words(cast: Cast) -> None:
    from folkmoot.accounts.queries import SCOPES
    from folkmoot.web.consent.words import may

    said = {scope: may([scope])[0] for scope in SCOPES}
    alike = {scope for scope in SCOPES if scope.startswith("admin") and scope.endswith(NOT_HERE)}
    assert len({text for scope, text in said.items() if scope not in alike}) == len(SCOPES - alike)
    assert may(["admin:write"]) != may(["admin:read"]) == may(["admin:read:ip_blocks"])
    assert len(may(SCOPES)) == 8


@pytest.mark.parametrize(
    ("uri", "begins"),
    [
        (BACK, "https://app.example/back?code="),
        ("https://app.example/back?keep=1", "https://app.example/back?keep=1&code="),
        ("myapp://callback", "myapp://callback?code="),
        ("icecubesapp://", "icecubesapp://?code="),
    ],
)
def test_the_way_back_is_the_address_as_it_was_registered(cast: Cast, app: Program, uri: str, begins: str) -> None:
    state = "a b&c=d#é"
    answer = client_of(cast.bob.login).post(app.address(redirect_uri=uri, state=state), {"decision": "allow"})
    assert answer.status_code == 303
    assert answer["Location"].startswith(begins)
    assert parse_qs(urlsplit(answer["Location"]).query)["state"] == [state]


def test_the_answer_in_a_fragment(cast: Cast, app: Program) -> None:
    answer = client_of(cast.bob.login).post(app.address(response_mode="fragment"), {"decision": "allow"})
    assert answer["Location"].startswith(f"{BACK}#code=")
    asked = app.address(response_mode="form_post")
    assert client_of(cast.bob.login).post(asked, {"decision": "allow"})["Location"].startswith(f"{BACK}?code=")


@pytest.mark.parametrize("decision", [{"decision": "deny"}, {"decision": ""}, {"decision": "nonsense"}, {}])
def test_no_is_no(cast: Cast, app: Program, decision: dict[str, str]) -> None:
    answer = client_of(cast.bob.login).post(app.address(state="s"), decision)
    found = parse_qs(urlsplit(answer["Location"]).query)
    assert (answer.status_code, found["error"], found["state"]) == (303, ["access_denied"], ["s"])
    assert "code" not in found
    assert not Grant.objects.exists()


def test_a_code_to_copy(cast: Cast, app: Program) -> None:
    client = client_of(cast.bob.login)
    answer = client.post(app.address(redirect_uri=OOB), {"decision": "allow"})
    page = answer.content.decode()
    found = re.search(r'<input type="text" readonly value="([\w-]{43})"', page)
    assert found
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert app.exchange(found[1], redirect_uri=OOB).status_code == 200
    assert "stays outside" in client.post(app.address(redirect_uri=OOB), {"decision": "deny"}).content.decode()


@pytest.mark.parametrize(
    "change",
    [
        {"client_id": "unknown"},
        {"client_id": ""},
        {"client_id": "a\0b"},
        {"client_id": "x" * 20_000},
        {"redirect_uri": ""},
        {"redirect_uri": f"{BACK}/"},
        {"redirect_uri": f"{BACK}?x=1"},
        {"redirect_uri": f"{BACK}#x"},
        {"redirect_uri": BACK.upper()},
        {"redirect_uri": f"{BACK}/../evil"},
        {"redirect_uri": "https://app.example.evil.example/back"},
        {"redirect_uri": "https://app.example@evil.example/back"},
        {"redirect_uri": "https://evil.example"},
        {"redirect_uri": "//evil.example"},
        {"redirect_uri": "javascript:alert(1)"},
        {"redirect_uri": f"{BACK}\n{OOB}"},
        {"redirect_uri": f"{BACK} "},
        {"redirect_uri": "myapp://callback2"},
    ],
)
@pytest.mark.parametrize("who", ["bob", None])
def test_nobody_is_sent_where_no_app_said(cast: Cast, app: Program, change: dict[str, str], who: str | None) -> None:
    client = client_of(getattr(cast, who).login if who else None)
    for answer in (
        client.get(app.address(**change)),
        client.post(app.address(**change), {"decision": "allow"}),
        client.post(app.address(**change), {"decision": "deny"}),
    ):
        assert answer.status_code == 400
        assert "Location" not in answer
        page = answer.content.decode()
        assert "evil.example" not in page.partition("<main")[2].partition("</main>")[0]
    assert not Grant.objects.exists()


@pytest.mark.parametrize("name", ["client_id", "redirect_uri", "response_type", "scope", "state"])
def test_a_parameter_twice(cast: Cast, app: Program, name: str) -> None:
    twice = f"{app.address(state='s')}&{name}={quote('https://evil.example')}"
    answer = client_of(cast.bob.login).get(twice)
    assert (answer.status_code, "Location" in answer) == (400, False)
    assert "evil.example" not in answer.content.decode().partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "code token"}, "unsupported_response_type"),
        ({"response_type": "none"}, "unsupported_response_type"),
        ({"response_type": ""}, "invalid_request"),
        ({"scope": "everything"}, "invalid_scope"),
        ({"scope": "admin:write"}, "invalid_scope"),
        ({"code_challenge": "x" * 43, "code_challenge_method": "plain"}, "invalid_request"),
    ],
)
def test_what_else_is_wrong_is_told_when_the_member_wants(
    cast: Cast, app: Program, change: dict[str, str], error: str
) -> None:
    answer = client_of(cast.bob.login).get(app.address(state="s", **change))
    assert (answer.status_code, "Location" in answer) == (400, False)
    found = re.search(r'href="(https://app\.example/back\?[^"]*)"', answer.content.decode())
    assert found
    told = parse_qs(urlsplit(found[1].replace("&amp;", "&")).query)
    assert (told["error"], told["state"]) == ([error], ["s"])
    assert "Back to" not in client_of(None).get(app.address(redirect_uri=OOB, **change)).content.decode()


def test_a_visitor_signs_in_first_and_comes_back(cast: Cast, app: Program) -> None:
    client = client_of(None)
    address = app.address(state="s", force_login="true")
    answer = client.get(address)
    parts = urlsplit(answer["Location"])
    back = parse_qs(parts.query)["next"][0]
    assert (answer.status_code, parts.path) == (303, "/sign-in")
    assert parse_qs(urlsplit(back).query) == parse_qs(urlsplit(app.address(state="s")).query)
    assert client.post(address, {"decision": "allow"}).status_code == 303
    assert not Grant.objects.exists()
    client.force_login(cast.bob.login)
    assert "Let it in" in _page(client, back)


def test_whoever_waits_or_is_suspended_lets_nobody_in(cast: Cast, app: Program) -> None:
    waiting, hal = client_of(cast.ivy.login), client_of(cast.hal.login)
    suspend(cast.olivia, cast.hal.id, "Noise", None)
    assert waiting.post(app.address(), {"decision": "allow"})["Location"] == "/waiting"
    assert hal.post(app.address(), {"decision": "allow"}).status_code == 403
    assert not Grant.objects.exists()


def test_another_account_may_be_wanted(cast: Cast, app: Program) -> None:
    client = client_of(cast.bob.login)
    page = _page(client, app.address(force_login="true"))
    assert "sign in once more" in page
    assert "Let it in" not in page
    here = re.search(r'name="next" value="([^"]+)"', page)
    assert here
    assert "force_login" not in here[1]
    answer = client.post("/sign-out", {"next": here[1].replace("&amp;", "&")})
    assert urlsplit(answer["Location"]).path == "/oauth/authorize"
    assert urlsplit(client.get(answer["Location"])["Location"]).path == "/sign-in"


@pytest.mark.parametrize(("lang", "word"), [("ar", 'lang="ar" dir="rtl"'), ("ar-EG", 'dir="rtl"'), ("xx", 'lang="en"')])
def test_in_the_language_that_the_app_speaks(cast: Cast, app: Program, lang: str, word: str) -> None:
    assert word in _page(client_of(cast.bob.login), app.address(lang=lang))


def test_only_the_page_itself_can_answer(cast: Cast, app: Program) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.bob.login)
    answer = client.post(app.address(), {"decision": "allow"}, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert client.post(app.address(), {"decision": "allow"}).status_code == 403
    assert not Grant.objects.exists()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', _page(client, app.address()))
    assert token
    sent = {"decision": "allow", "csrfmiddlewaretoken": token[1]}
    assert client.post(app.address(), sent).status_code == 303


def test_looking_lets_nobody_in(cast: Cast, app: Program) -> None:
    client = client_of(cast.bob.login)
    client.get(app.address(decision="allow"))
    app.token(cast.bob)
    assert "Let it in" in _page(client, app.address())
    assert client.put(app.address()).status_code == 405
    assert Grant.objects.count() == 1


def test_it_stands_in_no_frame_and_its_answer_may_lead_away(cast: Cast, app: Program) -> None:
    for answer in (
        client_of(cast.bob.login).get(app.address()),
        client_of(cast.bob.login).post(app.address(redirect_uri=OOB), {"decision": "allow"}),
        client_of(None).get(app.address(client_id="unknown")),
    ):
        policy = answer["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy
        assert "default-src 'none'" in policy
        assert "form-action" not in policy
        assert "no-store" in answer["Cache-Control"]
    assert "form-action 'self'" in client_of(cast.bob.login).get("/settings/apps")["Content-Security-Policy"]


def test_nothing_of_it_reaches_a_log(cast: Cast, app: Program, capsys: Any, caplog: Any) -> None:
    cookies = client_of(cast.bob.login).cookies
    door = Door(Cookie="; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items()))
    code = app.code(cast.bob, scope="read offline_access")
    found = app.exchange(code).json()
    secrets = (code, app.client_secret, found["access_token"], found["refresh_token"])
    capsys.readouterr()
    caplog.clear()
    with caplog.at_level("DEBUG"):
        door.get(f"/oauth/authorize?{urlencode({'code': code, 'client_secret': app.client_secret})}")
        door.get("/api/v1/timelines/home", {"access_token": found["access_token"]})
        app.exchange(code)
        Door().post(f"/oauth/token?{urlencode(app.own)}", {"refresh_token": found["refresh_token"], "grant_type": "x"})
        Door(found["access_token"]).get("/oauth/userinfo")
        Door().post("/oauth/revoke", {"token": found["access_token"], **app.own})
    written = capsys.readouterr().err + caplog.text
    assert "GET /oauth/authorize 400" in written
    assert "POST /oauth/token" in written
    assert [secret for secret in secrets if secret in written] == []


def test_an_app_that_is_gone(cast: Cast, app: Program) -> None:
    App.objects.all().delete()
    assert client_of(cast.bob.login).get(app.address()).status_code == 400
