"""Coming in through a sign-in service: who is let in, and what is not believed."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.test import Client

from folkmoot.accounts.actions import hide_account, link_identity
from folkmoot.accounts.models import Identity, Login
from folkmoot.core import http
from folkmoot.project.cast import PASSWORD
from tests.identities import CLIENT, SECRET, Service
from tests.web.entrance.services import begin, is_in, running, service, sign_in, there_and_back
from tests.web.pages import page

__all__ = ["running", "service"]
pytestmark = pytest.mark.usefixtures("cast", "community")


def bob() -> Login:
    return Login.objects.get(account__username="bob")


def test_who_was_connected_comes_in(service: Service, cast: Any, client: Client) -> None:
    link_identity(bob().pk, service.address, "s-1")
    service.person = {"sub": "s-1", "email": "another@example.net", "email_verified": False}
    answer = sign_in(client, service, "/settings/profile")
    assert (answer.status_code, answer["Location"]) == (303, "/settings/profile")
    assert is_in(client)
    assert service.asked.count("/token") == 1


def test_a_new_member_is_led_to_the_first_steps_once(service: Service, client: Client) -> None:
    Login.objects.filter(pk=bob().pk).update(first_steps=0)
    assert [sign_in(each, service)["Location"] for each in (client, Client())] == ["/welcome", "/"]


def test_a_new_member_who_wants_to_go_elsewhere_goes_there(service: Service, client: Client) -> None:
    Login.objects.filter(pk=bob().pk).update(first_steps=0)
    assert sign_in(client, service, "/settings/profile")["Location"] == "/settings/profile"


def test_an_address_proved_there_and_here_connects(
    service: Service, client: Client, mail: Any, drain: Callable[[], int]
) -> None:
    sign_in(client, service)
    assert is_in(client)
    assert Identity.objects.get().login == bob()
    drain()
    assert "another way to sign in was connected" in mail.to("bob@example.org")[0].get_content()


@pytest.mark.parametrize(
    "person",
    [
        {"email": "bob@example.org", "email_verified": False},
        {"email": "bob@example.org"},
        {"email": "bob@example.org", "email_verified": "true"},
        {"email": "bob@example.org", "email_verified": 1},
        {"email": ["bob@example.org"], "email_verified": True},
        {"email": "nobody@example.org", "email_verified": True},
        {"email_verified": True},
    ],
)
def test_an_address_that_is_not_proved_there_opens_nothing(
    person: dict[str, Any], service: Service, client: Client
) -> None:
    service.person = {"sub": "s-1", **person}
    answer = sign_in(client, service)
    assert answer["Location"] == "/sign-in"
    assert "Nobody here is connected" in page(client.get("/sign-in")).notices
    assert not Identity.objects.exists()
    assert not is_in(client)


def test_an_address_that_is_not_proved_here_opens_nothing(service: Service, client: Client) -> None:
    """Else somebody applies with another's address and waits until they come through the service."""
    EmailAddress.objects.filter(user=bob()).update(verified=False)
    sign_in(client, service)
    assert not is_in(client)
    assert not Identity.objects.exists()


def test_another_subject_with_the_same_address_is_another_person(service: Service, client: Client) -> None:
    """Addresses are given to somebody else when their owner leaves."""
    link_identity(bob().pk, service.address, "s-1")
    service.person["sub"] = "s-2"
    sign_in(client, service)
    assert not is_in(client)
    assert Identity.objects.get().subject == "s-1"


def test_the_same_subject_of_another_service_is_another_person(service: Service, client: Client) -> None:
    link_identity(bob().pk, "https://elsewhere.example", "s-1")
    service.person = {"sub": "s-1"}
    sign_in(client, service)
    assert not is_in(client)


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": ""},
        {"aud": "somebody else"},
        {"aud": [CLIENT, "somebody else"]},
        {"aud": [CLIENT, "somebody else"], "azp": "somebody else"},
        {"iss": "https://evil.example"},
        {"exp": 1},
        {"iat": 4_000_000_000},
        {"sub": ""},
        {"sub": "x" * 256},
        {"sub": "a\x00b"},
        {"sub": 7},
    ],
    ids=str,
)
def test_what_is_not_an_answer_to_us(claims: dict[str, Any], service: Service, client: Client) -> None:
    service.claims = claims
    answer = sign_in(client, service)
    assert answer["Location"] == "/sign-in"
    assert "did not work" in page(client.get("/sign-in")).notices
    assert not is_in(client)


@pytest.mark.parametrize("name", ["nonce", "aud", "iss", "exp", "iat", "sub"])
def test_what_leaves_something_out(name: str, service: Service, client: Client) -> None:
    service.left_out = (name,)
    sign_in(client, service)
    assert not is_in(client)


