"""The page with whom a member might like to follow, and the few of them beside the home feed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from folkmoot.accounts.models import Account
from folkmoot.project.cast import Cast, member
from folkmoot.relations.actions import follow, suggest_to
from folkmoot.relations.models import Dismissal
from folkmoot.relations.queries import SuggestionView
from folkmoot.web.social.suggesting import BESIDE, why
from tests.web.social.reading import htmx, once, tree

pytestmark = pytest.mark.django_db
type Clients = Callable[..., Client]


@pytest.fixture
def nora(cast: Cast) -> Account:
    """She follows hal and frank; both follow zoe, hal follows three more as well."""
    nora, zoe = member("nora"), member("zoe")
    for who, whom in ((nora, cast.hal), (nora, cast.frank), (cast.hal, zoe), (cast.frank, zoe)):
        follow(who, whom.id)
    for name in ("pia", "quinn", "rosa"):
        follow(cast.hal, member(name).id)
    suggest_to(nora.id)
    return nora


def names(page: Any) -> list[str]:
    return [node.text for node in page.all(".person-name")]


def test_each_with_the_reason_and_two_buttons(cast: Cast, nora: Account, client_of: Clients) -> None:
    page = once(client_of(nora), "/suggestions")
    assert names(page)[0] == "zoe"
    assert page.all(".person-note")[0].text == "Followed by 2 people you follow"
    zoe = Account.objects.get(username="zoe")
    actions = [button.attrs.get("formaction") for button in page.all("main")[0].all("button")]
    assert actions[:2] == [f"/accounts/{zoe.id}/follow", f"/suggestions/{zoe.id}/dismiss"]


@pytest.mark.parametrize(
    ("reason", "number", "words"),
    [
        ("friends", 1, "Followed by 1 person you follow"),
        ("interests", 1, "Writes about 1 hashtag you follow"),
        ("interests", 3, "Writes about 3 hashtags you follow"),
        ("new", 0, "New here"),
        ("known", 9, "Many here follow them"),
    ],
)
def test_reasons_in_words(reason: str, number: int, words: str) -> None:
    nobody: Any = None
    assert why(SuggestionView(nobody, reason, number)) == words


def test_turned_away_without_javascript(cast: Cast, nora: Account, client_of: Clients) -> None:
    zoe = Account.objects.get(username="zoe")
    client = client_of(nora)
    answer = client.post(f"/suggestions/{zoe.id}/dismiss", {"next": "/suggestions"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/suggestions")
    page = once(client, "/suggestions")
    assert "zoe" not in names(page)
    assert "They are not suggested to you again." in page.all(".notice")[0].text


def test_turned_away_in_place(cast: Cast, nora: Account, client_of: Clients) -> None:
    zoe = Account.objects.get(username="zoe")
    answer = client_of(nora).post(f"/suggestions/{zoe.id}/dismiss", headers=htmx("suggestions"))
    assert answer.status_code == 200
    assert Dismissal.objects.filter(account=nora, dismissed=zoe).exists()
    assert client_of(nora).get(f"/suggestions/{zoe.id}/dismiss").status_code == 405
    assert client_of(nora).post("/suggestions/5/dismiss").status_code == 404


def test_a_few_beside_the_home_feed(cast: Cast, nora: Account, client_of: Clients) -> None:
    client = client_of(nora)
    part = tree(client.get("/suggestions/beside", headers=htmx("beside")))
    assert names(part)[0] == "zoe"
    assert len(names(part)) == BESIDE
    home = once(client, "/")
    assert "/suggestions" in {link.attrs.get("href") for link in home.all("aside")[0].all("a")}
    assert [node.attrs["hx-get"] for node in home.all("aside")[0].all("div") if "hx-get" in node.attrs] == [
        "/suggestions/beside"
    ]


def test_nobody_yet(cast: Cast, client_of: Clients) -> None:
    client = client_of(cast.bob)
    assert "Nobody to suggest right now" in client.get("/suggestions").content.decode()
    assert "a moment later" in client.get("/suggestions/beside").content.decode()


def test_the_member_list_leads_there_and_back(cast: Cast, nora: Account, client_of: Clients) -> None:
    client = client_of(nora)
    for path in ("/members", "/suggestions"):
        tabs = once(client, path).all(".tabs")[0].all("a")
        assert [tab.attrs["href"] for tab in tabs] == ["/members", "/suggestions"]
        assert [tab.attrs["href"] for tab in tabs if "aria-current" in tab.attrs] == [path]


def test_not_for_visitors(cast: Cast, client_of: Clients) -> None:
    for path in ("/suggestions", "/suggestions/beside"):
        assert client_of(None).get(path).status_code in {302, 303, 404}


def test_as_many_statements_however_many_there_are(cast: Cast, nora: Account, client_of: Clients, queries: Any) -> None:
    client = client_of(nora)
    client.get("/suggestions/beside")
    with queries(4):  # the session, who it is, the suggestions, and how they stand to the viewer
        client.get("/suggestions/beside")
