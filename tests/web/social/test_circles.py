"""The pages of circles, with htmx and without."""

from collections.abc import Callable

import pytest
from django.test import Client

from folkmoot.accounts.models import Account
from folkmoot.core.cursors import Page
from folkmoot.posts.actions import FilterDraft, FilterWordDraft, make_filter
from folkmoot.posts.models import Post
from folkmoot.posts.visibility import audience_of
from folkmoot.project.cast import Cast
from folkmoot.relations import queries
from folkmoot.relations.actions import CircleDraft, add_to_circle, make_circle
from folkmoot.relations.actions import circles as limits
from folkmoot.relations.models import Circle
from tests.posts.writing import say

pytestmark = pytest.mark.django_db

type ClientOf = Callable[[Account | None], Client]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def mine(cast: Cast) -> int:
    made = make_circle(cast.hal, CircleDraft("Choir <b>"))
    add_to_circle(cast.hal, made, cast.bob.id)
    return made


def on(owner: Account, circle: int) -> set[int]:
    return set(queries.people_on(owner.id, circle))


def test_a_circle_is_made_and_leads_to_its_people(cast: Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.hal)
    assert "No circles yet" in browser.get("/circles").content.decode()
    answer = browser.post("/circles", {"title": "Choir"})
    made = Circle.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/circles/{made.id}/people")
    assert "Choir" in browser.get("/circles").content.decode()


@pytest.mark.parametrize("title", ["", " ", "\u200b\n", "x" * 61])
def test_a_name_that_is_none_comes_back(cast: Cast, client_of: ClientOf, title: str, mine: int) -> None:
    browser = client_of(cast.hal)
    for address in ("/circles", f"/circles/{mine}/edit"):
        answer = browser.post(address, {"title": title, "replies": "list"})
        assert answer.status_code == 422
        assert 'aria-invalid="true"' in answer.content.decode()
    assert Circle.objects.get().title == "Choir <b>"


def test_too_many_circles_are_said_so(
    cast: Cast, client_of: ClientOf, mine: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "CIRCLES_MOST", 1)
    answer = client_of(cast.hal).post("/circles", {"title": "Another"})
    assert answer.status_code == 422
    assert "as many as there can be" in answer.content.decode()


def test_its_feed(cast: Cast, client_of: ClientOf, mine: int) -> None:
    browser = client_of(cast.hal)
    assert "Nothing here yet" in browser.get(f"/circles/{mine}").content.decode()
    say(cast.bob, "A song of the sea")
    page = browser.get(f"/circles/{mine}").content.decode()
    assert "A song of the sea" in page
    assert "Choir &lt;b&gt;" in page
    make_filter(cast.hal, FilterDraft("No songs", "hide", ("home",), None, (FilterWordDraft("song"),)))
    assert "A song of the sea" not in browser.get(f"/circles/{mine}").content.decode()


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_people_are_found_added_and_taken_out(
    cast: Cast, client_of: ClientOf, mine: int, headers: dict[str, str]
) -> None:
    browser = client_of(cast.hal)
    page = browser.get(f"/circles/{mine}/people").content.decode()
    assert "@bob" in page
    assert "@alice" in browser.get(f"/circles/{mine}/people?q=ali").content.decode()
    assert "Nobody by that name" in browser.get(f"/circles/{mine}/people?q=nemo").content.decode()
    address = f"/circles/{mine}/people/{cast.alice.id}"
    answer = browser.post(address, headers=headers)
    assert answer.status_code == (200 if headers else 303)
    assert on(cast.hal, mine) == {cast.bob.id, cast.alice.id}
    if headers:
        assert "Take out" in answer.content.decode()
        assert "undo" in answer.headers["HX-Trigger"]
    answer = browser.delete(address, headers=headers)
    assert answer.status_code == (200 if headers else 303)
    assert on(cast.hal, mine) == {cast.bob.id}


