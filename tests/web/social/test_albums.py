"""Albums: up to forty pictures, four of them in a list, all on the post's own page; and the grid of a profile."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from folkmoot.media import addresses
from folkmoot.posts.actions import boost
from folkmoot.relations.actions import block, follow
from tests.moderation.removing import remove_post
from tests.pictures import lay
from tests.web.social.reading import Node, htmx, once, post, tree

type Clients = Callable[..., Client]


def album(say: Any, author: Any, number: int, scope: str = "public", **rest: Any) -> int:
    laid = [lay(author.id, alt=f"Number {n}").id for n in range(number)]
    post_id: int = say(author, "", scope, pictures=tuple(laid), **rest)
    return post_id


def alts(card: Node) -> list[str]:
    return [image.attrs["alt"] for image in card.one(".pics").all("img")]


class TestInAList:
    @pytest.mark.parametrize("number", [5, 16, 40])
    def test_four_stand_for_all(self, cast: Any, say: Any, client_of: Clients, number: int) -> None:
        post_id = album(say, cast.alice, number)
        card = post(once(client_of(cast.bob), "/@alice"), post_id)
        assert alts(card) == [f"Number {n}" for n in range(4)]
        assert "pics-4" in card.one(".pics").classes
        assert card.one(".pic-more").text == f"+{number - 4}and {number - 4} more picture{'s'[: number - 5]}"

    def test_the_fourth_leads_to_all_of_them(self, cast: Any, say: Any, client_of: Clients) -> None:
        post_id = album(say, cast.alice, 6)
        client = client_of(cast.bob)
        fourth = post(once(client, "/@alice"), post_id).all("a.pic-link")[3]
        assert fourth.attrs["href"] == f"/@alice/{post_id}"
        assert f"v={cast.bob.id}&" in fourth.attrs["data-picture"], "the script opens the picture itself"
        assert alts(once(client, fourth.attrs["href"]).one("article.large")) == [f"Number {n}" for n in range(6)]

    def test_the_rest_waits_for_the_script_and_loads_nothing(self, cast: Any, say: Any, client_of: Clients) -> None:
        post_id = album(say, cast.alice, 6)
        card = post(once(client_of(cast.bob), "/@alice"), post_id)
        rest = card.all("a.pic-rest")
        assert [(each.attrs["data-alt"], "hidden" in each.attrs) for each in rest] == [
            ("Number 4", True),
            ("Number 5", True),
        ]
        assert all(f"v={cast.bob.id}&" in each.attrs["href"] for each in rest)

    @pytest.mark.parametrize("number", [1, 4])
    def test_four_need_no_more(self, cast: Any, say: Any, client_of: Clients, number: int) -> None:
        post_id = album(say, cast.alice, number)
        card = post(once(client_of(cast.bob), "/@alice"), post_id)
        assert not card.has(".pic-more")
        assert not card.has("a.pic-rest")


class TestOnItsPage:
    @pytest.mark.parametrize(("number", "over"), [(5, 2), (6, 0), (10, 1), (40, 1)])
    def test_every_picture_is_there(self, cast: Any, say: Any, client_of: Clients, number: int, over: int) -> None:
        card = once(client_of(cast.bob), f"/@alice/{album(say, cast.alice, number)}").one("article.large")
        assert alts(card) == [f"Number {n}" for n in range(number)]
        assert {"pics-many", f"pics-over-{over}"} <= card.one(".pics").classes
        assert not card.has(".pic-more")

    def test_no_address_is_left_unfinished(self, cast: Any, say: Any, client_of: Clients) -> None:
        post_id = album(say, cast.alice, 12, "followers")
        for path in ("/@alice", f"/@alice/{post_id}", "/@alice/media"):
            assert not addresses.is_marked(client_of(cast.bob).get(path).content)


def tiles(client: Client, path: str = "/@alice/media") -> list[Node]:
    return once(client, path).all("li.tile")


class TestTheGrid:
    def test_one_square_for_each_post_that_shows_something(self, cast: Any, say: Any, client_of: Clients) -> None:
        one = album(say, cast.alice, 1)
        say(cast.alice, "Only words")
        many = album(say, cast.alice, 3)
        found = tiles(client_of(cast.bob))
        assert [each.one("a").attrs["href"] for each in found] == [f"/@alice/{many}", f"/@alice/{one}"]
        assert [each.one("img").attrs["alt"] for each in found] == ["Number 0", "Number 0"]
        assert found[0].one(".tile-sign").text == "33 pictures and recordings"
        assert not found[1].has(".tile-sign")

    def test_a_warning_stands_in_the_place_of_the_picture(self, cast: Any, say: Any, client_of: Clients) -> None:
        album(say, cast.alice, 2, warning="Spiders")
        (tile,) = tiles(client_of(cast.bob))
        assert "Spiders" in tile.text
        assert not tile.has("img")

    def test_boosts_and_direct_posts_are_not_among_them(self, cast: Any, say: Any, client_of: Clients) -> None:
        boost(cast.alice, album(say, cast.hal, 1))
        say(cast.alice, "@bob look", "direct", pictures=(lay(cast.alice.id).id,))
        assert tiles(client_of(cast.bob)) == []

    def test_it_shows_what_the_viewer_may_see(self, cast: Any, say: Any, client_of: Clients, open_house: None) -> None:
        album(say, cast.alice, 1, "followers")
        open_ = album(say, cast.alice, 1)
        removed = album(say, cast.alice, 1)
        remove_post(cast.frank, removed, "Not here")
        follow(cast.hal, cast.alice.id)
        seen = {who: len(tiles(client_of(account))) for who, account in self._people(cast).items()}
        assert seen == {"visitor": 1, "carol": 1, "bob": 2, "alice": 3}
        source = tiles(client_of(None))[0].one("img").attrs["src"]
        assert "?" not in source, "what everybody may see has one address for all"
        assert open_

    def test_a_block_empties_it_and_says_why(self, cast: Any, say: Any, client_of: Clients) -> None:
        album(say, cast.alice, 1)
        block(cast.hal, cast.alice.id)
        page = once(client_of(cast.hal), "/@alice/media")
        assert (page.all("li.tile"), page.one(".empty").one("h2").text) == ([], "You block this account")
        assert once(client_of(cast.alice), "/@hal/media").one(".empty").one("h2").text.startswith("You cannot see")

    def test_empty_it_says_what_will_be_there(self, cast: Any, client_of: Clients) -> None:
        own, other = (once(client_of(who), "/@bob/media").one(".empty") for who in (cast.bob, cast.alice))
        assert own.one("a").attrs["href"] == "/write"
        assert "that you may see" in other.text

    def test_it_goes_on_where_the_page_ends(self, cast: Any, say: Any, client_of: Clients) -> None:
        ids = [album(say, cast.alice, 1) for _ in range(38)]
        client = client_of(cast.bob)
        page = once(client, "/@alice/media")
        assert len(page.all("li.tile")) == 36
        link = page.one("#more").one("a").attrs
        fragment = tree(client.get(link["hx-get"], headers=htmx("more")))
        assert [each.one("a").attrs["href"] for each in fragment.all("li.tile")] == [
            f"/@alice/{post_id}" for post_id in (ids[1], ids[0])
        ]
        assert not fragment.has("header")
        rest = once(client, "/@alice/media" + link["href"])
        assert len(rest.all("li.tile")) == 2

    def test_it_costs_the_same_for_one_and_for_many(self, cast: Any, say: Any, client_of: Clients, price: Any) -> None:
        client = client_of(cast.bob)
        album(say, cast.alice, 1)
        few = price(client, "/@alice/media")
        for number in range(1, 12):
            album(say, cast.alice, number % 3 + 1)
        assert price(client, "/@alice/media") == few

    def test_the_tab_leads_there(self, cast: Any, client_of: Clients) -> None:
        links = once(client_of(cast.bob), "/@alice/media").one("nav.tabs").all("a")
        assert [(each.text, each.attrs.get("aria-current")) for each in links] == [
            ("Posts", None),
            ("Answers", None),
            ("Media", "page"),
        ]

    def _people(self, cast: Any) -> dict[str, Any]:
        return {"visitor": None, "carol": cast.carol, "bob": cast.bob, "alice": cast.alice}