@pytest.mark.parametrize("how", ["another key", "no signature", "the secret", "unknown key"])
def test_signatures(how: str, service: Service, client: Client) -> None:
    signed = {
        "another key": {"key": Service.other_key(), "algorithm": "RS256", "headers": {"kid": "good"}},
        "no signature": {"key": None, "algorithm": "none", "headers": {"kid": "good"}},
        "the secret": {"key": SECRET * 2, "algorithm": "HS256", "headers": {"kid": "good"}},
        "unknown key": {**service.signed, "headers": {"kid": "who"}},
    }
    service.signed = signed[how]
    sign_in(client, service)
    assert not is_in(client)


@pytest.mark.parametrize(
    "token", [{}, {"id_token": 7}, {"id_token": "a.b.c"}, {"id_token": ""}, [], b"no json", b"[" * 9]
)
def test_what_is_no_token(token: Any, service: Service, client: Client) -> None:
    service.token = token
    sign_in(client, service)
    assert not is_in(client)


def test_a_service_that_says_no(service: Service, client: Client) -> None:
    service.status = 500
    assert sign_in(client, service)["Location"] == "/sign-in"
    assert not is_in(client)


@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
@pytest.mark.parametrize(
    "where",
    [
        "http://evil.example/x",
        "https://evil.example:8443/x",
        "https://a:b@evil.example/x",
        "https://127.0.0.1/x",
        "https://10.0.0.1/x",
        "https://[::1]/x",
        "http://127.0.0.1:1/x",
        "javascript:alert(1)//https://evil.example",
        "http://[",
        7,
        None,
    ],
)
def test_nobody_within_is_asked_and_nothing_in_the_clear(
    name: str, where: Any, service: Service, client: Client
) -> None:
    service.described[name] = where
    place = begin(client)
    if name == "authorization_endpoint":
        assert place == "/sign-in"
    else:
        assert there_and_back(client, service, place)["Location"] == "/sign-in"
    assert not is_in(client)


def test_a_service_may_have_its_parts_on_several_sites(
    service: Service, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As large ones do; those sites are asked like any stranger's: public addresses, over https."""
    asked, fetch, post = [], http.fetch, http.post

    def there(way: Callable[..., Any]) -> Callable[..., Any]:
        def go(address: str, *rest: Any, limits: http.Limits, **more: Any) -> Any:
            if address.startswith("https://parts.example/"):
                assert not limits.loopback
                asked.append(address)
                here = http.Limits(seconds=60.0, ports=range(65_536), loopback=True)
                return way(address.replace("https://parts.example", service.address), *rest, limits=here, **more)
            return way(address, *rest, limits=limits, **more)

        return go

    monkeypatch.setattr(http, "fetch", there(fetch))
    monkeypatch.setattr(http, "post", there(post))
    service.described |= {"token_endpoint": "https://parts.example/token", "jwks_uri": "https://parts.example/keys"}
    sign_in(client, service)
    assert is_in(client)
    assert asked == ["https://parts.example/token", "https://parts.example/keys"]


def test_a_link_leads_where_no_form_may(service: Service, client: Client) -> None:
    """Forms lead to the issuer's own site alone (CSP); a link comes back with an answer all the same."""
    service.described["authorization_endpoint"] = "https://door.example/authorize?a=1"
    answer = client.post("/sign-in/service", {"next": "/settings/profile"})
    assert (answer.status_code, page(answer).heading) == (200, "Town hall")
    where = next(link for link in page(answer).links if link.startswith("https://door.example/authorize?a=1&"))
    assert "door.example" not in answer.headers["Content-Security-Policy"]
    back = urlsplit(service.authorize(urlsplit(where).query))
    assert client.get(f"{back.path}?{back.query}")["Location"] == "/settings/profile"
    assert is_in(client)


def test_a_service_that_is_somebody_else(service: Service, client: Client) -> None:
    service.described["issuer"] = "https://evil.example"
    assert begin(client) == "/sign-in"


def test_a_service_that_is_away(service: Service, client: Client, settings: Any) -> None:
    settings.FOLKMOOT = settings.FOLKMOOT.model_copy(update={"oidc_issuer": "http://127.0.0.1:1"})
    assert begin(client) == "/sign-in"
    assert "did not work" in page(client.get("/sign-in")).notices


@pytest.mark.parametrize("which", ["token_endpoint", "none"])
def test_a_service_that_goes_away_in_between(which: str, service: Service, client: Client, settings: Any) -> None:
    place = begin(client)
    back = urlsplit(service.authorize(urlsplit(place).query))
    if which == "none":
        settings.FOLKMOOT = settings.FOLKMOOT.model_copy(update={"oidc_issuer": "http://127.0.0.1:1"})
    else:
        service.described["token_endpoint"] = f"{service.address}/nowhere\x00"
    assert client.get(f"{back.path}?{back.query}")["Location"] == "/sign-in"


def test_secrets_go_in_the_form_where_that_is_the_only_way(service: Service, client: Client) -> None:
    service.described["token_endpoint_auth_methods_supported"] = ["client_secret_post"]
    sign_in(client, service)
    assert is_in(client)


def test_an_answer_is_good_once(service: Service, client: Client) -> None:
    back = urlsplit(service.authorize(urlsplit(begin(client)).query))
    client.get(f"{back.path}?{back.query}")
    assert is_in(client)
    client.post("/sign-out")
    assert client.get(f"{back.path}?{back.query}")["Location"] == "/sign-in"
    assert not is_in(client)


def test_an_answer_is_good_in_the_browser_that_asked(service: Service, client: Client) -> None:
    """Else somebody lays their own answer before another, who then writes in the wrong account."""
    back = urlsplit(service.authorize(urlsplit(begin(client)).query))
    other = Client()
    assert other.get(f"{back.path}?{back.query}")["Location"] == "/sign-in"
    begin(other)
    assert other.get(f"{back.path}?{back.query}")["Location"] == "/sign-in"
    assert not is_in(other)


@pytest.mark.parametrize("query", ["", "code=x", "state=x", "code=&state=", "error=access_denied", "code=x&state=é"])
def test_returning_with_nothing(query: str, service: Service, client: Client) -> None:
    begin(client)
    assert client.get(f"/sign-in/service/back?{query}")["Location"] == "/sign-in"
    assert "/token" not in service.asked


def test_an_answer_that_names_another_service(service: Service, client: Client) -> None:
    back = urlsplit(service.authorize(urlsplit(begin(client)).query))
    assert client.get(f"{back.path}?{back.query}&iss=https://evil.example")["Location"] == "/sign-in"
    assert not is_in(client)


def test_a_question_grows_old(service: Service, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from folkmoot.web.entrance.oidc import pages

    back = urlsplit(service.authorize(urlsplit(begin(client)).query))
    monkeypatch.setattr(pages, "SECONDS", -1)
    assert client.get(f"{back.path}?{back.query}")["Location"] == "/sign-in"


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "http:evil.example"]
)
def test_it_leads_nowhere_else(wanted: str, service: Service, client: Client) -> None:
    where = client.post("/sign-in/service", {"next": wanted})["Location"]
    assert there_and_back(client, service, where)["Location"] == "/"


