"""The member list and the buttons between two accounts: follow, request, remove, block, mute."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.accounts.queries import Account
from folkmoot.project import cast as people
from folkmoot.relations import actions
from folkmoot.relations.queries import Relationship, relationship
from tests.web.social.reading import button, htmx, once, press, tree

type Clients = Callable[..., Client]


def names(page: Any) -> list[str]:
    return [node.text for node in page.all(".person-name")]


def between(one: Account, other: Account) -> Relationship:
    return relationship(one.id, [other.id])[other.id]


class TestMembers:
    def test_everybody_who_wants_to_be_found(self, cast: Any, client_of: Clients) -> None:
        Account.objects.filter(id=cast.frank.id).update(discoverable=False)
        shown = set(names(once(client_of(cast.bob), "/members")))
        assert shown == {"olivia", "alice", "bob", "carol", "dan", "hal"}

    def test_nobody_on_either_side_of_a_block(self, cast: Any, client_of: Clients) -> None:
        assert "dan" not in names(once(client_of(cast.alice), "/members"))
        assert "alice" not in names(once(client_of(cast.dan), "/members"))

    @pytest.mark.parametrize(
        ("search", "found"),
        [
            ("ali", ["alice"]),
            ("@ALI", ["alice"]),
            ("Größe", ["Frau GRÖSSE-größe"]),
            ("  hal ", ["hal"]),
            ("zzz", []),
            ("a\0l\0ice", ["alice"]),
        ],
    )
    def test_search_by_a_part_of_the_name(self, cast: Any, client_of: Clients, search: str, found: list[str]) -> None:
        Account.objects.filter(id=cast.olivia.id).update(name="Frau GRÖSSE-größe")
        page = tree(client_of(cast.bob).get("/members", {"q": search}))
        assert names(page) == found
        assert page.one("#search").attrs["value"] == search.strip()

    def test_nobody_found_says_so_and_leads_on(self, cast: Any, client_of: Clients) -> None:
        empty = once(client_of(cast.bob), "/members?q=zzz").one(".empty")
        assert "Nobody by that name" in empty.text
        assert empty.one("a").attrs["href"] == "/members"

    def test_a_nobody_else_community_says_so(self, cast: Any, client_of: Clients) -> None:
        Account.objects.update(discoverable=False)
        assert "Nobody is listed yet" in once(client_of(cast.bob), "/members").one(".empty").text

    def test_long_lists_come_in_pages(self, cast: Any, client_of: Clients) -> None:
        for number in range(45):
            people.member(f"singer{number:02}")
        client = client_of(cast.bob)
        first = once(client, "/members?q=singer")
        link = first.one("#more").one("a").attrs["href"]
        second = once(client, f"/members{link}")
        assert (len(names(first)), len(names(second))) == (40, 5)
        part = tree(client.get(f"/members{link}", headers=htmx("more")))
        assert names(part) == names(second)
        assert not part.has("main")
        assert {node.tag for node in part.children if not isinstance(node, str)} == {"li"}

    def test_the_length_of_the_list_costs_no_statements(self, cast: Any, client_of: Clients, price: Any) -> None:
        client = client_of(cast.bob)
        people.member("singer")
        few = price(client, "/members?q=singer")
        for number in range(20):
            people.member(f"singer{number:02}")
        assert price(client, "/members?q=singer") == few <= 8

    def test_each_row_offers_what_fits(self, cast: Any, client_of: Clients) -> None:
        Account.objects.filter(id=cast.hal.id).update(locked=True)
        actions.follow(cast.bob, cast.carol.id)
        rows = {
            row.one(".person-acct").text: row
            for row in once(client_of(cast.bob), "/members").all("li")
            if row.has(".person")
        }
        assert rows["@bob"].one(".follow").text == "This is you"
        assert rows["@hal"].one(".follow").text == "Ask to follow hal"
        assert rows["@alice"].one(".follow").text == "Unfollow alice"
        assert rows["@olivia"].one(".follow").text == "Follow olivia"


class TestFollow:
    def test_without_javascript_one_comes_back(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.frank)
        row = next(node for node in once(client, "/members").all("li") if "@hal" in node.text)
        response = press(client, row, "follow", next="/members")
        assert (response.status_code, response["Location"]) == (303, "/members")
        assert between(cast.frank, cast.hal).following

    def test_htmx_swaps_the_button(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.frank)
        url = f"/accounts/{cast.hal.id}/follow"
        part = tree(client.post(url, {"_method": "POST"}, headers=htmx()))
        assert button(part, "follow").attrs["value"] == "DELETE"
        part = tree(client.post(url, {"_method": "DELETE"}, headers=htmx()))
        assert button(part, "follow").attrs["value"] == "POST"
        assert not between(cast.frank, cast.hal).following

    def test_across_a_block_it_is_refused_in_words(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.dan)
        assert client.post(f"/accounts/{cast.alice.id}/follow").status_code == 403
        response = client.post(f"/accounts/{cast.alice.id}/follow", headers=htmx())
        assert "cannot follow" in response["HX-Trigger"]

    @pytest.mark.parametrize("who", ["gina", "ivy"])
    def test_who_is_not_here_cannot_be_followed(self, cast: Any, client_of: Clients, who: str) -> None:
        assert client_of(cast.bob).post(f"/accounts/{getattr(cast, who).id}/follow").status_code == 404

    @pytest.mark.parametrize("what", ["follow", "block", "mute", "request"])
    def test_not_oneself(self, cast: Any, client_of: Clients, what: str) -> None:
        response = client_of(cast.bob).post(f"/accounts/{cast.bob.id}/{what}", {"for": "day"})
        assert response.status_code == 403

    @pytest.mark.parametrize("what", ["follow", "block", "mute", "request", "follower"])
    def test_nobody_is_404(self, cast: Any, client_of: Clients, what: str) -> None:
        client = client_of(cast.bob)
        response = client.post(f"/accounts/12345/{what}", {"for": "day"})
        assert response.status_code == (405 if what == "follower" else 404)

    def test_the_end_of_what_never_was_is_fine(self, cast: Any, client_of: Clients) -> None:
        for what in ("follow", "request", "follower", "block", "mute"):
            response = client_of(cast.bob).post(f"/accounts/{cast.hal.id}/{what}", {"_method": "DELETE"})
            assert response.status_code == 303, what

    @pytest.mark.parametrize("what", ["follow", "request", "follower"])
    def test_get_changes_nothing(self, cast: Any, client_of: Clients, what: str) -> None:
        assert client_of(cast.bob).get(f"/accounts/{cast.hal.id}/{what}").status_code == 405


class TestRequests:
    def test_the_page_lists_who_asks(self, cast: Any, client_of: Clients) -> None:
        page = once(client_of(cast.alice), "/follow-requests")
        assert names(page) == ["carol"]
        assert {node.attrs["value"]: node.text for node in page.one(".answer-request").all("button")} == {
            "POST": "Approve carol",
            "DELETE": "Refuse carol",
        }

    def test_nobody_waiting_says_so(self, cast: Any, client_of: Clients) -> None:
        assert "Nobody is waiting" in once(client_of(cast.bob), "/follow-requests").one(".empty").text

    @pytest.mark.parametrize(("method", "follows"), [("POST", True), ("DELETE", False)])
    def test_approve_and_refuse(self, cast: Any, client_of: Clients, method: str, follows: bool) -> None:
        client = client_of(cast.alice)
        sent = {"_method": method, "next": "/follow-requests"}
        assert client.post(f"/accounts/{cast.carol.id}/request", sent)["Location"] == "/follow-requests"
        assert between(cast.carol, cast.alice).following is follows
        assert names(once(client, "/follow-requests")) == []

    def test_htmx_says_what_became_of_it(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.alice)
        part = tree(client.post(f"/accounts/{cast.carol.id}/request", headers=htmx()))
        assert "Approved" in part.one("[role]").text

    def test_a_withdrawn_request_cannot_be_approved(self, cast: Any, client_of: Clients) -> None:
        actions.unfollow(cast.carol, cast.alice.id)
        assert client_of(cast.alice).post(f"/accounts/{cast.carol.id}/request").status_code == 404


class TestBlock:
    def test_it_asks_once_and_says_what_it_does(self, cast: Any, client_of: Clients) -> None:
        page = once(client_of(cast.alice), f"/accounts/{cast.bob.id}/block")
        assert "If one of you follows the other, that ends" in page.one(".consequences").text
        assert not between(cast.alice, cast.bob).blocking

    def test_blocking_ends_everything_and_shows_the_profile(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.alice)
        response = client.post(f"/accounts/{cast.bob.id}/block")
        assert (response.status_code, response["Location"]) == (303, "/@bob")
        bond = between(cast.alice, cast.bob)
        assert (bond.blocking, bond.following, bond.followed_by) == (True, False, False)
        assert "You do not see each other" in once(client, "/@bob").one(".notice").text

    def test_lifting_it_brings_nothing_back(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.alice)
        client.post(f"/accounts/{cast.dan.id}/block", {"_method": "DELETE"})
        bond = between(cast.alice, cast.dan)
        assert (bond.blocking, bond.followed_by) == (False, False)

    def test_lifting_the_block_of_somebody_gone_leads_to_the_list(self, cast: Any, client_of: Clients) -> None:
        response = client_of(cast.alice).post(f"/accounts/{cast.gina.id}/block", {"_method": "DELETE"})
        assert response["Location"] == "/settings/blocks"


class TestMute:
    @pytest.mark.parametrize(
        ("span", "length"), [("hour", timedelta(hours=1)), ("day", timedelta(days=1)), ("week", timedelta(weeks=1))]
    )
    def test_for_a_while(self, cast: Any, client_of: Clients, span: str, length: timedelta) -> None:
        response = client_of(cast.alice).post(f"/accounts/{cast.bob.id}/mute", {"for": span, "next": "/community"})
        assert (response.status_code, response["Location"]) == (303, "/community")
        until = between(cast.alice, cast.bob).muting_until
        assert until
        assert abs(until - timezone.now() - length) < timedelta(minutes=5)

    def test_for_good(self, cast: Any, client_of: Clients) -> None:
        client_of(cast.alice).post(f"/accounts/{cast.bob.id}/mute", {"for": "ever"})
        bond = between(cast.alice, cast.bob)
        assert (bond.muting, bond.muting_until) == (True, None)

    @pytest.mark.parametrize("span", ["", "year", "hour "])
    def test_nothing_else(self, cast: Any, client_of: Clients, span: str) -> None:
        assert client_of(cast.alice).post(f"/accounts/{cast.bob.id}/mute", {"for": span}).status_code == 422
        assert not between(cast.alice, cast.bob).muting

    def test_the_page_offers_what_there_is_and_keeps_the_way_back(self, cast: Any, client_of: Clients) -> None:
        response = client_of(cast.alice).get(
            f"/accounts/{cast.bob.id}/mute", headers={"Referer": "http://testserver/@bob"}
        )
        main = tree(response).one("main")
        offered = [node.attrs["value"] for node in main.all("input") if node.attrs.get("name") == "for"]
        assert offered == ["hour", "day", "week", "ever"]
        assert [node.attrs["value"] for node in main.all("input") if node.attrs.get("name") == "next"] == ["/@bob"]

    def test_a_muted_author_is_gone_from_home_and_back_afterwards(
        self, cast: Any, client_of: Clients, say: Any, drain: Any
    ) -> None:
        written = say(cast.bob, "hello")
        drain()
        client = client_of(cast.alice)
        client.post(f"/accounts/{cast.bob.id}/mute", {"for": "ever"})
        assert not once(client, "/").has(f"#p{written}")
        client.post(f"/accounts/{cast.bob.id}/mute", {"_method": "DELETE"})
        assert once(client, "/").has(f"#p{written}")
