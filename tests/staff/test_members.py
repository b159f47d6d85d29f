"""Where staff look for members: what they find, what moderators never see, what is written down."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.accounts.actions import create_invitation
from folkmoot.accounts.models import Account, Arrival, Login
from folkmoot.audit.queries import entries
from folkmoot.core.cursors import Page
from folkmoot.core.errors import TooMany
from folkmoot.core.sealed import seal
from folkmoot.moderation.actions import suspend
from folkmoot.project.cast import member
from folkmoot.project.log import public_path
from folkmoot.staff import member_forms
from folkmoot.staff.member_forms import states
from folkmoot.staff.views.members import ROWS
from tests.moderation.casing import laid
from tests.web.pages import page
from tests.web.social.reading import Node, once

type Clients = Callable[..., Client]
pytestmark = pytest.mark.usefixtures("community")
LIST = "/staff/members"
WHY = "They+all+came+with+the+same+words"


@pytest.fixture
def frank(cast: Any, client_of: Clients) -> Client:
    return client_of(cast.frank)


@pytest.fixture
def olivia(cast: Any, client_of: Clients) -> Client:
    return client_of(cast.olivia)


def cards(client: Client, query: str = "") -> dict[str, Node]:
    """The rows of the list by user name."""
    rows = once(client, f"{LIST}?{query}").all("li.case-row")
    return {row.one(".person-acct").text.split()[0].strip("@\u2066\u2069\u2068"): row for row in rows}


def links(row: Node) -> set[str]:
    return {each.attrs["href"] for each in row.all("a")}


def test_it_is_a_tab_beside_the_cases(frank: Client) -> None:
    assert LIST in page(frank.get("/staff/cases")).links
    read = page(frank.get(LIST))
    assert LIST in read.current
    assert read.heading == "All members"


@pytest.mark.parametrize("who", ["bob", "ivy", "gina", None])
def test_for_nobody_else(cast: Any, client_of: Clients, who: str | None) -> None:
    client = client_of(getattr(cast, who) if who else None)
    nothing = client.get("/there-is-nothing-of-this-name")
    for query in ("", "?q=bob", "?q=bob@example.org", "?state=staff"):
        answer = client.get(LIST + query)
        assert answer.status_code in ({403, 404} if who == "gina" else {404})
        assert who == "gina" or answer.content == nothing.content
        assert "bob@example.org" not in answer.content.decode()
    assert entries(Page(limit=1)).items[0].verb != "member.look_up"


def test_nor_for_a_moderator_who_is_suspended(cast: Any, frank: Client) -> None:
    suspend(cast.olivia, cast.frank.id, "A test of power", None)
    answer = frank.get(LIST)
    assert answer.status_code != 200
    assert b"All members" not in answer.content


def test_it_only_reads(frank: Client) -> None:
    assert frank.delete(LIST).status_code == frank.put(LIST).status_code == 405
    form = next(form for form in page(frank.get(LIST)).forms if "state" in form.fields)
    assert (form.action, form.method) == (LIST, "post")
    answer = frank.post(LIST, form.filled(q="bob", state="active"))
    assert (answer.status_code, answer["Location"]) == (303, f"{LIST}?q=bob&state=active")
    assert set(cards(frank, answer["Location"].partition("?")[2])) == {"bob"}
    refused = frank.post(LIST, {"q": "bob", "state": "nonsense"})
    assert (refused.status_code, 'value="bob"' in refused.content.decode()) == (422, True)


def test_everybody_in_whatever_state(frank: Client, cast: Any) -> None:
    Account.objects.filter(id=cast.hal.id).update(limited_at=timezone.now())
    found = cards(frank)
    assert set(found) == {"olivia", "frank", "alice", "bob", "carol", "dan", "gina", "hal", "ivy"}
    pills = {name: [pill.text for pill in row.all(".pill")] for name, row in found.items()}
    assert (pills["bob"], pills["gina"], pills["hal"]) == (["active"], ["suspended"], ["limited"])
    assert (pills["ivy"], pills["frank"]) == (["waiting to be let in"], ["staff"])


def test_where_a_row_leads(frank: Client, cast: Any) -> None:
    case = laid(cast.hal)
    found = cards(frank)
    about = {what: f"/staff/accounts/{cast.hal.id}/{what}" for what in ("decide", "trust")}
    assert links(found["hal"]) == {"/@hal", f"/staff/cases/{case.id}", *about.values()}
    assert links(found["gina"]) == {f"/staff/accounts/{cast.gina.id}/{what}" for what in ("decide", "trust")}
    assert links(found["ivy"]) == {"/staff/applications"}
    assert links(found["frank"]) == {"/@frank"}
    assert "1 decision holds" in found["gina"].text
    for address in set().union(*(links(row) for row in found.values())):
        assert frank.get(address).status_code == 200


def test_when_they_joined_and_were_last_here(frank: Client, cast: Any) -> None:
    cast.ivy.stats.seen_on = None
    cast.ivy.stats.save()
    assert "last here" not in cards(frank)["ivy"].text
    cast.hal.stats.seen_on = timezone.localdate() - timedelta(days=400)
    cast.hal.stats.save()
    row = cards(frank)["hal"]
    assert "joined" in row.text
    assert str(cast.hal.stats.seen_on.year) in row.text.split("last here")[1]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=GIN", {"gina"}),
        ("q=%D9%85%D8%AD%D9%85%D8%AF", {"hal"}),
        ("q=%25", set()),
        ("state=suspended", {"gina"}),
        ("state=waiting", {"ivy"}),
        ("state=staff", {"olivia", "frank"}),
        ("state=staff&q=fra", {"frank"}),
        ("until=2001-01-01", set()),
        ("since=2001-01-01&q=bob", {"bob"}),
        ("max_id=1", set()),
    ],
)
def test_what_is_asked_is_found(frank: Client, cast: Any, query: str, found: set[str]) -> None:
    Account.objects.filter(id=cast.hal.id).update(name="محمد علي")
    assert set(cards(frank, query)) == found
    if not found:
        assert "Nobody fits" in page(frank.get(f"{LIST}?{query}")).text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("state=nonsense", "Select a valid choice"),
        ("since=yesterday", "Enter a valid date."),
        ("q=" + "a" * 300, "at most 254 characters"),
        ("q=%00", "Null characters are not allowed."),
        ("max_id=x", "must be a whole number"),
        ("inviter=olivia", "why you need to know"),
        (f"inviter=nobody&reason={WHY}", "Nobody here has this user name."),
    ],
)
def test_what_makes_no_sense_is_said(frank: Client, query: str, words: str) -> None:
    answer = frank.get(f"{LIST}?{query}")
    assert (answer.status_code, words in page(answer).text) == (422, True)
    assert not once_rows(answer)


def once_rows(answer: Any) -> bool:
    return b"case-row" in answer.content


def sealed(client: Client, address: str) -> str:
    """The query that sending the form with an address leads to."""
    answer = client.post(LIST, {"q": address})
    assert answer.status_code == 303
    return str(answer["Location"]).partition("?")[2]


class TestAddressesOfPages:
    """No address of a member stands in the address of a page, where browsers and proxies would keep it."""

    @pytest.mark.parametrize("typed", ["bob@example.org", "bob@", "@example.org"])
    def test_they_are_sealed_and_found_all_the_same(self, olivia: Client, typed: str) -> None:
        query = sealed(olivia, typed)
        assert "example" not in query
        assert "@" not in unquote(query)
        answer = olivia.get(f"{LIST}?{query}")
        assert "bob" in cards(olivia, query)
        form = next(form for form in page(answer).forms if "state" in form.fields)
        assert form.fields["q"] == typed, "what was typed stands in its field"

    def test_one_that_was_typed_into_the_bar_is_sealed_at_once(self, olivia: Client) -> None:
        answer = olivia.get(LIST, {"q": "bob@example.org", "state": "active"})
        assert (answer.status_code, "example" in answer["Location"]) == (303, False)
        assert set(cards(olivia, answer["Location"].partition("?")[2])) == {"bob"}

    def test_the_pages_of_what_was_found(self, olivia: Client) -> None:
        people = Account.objects.bulk_create([Account(username=f"crowd{n}", active=True) for n in range(ROWS + 2)])
        for who in people:
            who.login = Login.objects.create(email=f"{who.username}@crowd.example")
        Account.objects.bulk_update(people, ["login"])
        read = page(olivia.get(f"{LIST}?{sealed(olivia, '@crowd.example')}"))
        (older,) = [link for link in read.links if "max_id=" in link]
        assert "crowd" not in older
        assert len(cards(olivia, older.partition("?")[2])) == 2
        (newer,) = [link for link in page(olivia.get(older)).links if "min_id=" in link]
        assert len(cards(olivia, newer.partition("?")[2])) == ROWS

    def test_they_are_for_whoever_sealed_them_and_for_a_day(
        self, olivia: Client, frank: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        query, everybody = sealed(olivia, "bob@example.org"), set(cards(olivia))
        assert set(cards(frank, query)) == everybody
        assert set(cards(olivia, "sealed=nonsense")) == everybody
        assert set(cards(olivia, f"sealed={seal('bob@example.org')}")) == everybody, "sealed for another end"
        monkeypatch.setattr(member_forms, "_SEALED_FOR", -1)
        assert set(cards(olivia, query)) == everybody


class TestAddresses:
    def test_owners_see_them(self, olivia: Client) -> None:
        assert "bob@example.org" in cards(olivia)["bob"].text
        assert "e-mail address" in page(olivia.get(LIST)).words("label")

    @pytest.mark.parametrize(
        "query",
        [
            "",
            "q=bob",
            "q=secret",
            "q=%40secret.e",
            "q=bob%40",
            "state=staff",
            "state=waiting",
            "state=gone",
            "max_id=x",
        ],
    )
    def test_moderators_see_none_anywhere(self, frank: Client, olivia: Client, query: str) -> None:
        for login in Login.objects.all():
            Login.objects.filter(id=login.id).update(email=login.email.replace("example.org", "secret.example"))
        assert "bob@secret.example" in olivia.get(LIST).content.decode()
        assert "secret.example" not in frank.get(f"{LIST}?{query}").content.decode()
        assert "e-mail" not in page(frank.get(LIST)).words("label")

    @pytest.mark.parametrize("typed", ["bob@example.org", "BOB@EXAMPLE.ORG", "bob@", "@example.org"])
    def test_and_find_nobody_by_one(self, frank: Client, typed: str) -> None:
        answer = frank.post(LIST, {"q": typed}, follow=True)
        assert "Nobody fits" in page(answer).text
        unknown = frank.post(LIST, {"q": "x" + typed}, follow=True)
        assert page(unknown).text.replace("x" + typed, typed) == page(answer).text

    def test_it_stands_in_the_log_without_the_address(self, olivia: Client, cast: Any) -> None:
        assert set(cards(olivia, sealed(olivia, "bob@example.org"))) == {"bob"}
        log = page(olivia.get("/staff/audit"))
        assert "looked somebody up by their e-mail address" in log.text
        assert "bob@" not in log.text
        (entry,) = entries(Page(limit=1)).items
        assert (entry.verb, entry.actor_id, entry.object_id) == ("member.look_up", cast.olivia.id, None)

    def test_names_are_not_noted(self, olivia: Client, frank: Client) -> None:
        before = entries(Page(limit=1)).items
        for client in (olivia, frank):
            client.get(LIST, {"q": "bob", "state": "active"})
        frank.get(f"{LIST}?{sealed(frank, 'bob@example.org')}")
        assert entries(Page(limit=1)).items == before

    def test_the_log_of_the_server_has_no_query(self) -> None:
        assert public_path(LIST) == LIST

    def test_an_address_that_is_markup(self, olivia: Client, cast: Any) -> None:
        Login.objects.filter(account=cast.bob).update(email='"<script>x"@example.org')
        Account.objects.filter(id=cast.bob.id).update(name="<script>alert(1)</script>")
        source = olivia.get(LIST).content.decode()
        assert "<script>x" not in source
        assert "<script>alert" not in source


class TestInvitations:
    @pytest.fixture(autouse=True)
    def invited(self, cast: Any) -> None:
        link = create_invitation(cast.olivia, 3, 7)
        Arrival.objects.create(login=member("nora").login, at=timezone.now(), invitation=link)

    def test_with_a_reason_in_the_log(self, frank: Client, olivia: Client) -> None:
        assert set(cards(frank, f"inviter=olivia&reason={WHY}")) == {"nora"}
        log = page(olivia.get("/staff/audit")).text
        assert "looked up whom somebody invited" in log
        assert WHY.replace("+", " ") in log

    def test_without_one_nobody_is_shown(self, frank: Client) -> None:
        answer = frank.get(LIST, {"inviter": "olivia", "reason": "short"})
        (form,) = [each for each in page(answer).forms if "reason" in each.fields]
        assert (answer.status_code, "nora" in page(answer).text, form.invalid) == (422, False, ["reason"])
        assert entries(Page(limit=1)).items[0].verb != "invitation.trace_guests"


def test_the_next_page_keeps_what_was_asked(frank: Client) -> None:
    Account.objects.bulk_create([Account(username=f"crowd{n}", active=True) for n in range(ROWS + 2)])
    read = page(frank.get(LIST, {"q": "crowd", "state": "active"}))
    (older,) = [link for link in read.links if "max_id=" in link]
    assert ("q=crowd" in older, "state=active" in older) == (True, True)
    assert len(cards(frank, older.partition("?")[2])) == 2
    (newer,) = [link for link in page(frank.get(older)).links if "min_id=" in link]
    assert len(cards(frank, newer.partition("?")[2])) == ROWS


def test_searches_are_counted(frank: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: Any) -> None:
        raise TooMany(60)

    monkeypatch.setattr("folkmoot.core.limits.count", full)
    assert frank.get(LIST).status_code == 200
    assert frank.get(LIST, {"q": "bob"}).status_code == 429


def test_every_state_has_words(db: None) -> None:
    assert len(set(states().values())) == len(states()) == 6


def test_it_costs_the_same_for_one_and_for_many(frank: Client, cast: Any, queries: Any) -> None:
    frank.get(LIST)
    laid(cast.hal)
    with queries(17):
        frank.get(LIST, {"state": "suspended"})
    with queries(17):
        frank.get(LIST)