def test_each_question_is_new(service: Service, client: Client) -> None:
    one, other = (dict(parse_qsl(urlsplit(begin(client)).query)) for _ in range(2))
    for name in ("state", "nonce", "code_challenge"):
        assert one[name] != other[name]
        assert len(one[name]) >= 43
    assert one["redirect_uri"] == "http://localhost:8000/sign-in/service/back"


def test_it_begins_with_a_press(service: Service, client: Client) -> None:
    assert client.get("/sign-in/service").status_code == 405
    assert Client(enforce_csrf_checks=True).post("/sign-in/service").status_code == 403


def test_the_second_step_is_asked_all_the_same(service: Service, client: Client) -> None:
    from folkmoot.web.entrance.factors import totp

    totp.begin(bob().pk, totp.new_secret(), 0)
    answer = sign_in(client, service)
    assert answer["Location"] == "/sign-in/step"
    assert client.get("/sign-in/step").status_code == 200
    assert not is_in(client)


def test_who_is_suspended_stays_out(service: Service, cast: Any, client: Client) -> None:
    from django.utils import timezone

    link_identity(bob().pk, service.address, "s-1")
    hide_account(cast.bob.id, timezone.now())
    sign_in(client, service)
    assert not is_in(client)


def test_a_service_that_dies_before_the_last_question(
    service: Service, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = begin(client)
    monkeypatch.setattr(http, "post", lambda *_args, **_options: _away())
    assert there_and_back(client, service, place)["Location"] == "/sign-in"
    assert not is_in(client)


def _away() -> None:
    raise http.Unreachable("gone")


def test_who_comes_back_as_somebody_else_is_somebody_else(
    service: Service, cast: Any, client_of: Callable[..., Client]
) -> None:
    """Nothing of the session before is left to the one that follows."""
    client = client_of(cast.alice)
    session = client.session
    session["left"] = "of alice"
    session.save()
    where = client.post("/sign-in/service", {"next": ""})["Location"]
    there_and_back(client, service, where)
    assert client.session["_auth_user_id"] == str(bob().pk)
    assert "left" not in client.session
    assert UserSession.objects.get().session_key == client.session.session_key


def test_a_password_still_works(service: Service) -> None:
    assert Client().post("/sign-in", {"login": "bob", "password": PASSWORD}).status_code == 302
