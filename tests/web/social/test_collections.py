"""The pages of collections: on profiles, of their own, and those on which they are made and filled."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from folkmoot.accounts.models import Account
from folkmoot.core.events import drain
from folkmoot.instance.actions import change_settings
from folkmoot.project.cast import Cast
from folkmoot.relations import queries
from folkmoot.relations.actions import CollectionDraft, add_to_collection, block, make_collection
from folkmoot.relations.actions import collections as limits
from folkmoot.relations.models import Collection

pytestmark = pytest.mark.django_db

type ClientOf = Callable[[Account | None], Client]
FORM = {"name": "Herons", "description": "Who stands still", "tag_name": "birds", "language": "en", "listed": "on"}


@pytest.fixture
def birds(cast: Cast) -> int:
    """Hal's collection with bob in it."""
    made = make_collection(cast.hal, CollectionDraft("Birds <b>", "Who knows <i>every</i> heron", "en", "birds"))
    add_to_collection(cast.hal, made, cast.bob.id)
    return made


def page(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def inside(owner: Account, collection: int) -> list[int]:
    return list(queries.collection(owner.id, collection).people)


def test_one_is_made_and_leads_to_its_people(cast: Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.hal)
    assert "No collections yet" in page(browser, "/collections")
    answer = browser.post("/collections", FORM)
    made = Collection.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/collections/{made.id}/people")
    assert (made.name, made.description, made.tag, made.language, made.listed, made.sensitive) == (
        *("Herons", "Who stands still", "birds", "en"),
        *(True, False),
    )
    assert "Nobody is in this collection yet" in page(browser, f"/collections/{made.id}/people")
    assert "Herons" in page(browser, "/collections")


@pytest.mark.parametrize("change", [{"name": " "}, {"name": "x" * 41}, {"tag_name": "two words"}, {"language": "xx"}])
def test_what_will_not_do_is_said_and_what_was_typed_stays(
    cast: Cast, client_of: ClientOf, birds: int, change: dict[str, str]
) -> None:
    for address in ("/collections", f"/collections/{birds}/edit"):
        answer = client_of(cast.hal).post(address, {**FORM, **change})
        assert answer.status_code == 422
        assert "Who stands still" in answer.content.decode()
    assert Collection.objects.get().name == "Birds <b>"


def test_too_many_are_said_so(cast: Cast, client_of: ClientOf, birds: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "COLLECTIONS_MOST", 1)
    answer = client_of(cast.hal).post("/collections", FORM)
    assert answer.status_code == 422
    assert "as many as there can be" in answer.content.decode()


def test_a_page_of_its_own(cast: Cast, client_of: ClientOf, birds: int) -> None:
    address = f"/collections/{birds}"
    found = page(client_of(cast.frank), address)
    assert "Birds &lt;b&gt;" in found
    assert "Who knows &lt;i&gt;every&lt;/i&gt; heron" in found
    assert 'href="/tags/birds"' in found
    assert f'formaction="/accounts/{cast.bob.id}/follow"' in found
    assert "Take me out" not in found
    assert f'href="{address}/edit"' not in found
    own = page(client_of(cast.hal), address)
    assert f'href="{address}/edit"' in own
    assert f'href="{address}/people"' in own


def test_the_tab_on_the_profile(cast: Cast, client_of: ClientOf, birds: int) -> None:
    make_collection(cast.hal, CollectionDraft("Only by address", listed=False))
    make_collection(cast.hal, CollectionDraft("Bones", "How to cut them", sensitive=True))
    found = page(client_of(cast.bob), "/@hal/collections")
    assert 'href="/@hal/collections" aria-current="page"' in found
    assert "Birds &lt;b&gt;" in found
    assert "Only by address" not in found
    assert "How to cut them" not in found, "what not everybody wants to see is behind a press"
    assert "How to cut them" in page(client_of(cast.bob), f"/collections/{Collection.objects.get(name='Bones').id}")
    assert "Only by address" in page(client_of(cast.hal), "/@hal/collections")
    assert "/@bob/collections" not in page(client_of(cast.hal), "/@bob"), "who has none has no tab"
    assert "No collections to show" in page(client_of(cast.hal), "/@bob/collections")
    assert 'href="/collections"' in page(client_of(cast.bob), "/@bob/collections")


def test_visitors_come_as_far_as_the_community_lets_them(cast: Cast, client_of: ClientOf, birds: int) -> None:
    browser = client_of(None)
    addresses = (f"/collections/{birds}", "/@hal/collections")
    assert [browser.get(address).status_code for address in addresses] == [302, 302]
    change_settings(None, {"visitors": "posts"})
    for address in addresses:
        assert "Birds &lt;b&gt;" in page(browser, address)
    assert "/follow" not in page(browser, f"/collections/{birds}")
    block(cast.hal, cast.dan.id)
    assert client_of(cast.dan).get(f"/collections/{birds}").status_code == 404


def test_people_are_found_added_and_taken_out(cast: Cast, client_of: ClientOf, birds: int) -> None:
    browser, address = client_of(cast.hal), f"/collections/{birds}/people"
    assert "@bob" in page(browser, address)
    assert f'formaction="{address}/{cast.frank.id}"' in page(browser, f"{address}?q=fra")
    assert "Nobody by that name" in page(browser, f"{address}?q=nemo")
    answer = browser.post(f"{address}/{cast.frank.id}")
    assert (answer.status_code, answer.headers["Location"]) == (303, address)
    assert inside(cast.hal, birds) == [cast.bob.id, cast.frank.id]
    assert browser.post(f"{address}/{cast.bob.id}", {"_method": "DELETE"}).status_code == 303
    assert inside(cast.hal, birds) == [cast.frank.id]
    assert browser.post(f"{address}/{cast.bob.id}", {"_method": "DELETE"}).status_code == 404


def test_whoever_is_in_one_takes_themselves_out(cast: Cast, client_of: ClientOf, birds: int) -> None:
    browser, address = client_of(cast.bob), f"/collections/{birds}"
    assert "Birds &lt;b&gt;" in page(browser, "/collections"), "among those one is in"
    drain()
    told = page(browser, "/notifications")
    assert "put you into a collection" in told
    assert f'href="{address}"' in told
    assert "Take me out" in page(browser, address)
    answer = browser.post(f"{address}/leave")
    assert (answer.status_code, answer.headers["Location"]) == (303, address)
    assert inside(cast.hal, birds) == []
    assert "Take me out" not in page(browser, address)
    assert browser.post(f"{address}/leave").status_code == 404
    drain()
    assert "put you into a collection" not in page(browser, "/notifications")


def test_one_is_changed_and_removed(cast: Cast, client_of: ClientOf, birds: int) -> None:
    browser, address = client_of(cast.hal), f"/collections/{birds}"
    assert "Birds &lt;b&gt;" in page(browser, f"{address}/edit")
    answer = browser.post(f"{address}/edit", {"name": "Herons", "sensitive": "on"})
    assert (answer.status_code, answer.headers["Location"]) == (303, address)
    known = Collection.objects.get()
    assert (known.name, known.sensitive, known.listed, known.description) == ("Herons", True, False, "")
    drain()
    assert "changed a collection that you are in" in page(client_of(cast.bob), "/notifications")
    assert "Herons" in page(browser, f"{address}/remove")
    assert browser.post(f"{address}/remove").headers["Location"] == "/collections"
    assert not Collection.objects.exists()
    assert browser.get(address).status_code == 404


@pytest.mark.parametrize("rest", ["/edit", "/people", "/remove"])
def test_the_rooms_behind_are_for_whoever_made_it(cast: Cast, client_of: ClientOf, birds: int, rest: str) -> None:
    address = f"/collections/{birds}{rest}"
    assert client_of(cast.bob).get(address).status_code == 404
    assert client_of(None).get(address).status_code == 302
    for form in (FORM, {"_method": "DELETE"}):
        assert client_of(cast.bob).post(address, form).status_code in {404, 405}
    assert client_of(cast.bob).post(f"/collections/{birds}/people/{cast.frank.id}").status_code == 403
    assert Collection.objects.get().name == "Birds <b>"
    assert inside(cast.hal, birds) == [cast.bob.id]


def test_from_the_profile_of_somebody(cast: Cast, client_of: ClientOf, birds: int) -> None:
    second = make_collection(cast.hal, CollectionDraft("Second"))
    browser, address = client_of(cast.hal), f"/accounts/{cast.frank.id}/collections"
    assert f'href="{address}"' in page(browser, "/@frank")
    assert "Second" in page(browser, address)
    answer = browser.post(address, {"collection": [str(birds), str(second), "words", "1"], "next": "/@frank"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/@frank")
    assert inside(cast.hal, second) == [cast.frank.id]
    browser.post(address, {"collection": str(second), "next": "/@frank"})
    assert (inside(cast.hal, birds), inside(cast.hal, second)) == ([cast.bob.id], [cast.frank.id])
    assert "No collections yet" in page(client_of(cast.bob), address)
    assert browser.get(f"/accounts/{cast.hal.id}/collections").status_code == 403


def test_who_does_not_want_to_be_found_is_not_asked_for(cast: Cast, client_of: ClientOf, birds: int) -> None:
    Account.objects.filter(id=cast.frank.id).update(discoverable=False)
    browser = client_of(cast.hal)
    assert f'href="/accounts/{cast.frank.id}/collections"' not in page(browser, "/@frank")
    answer = browser.post(f"/collections/{birds}/people/{cast.frank.id}")
    assert answer.status_code == 422
    assert "does not want to be in collections" in answer.content.decode()


def test_searches_for_people_to_add_are_counted(cast: Cast, client_of: ClientOf, birds: int, settings: Any) -> None:
    """As all other searches for people are: or it would be the door by which all names are collected."""
    settings.FOLKMOOT = settings.FOLKMOOT.model_copy(update={"searches_per_5_minutes": 2})
    browser, path = client_of(cast.hal), f"/collections/{birds}/people"
    statuses = [browser.get(f"{path}?q=ali").status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    assert browser.get(path).status_code == 200
