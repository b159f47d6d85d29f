"""The home of somebody to whom nobody else's posts come yet is never a blank."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from folkmoot.posts.actions.filters import FilterDraft, FilterWordDraft, make_filter
from folkmoot.relations.actions import block, follow, mute
from tests.web.social.reading import Node, once, post_ids

type Clients = Callable[..., Client]


def below(client: Client, path: str = "/") -> list[int]:
    """The posts of others that stand below the home feed."""
    found: list[Node] = once(client, path).all("#meanwhile")
    return post_ids(found[0]) if found else []


def test_who_follows_nobody_sees_what_others_wrote_for_everybody(
    cast: Any, client_of: Clients, say: Any, drain: Any
) -> None:
    shown = [say(cast.bob, "for all"), say(cast.alice, "for the community", "community")]
    hidden = [say(cast.bob, scope, scope) for scope in ("quiet", "followers", "direct")]
    drain()
    page = once(client_of(cast.hal), "/")
    assert post_ids(page.one("#feed")) == []
    assert page.one("#feed").has(".empty")
    assert post_ids(page.one("#meanwhile")) == shown[::-1]
    assert "You follow nobody who has written yet" in page.one("#meanwhile").text
    assert "/community" in [node.attrs["href"] for node in page.one("#meanwhile").all("a")]
    assert not {*hidden} & {*post_ids(page)}


def test_it_stands_below_ones_own_posts_and_holds_none_of_them(
    cast: Any, client_of: Clients, say: Any, drain: Any
) -> None:
    other, mine = say(cast.bob, "theirs"), say(cast.hal, "mine")
    drain()
    page = once(client_of(cast.hal), "/")
    assert (post_ids(page.one("#feed")), post_ids(page.one("#meanwhile"))) == ([mine], [other])
    assert "/members" in [node.attrs["href"] for node in page.one("#meanwhile").all("a")]


def test_it_makes_room_once_somebody_followed_has_written(cast: Any, client_of: Clients, say: Any, drain: Any) -> None:
    say(cast.bob, "theirs")
    drain()
    assert below(client_of(cast.hal))
    follow(cast.hal, cast.bob.id)
    drain()
    assert below(client_of(cast.hal)) == []


def test_nobody_stands_there_whom_one_does_not_want_to_see(cast: Any, client_of: Clients, say: Any, drain: Any) -> None:
    kept = say(cast.frank, "kept")
    say(cast.bob, "blocked")
    say(cast.alice, "muted")
    say(cast.olivia, "about spiders")
    block(cast.hal, cast.bob.id)
    mute(cast.hal, cast.alice.id, None)
    make_filter(cast.hal, FilterDraft("Spiders", "hide", ("public",), None, (FilterWordDraft("spiders"),)))
    drain()
    assert below(client_of(cast.hal)) == [kept]


def test_it_is_short_and_stands_on_the_first_page_only(cast: Any, client_of: Clients, say: Any, drain: Any) -> None:
    ids = [say(cast.bob, str(number)) for number in range(12)]
    drain()
    assert below(client_of(cast.hal)) == ids[:1:-1]
    assert below(client_of(cast.hal), f"/?max_id={ids[0]}") == []


def test_in_an_empty_community_there_is_only_the_word_of_welcome(cast: Any, client_of: Clients) -> None:
    page = once(client_of(cast.hal), "/")
    assert not page.has("#meanwhile")
    assert "follow people" in page.one(".empty").text


def test_who_gets_posts_of_others_pays_for_none_of_it(
    cast: Any, client_of: Clients, say: Any, price: Any, drain: Any
) -> None:
    say(cast.bob, "theirs")
    drain()
    assert price(client_of(cast.alice), "/") < price(client_of(cast.hal), "/") <= 10