def test_more_people_than_a_page_holds(
    cast: Cast, client_of: ClientOf, mine: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from folkmoot.web.social import circles

    monkeypatch.setattr(circles, "PEOPLE", 1)
    add_to_circle(cast.hal, mine, cast.frank.id)
    browser = client_of(cast.hal)
    first = browser.get(f"/circles/{mine}/people").content.decode()
    assert ("@frank" in first, "@bob" in first, 'rel="next"' in first) == (True, False, True)
    newest = queries.circle_people(cast.hal.id, mine, Page(limit=1)).older
    more = browser.get(
        f"/circles/{mine}/people?max_id={newest}", headers={**HTMX, "HX-Target": "more"}
    ).content.decode()
    assert ("@bob" in more, "<html" in more) == (True, False)


def test_it_is_changed(cast: Cast, client_of: ClientOf, mine: int) -> None:
    browser = client_of(cast.hal)
    assert 'value="Choir &lt;b&gt;"' in browser.get(f"/circles/{mine}/edit").content.decode()
    answer = browser.post(f"/circles/{mine}/edit", {"title": "Singers", "replies": "none", "exclusive": "on"})
    assert answer.status_code == 303
    known = queries.circle(cast.hal.id, mine)
    assert (known.title, known.replies, known.exclusive) == ("Singers", "none", True)


def test_it_is_removed_after_asking_once(cast: Cast, client_of: ClientOf, mine: int) -> None:
    browser = client_of(cast.hal)
    assert "Remove the circle" in browser.get(f"/circles/{mine}/remove").content.decode()
    assert Circle.objects.exists()
    answer = browser.post(f"/circles/{mine}", {"_method": "DELETE"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/circles")
    assert not Circle.objects.exists()


def test_somebody_is_put_on_circles_from_their_profile(cast: Cast, client_of: ClientOf, mine: int) -> None:
    browser, other = client_of(cast.hal), make_circle(cast.hal, CircleDraft("Other"))
    theirs = make_circle(cast.alice, CircleDraft("Alice's"))
    assert f"/accounts/{cast.bob.id}/circles" in browser.get("/@bob").content.decode()
    page = browser.get(f"/accounts/{cast.bob.id}/circles").content.decode()
    assert (page.count("checked"), "Alice&#39;s" in page) == (1, False)
    answer = browser.post(f"/accounts/{cast.bob.id}/circles", {"circle": [str(other), str(theirs), "x"]})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/@bob")
    assert (on(cast.hal, mine), on(cast.hal, other), on(cast.alice, theirs)) == (set(), {cast.bob.id}, set())
    assert client_of(cast.hal).get(f"/accounts/{cast.hal.id}/circles").status_code == 403
    assert "No circles yet" in client_of(cast.bob).get(f"/accounts/{cast.hal.id}/circles").content.decode()


@pytest.mark.parametrize("path", ["", "/people", "/edit", "/remove"])
def test_circles_of_others_are_not_there(cast: Cast, client_of: ClientOf, mine: int, path: str) -> None:
    browser = client_of(cast.alice)
    there, absent = browser.get(f"/circles/{mine}{path}"), browser.get(f"/circles/12345{path}")
    assert (there.status_code, absent.status_code) == (404, 404)
    assert browser.post(f"/circles/{mine}", {"_method": "DELETE"}).status_code == 404
    assert browser.post(f"/circles/{mine}/people/{cast.frank.id}").status_code == 404
    assert on(cast.hal, mine) == {cast.bob.id}


def test_one_writes_for_a_circle(cast: Cast, client_of: ClientOf, mine: int) -> None:
    browser = client_of(cast.hal)
    assert f'<option value="list:{mine}">Circle: Choir &lt;b&gt;</option>' in browser.get("/").content.decode()
    assert "list:" not in client_of(cast.bob).get("/").content.decode()
    answer = browser.post("/posts", {"text": "Tonight at six", "scope": f"list:{mine}", "language": "en"})
    assert answer.status_code == 303
    post = Post.objects.get()
    assert (post.scope, set(audience_of(post.id))) == ("list", {cast.hal.id, cast.bob.id})
    own, theirs = (client_of(who).get(f"/@hal/{post.id}").content.decode() for who in (cast.hal, cast.bob))
    assert "for your circle" in own
    assert ("A circle" in theirs, "Choir" in theirs) == (True, False)


@pytest.mark.parametrize("scope", ["list", "list:", "list:x", "list:12345", "list:-1"])
def test_a_circle_that_is_none_keeps_the_words(cast: Cast, client_of: ClientOf, mine: int, scope: str) -> None:
    answer = client_of(cast.hal).post("/posts", {"text": "Tonight at six", "scope": scope, "language": "en"})
    assert answer.status_code == 422
    assert "Tonight at six" in answer.content.decode()
    assert not Post.objects.exists()


def test_an_answer_is_for_the_same_people(cast: Cast, client_of: ClientOf, mine: int) -> None:
    post = say(cast.hal, "Who comes?", "list", circle=mine)
    page = client_of(cast.bob).get(f"/@hal/{post}").content.decode()
    assert '<option value="list" selected>The same people</option>' in page
    form = {"text": "I do", "scope": "list", "language": "en", "reply_to": str(post)}
    assert client_of(cast.bob).post("/posts", form).status_code == 303
    answer = Post.objects.get(account=cast.bob)
    assert set(audience_of(answer.id)) == {cast.hal.id, cast.bob.id}
