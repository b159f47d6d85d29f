"""The page of the directory: its filters, its orders, its pages, what it says when nobody is found."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from folkmoot.accounts.actions import ProfileDraft, edit_profile
from folkmoot.instance.actions import change_settings
from folkmoot.instance.queries import community
from folkmoot.project import cast as people
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import keep_profile_parts
from folkmoot.web.social import directory
from tests.web.social.reading import htmx, once, tree

pytestmark = pytest.mark.django_db
type Clients = Callable[..., Client]


def names(page: Any) -> list[str]:
    return [node.text for node in page.all(".person-name")]


@pytest.fixture
def town(cast: Cast, drain: Callable[..., int]) -> Cast:
    change_settings(None, {"profile_fields": "Part of town: North, South\nPets\nNobody says this"})
    for who, part, pet in ((cast.bob, "North", "Cat"), (cast.carol, "South", "Dog")):
        lines = (("Part of town", part), ("Pets", pet))
        edit_profile(who, ProfileDraft("", "", lines, locked=False, discoverable=True))
    drain()
    return cast


def test_a_filter_for_each_line(town: Cast, client_of: Clients) -> None:
    page = once(client_of(town.hal), "/members")
    labels = [label.text for label in page.one(".directory").all("label")]
    assert labels == ["Name or user name", "Part of town", "Pets", "Order"]
    assert [option.text for option in page.one("#line0").all("option")] == ["All", "North", "South"]
    assert [option.text for option in page.one("#line1").all("option")] == ["All", "Cat", "Dog"]


def test_what_was_chosen_stays_chosen(town: Cast, client_of: Clients) -> None:
    page = once(client_of(town.hal), "/members?q=b&line0=north&line1=cat&order=active")
    assert names(page) == ["bob"]
    chosen = [option.text for option in page.one(".directory").all("option") if "selected" in option.attrs]
    assert chosen == ["North", "Cat", "Who wrote last first"]
    assert page.one("#search").attrs["value"] == "b"


def test_nobody_like_that(town: Cast, client_of: Clients) -> None:
    client = client_of(town.hal)
    empty = once(client, "/members?line0=north&line1=dog").one(".empty")
    assert "Nobody like that" in empty.text
    assert empty.one("a").attrs["href"] == "/members"
    assert "Nobody by that name" in once(client, "/members?q=zzz").one(".empty").text
    assert names(once(client, "/members?line0=%00%27nonsense")) == []
    assert len(names(once(client, "/members?line7=north&order=upside-down"))) > 2


@pytest.mark.parametrize("order", ["new", "active"])
def test_page_by_page(town: Cast, client_of: Clients, order: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(directory, "PEOPLE", 3)
    for number in range(4):
        people.member(f"singer{number}")
    client = client_of(town.hal)
    first = once(client, f"/members?q=singer&order={order}")
    link = first.one("#more").one("a").attrs["href"]
    second = once(client, f"/members{link}")
    assert sorted(names(first) + names(second)) == [f"singer{number}" for number in range(4)]
    back = [each.attrs["href"] for each in second.all("a") if each.attrs.get("rel") == "prev"]
    assert back == [f"?q=singer&order={order}"]
    part = tree(client.get(f"/members{link}", headers=htmx("more")))
    assert names(part) == names(second)
    assert not part.has("form")


def test_what_members_say_is_counted_for_the_form_alone(
    town: Cast, client_of: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory, "PEOPLE", 1)
    edit_profile(town.dan, ProfileDraft("", "", (("Pets", "Cat"),), locked=False, discoverable=True))
    keep_profile_parts(town.dan.id)
    client = client_of(town.hal)
    with CaptureQueriesContext(connection) as caught:
        page = once(client, "/members?line1=cat")
    assert names(page) == ["dan"]
    assert len([each for each in caught if "MAX(v.shown)" in each["sql"]]) == 1
    with CaptureQueriesContext(connection) as caught:
        part = tree(client.get(f"/members{page.one('#more').one('a').attrs['href']}", headers=htmx("more")))
    assert names(part) == ["bob"], "what was chosen counts here as well"
    assert not [each for each in caught if "MAX(v.shown)" in each["sql"]]


def test_a_line_keeps_its_place_when_nobody_says_anything_in_one_before_it(town: Cast, client_of: Clients) -> None:
    change_settings(None, {"profile_fields": "Nobody says this\nPets"})
    page = once(client_of(town.hal), "/members?line1=cat")
    assert [option.text for option in page.one("#line1").all("option") if "selected" in option.attrs] == ["Cat"]
    assert names(page) == ["bob"]


def test_a_place_that_is_none_is_refused(town: Cast, client_of: Clients) -> None:
    assert client_of(town.hal).get("/members?after=nonsense").status_code == 422


def test_members_only(town: Cast, client_of: Clients) -> None:
    assert client_of(None).get("/members").status_code in {302, 303, 404}


def test_owners_define_the_lines_in_the_settings(cast: Cast, client_of: Clients) -> None:
    client = client_of(cast.olivia)
    page = once(client, "/staff/settings")
    assert page.one("#id_profile_fields").tag == "textarea"
    sent = {"name": "Town", "sign_up": "open", "visitors": "nothing", "colour": "#1d6650"}
    client.post("/staff/settings", {**sent, "profile_fields": "Part of town: North, South"})
    assert community().profile_fields == "Part of town: North, South"
    client.post("/staff/settings", sent)
    assert community().profile_fields == "Part of town: North, South", "a form without them leaves them alone"
    shown = once(client_of(cast.bob), "/settings/profile")
    assert shown.one("#id_name_0").attrs["placeholder"] == "Part of town"
    offered = [option.attrs["value"] for option in shown.one("#line-choices").all("option")]
    assert offered == ["North", "South"]
    assert [option.attrs["value"] for option in shown.one("#line-names").all("option")] == ["Part of town"]
