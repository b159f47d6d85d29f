"""What readers of feeds get: what visitors may read of a profile, a hashtag and the community, and nothing else."""

from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from folkmoot.instance.actions import change_settings
from folkmoot.moderation.actions import Decision, decide
from folkmoot.posts.actions import Draft, boost, delete_post, edit_post, publish_post
from folkmoot.posts.actions.edit import Edit
from folkmoot.relations.actions import block, mute
from tests.pictures import lay
from tests.web.social.reading import tree

type Clients = Callable[..., Client]

ATOM = "{http://www.w3.org/2005/Atom}"
PLACES = ("/@bob", "/tags/moot", "/community")
FEEDS = [f"{place}.{form}" for place in PLACES for form in ("rss", "atom")]


def read(client: Client, path: str) -> ET.Element:
    response = client.get(path)
    assert response.status_code == 200, path
    return ET.fromstring(response.content)  # noqa: S314 - our own answer


def links(client: Client, path: str) -> list[str]:
    """Where the entries lead, in their order."""
    root = read(client, path)
    if path.endswith(".rss"):
        return [item.findtext("link", "") for item in root.iter("item")]
    return [link.attrib["href"] for entry in root.iter(f"{ATOM}entry") for link in entry.findall(f"{ATOM}link")]


@pytest.mark.usefixtures("open_house")
@pytest.mark.parametrize("path", FEEDS)
def test_the_newest_come_first_under_whole_addresses(cast: Any, client: Client, say: Any, path: str) -> None:
    ids = [say(cast.bob, f"Bread {number} #moot") for number in range(3)]
    assert links(client, path) == [f"http://localhost:8000/@bob/{each}" for each in reversed(ids)]
    response = client.get(path)
    assert response["Content-Type"] == f"application/{path.rpartition('.')[2]}+xml; charset=utf-8"
    assert "public" in response["Cache-Control"]
    assert not response.cookies


@pytest.mark.parametrize("scope", ["quiet", "community", "followers", "direct"])
def test_only_what_visitors_may_read_of_each_place(
    cast: Any, client: Client, say: Any, open_house: None, scope: str
) -> None:
    some_id = say(cast.bob, "canary @alice #moot", scope)
    found = {place: bool(links(client, f"{place}.rss")) for place in PLACES}
    assert found == {"/@bob": scope == "quiet", "/tags/moot": False, "/community": False}, some_id


def test_a_member_who_is_signed_in_gets_no_more(
    cast: Any, client: Client, client_of: Clients, say: Any, open_house: None
) -> None:
    for scope in ("followers", "community", "direct"):
        say(cast.bob, "@alice for friends #moot", scope)
    say(cast.bob, "For all #moot")
    for place in PLACES:
        outside = client.get(f"{place}.rss")
        assert "public" in outside["Cache-Control"]
        assert "Cookie" in outside["Vary"]
        for who in (cast.alice, cast.bob):
            inside = client_of(who).get(f"{place}.rss")
            assert inside.content == outside.content
            assert "public" not in inside.get("Cache-Control", "")


def test_nor_those_with_whom_they_have_nothing_to_do(cast: Any, client_of: Clients, say: Any, open_house: None) -> None:
    say(cast.bob, "canary #moot")
    block(cast.bob, cast.hal.id)
    mute(cast.carol, cast.bob.id, None)
    assert b"canary" not in client_of(cast.hal).get("/@bob.rss").content
    for who in (cast.hal, cast.carol):
        for place in PLACES[1:]:
            assert b"canary" not in client_of(who).get(f"{place}.rss").content


@pytest.mark.parametrize("path", FEEDS)
def test_there_is_none_where_the_community_is_closed(
    cast: Any, client: Client, client_of: Clients, say: Any, path: str
) -> None:
    say(cast.bob, "canary #moot")
    for browser in (client, client_of(cast.alice)):
        response = browser.get(path)
        assert response.status_code == 404
        assert b"canary" not in response.content


@pytest.mark.parametrize(
    "path",
    ["/@nobody.rss", "/@bob.xml", "/@ivy.rss", "/tags/two words.rss", "/tags/<b>.atom", "/community.json", "/@.rss"],
)
def test_there_is_none_of_what_is_not_there(cast: Any, client: Client, open_house: None, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_profile_has_what_was_written_there_and_no_boosts(
    cast: Any, client: Client, say: Any, open_house: None
) -> None:
    own, other = say(cast.bob, "Mine"), say(cast.alice, "Theirs")
    boost(cast.bob, other)
    answer = say(cast.bob, "An answer", reply_to=other)
    assert links(client, "/@bob.rss") == [f"http://localhost:8000/@bob/{own}"], answer


def test_nor_do_many_boosts_push_it_out(cast: Any, client: Client, say: Any, open_house: None) -> None:
    own = say(cast.bob, "Mine")
    for number in range(25):
        boost(cast.bob, say(cast.alice, f"Theirs {number}"))
    assert links(client, "/@bob.rss") == [f"http://localhost:8000/@bob/{own}"]


def test_behind_a_warning_nothing_but_the_warning_is_told(cast: Any, client: Client, open_house: None) -> None:
    picture = lay(cast.bob.id, alt="canary-alt")
    publish_post(cast.bob, Draft("canary-text", "public", warning="Spiders", pictures=(picture.id,)))
    for form in ("rss", "atom"):
        text = client.get(f"/@bob.{form}").content.decode()
        assert "Spiders" in text
        assert "canary" not in text
        assert picture.name not in text


def test_hashtags_behind_a_warning_are_not_told(cast: Any, client: Client, open_house: None) -> None:
    publish_post(cast.bob, Draft("It is #canary", "public", warning="Health"))
    for place in ("/@bob", "/community"):
        for form in ("rss", "atom"):
            assert b"canary" not in client.get(f"{place}.{form}").content


def test_words_are_html_with_whole_addresses_and_pictures(cast: Any, client: Client, open_house: None) -> None:
    picture = lay(cast.bob.id, alt='A "boat" & <sea>')
    publish_post(cast.bob, Draft("**Bread** for @alice <script> #moot", "public", pictures=(picture.id,)))
    item = next(read(client, "/@bob.rss").iter("item"))
    said = item.findtext("description", "")
    assert "<strong>Bread</strong>" in said
    assert 'href="http://localhost:8000/tags/moot"' in said
    assert 'href="http://localhost:8000/@alice"' in said
    assert "<script" not in said
    assert 'alt="A &#34;boat&#34; &amp; &lt;sea&gt;"' in said
    assert [node.text for node in item.iter("category")] == ["moot"]


def test_a_title_is_the_first_line_cut_short_and_never_empty(cast: Any, client: Client, open_house: None) -> None:
    publish_post(cast.bob, Draft("", "public", pictures=(lay(cast.bob.id).id,)))
    publish_post(cast.bob, Draft("A line\nand another", "public"))
    publish_post(cast.bob, Draft("ä" * 300, "public"))
    titles = [item.findtext("title", "") for item in read(client, "/@bob.rss").iter("item")]
    assert titles == ["ä" * 69 + "…", "A line", "@bob"]


def test_what_is_gone_is_gone_at_once(cast: Any, client: Client, say: Any, open_house: None) -> None:
    first, second, third = (say(cast.bob, f"{number} #moot") for number in range(3))
    delete_post(cast.bob, first)
    decide(cast.olivia, Decision("remove", "post", second, "Not nice."))
    for place in PLACES:
        assert links(client, f"{place}.atom") == [f"http://localhost:8000/@bob/{third}"]
    decide(cast.olivia, Decision("terminate", "account", cast.bob.id, "Not nice."))
    assert client.get("/@bob.rss").status_code == 404
    assert links(client, "/community.rss") == []


def test_an_edit_shows_when_it_was(cast: Any, client: Client, say: Any, open_house: None) -> None:
    some_id = say(cast.bob, "Bread")
    before = next(read(client, "/@bob.atom").iter(f"{ATOM}entry"))
    assert before.findtext(f"{ATOM}updated") == before.findtext(f"{ATOM}published")
    edit_post(cast.bob, some_id, Edit("Cake", ""))
    after = next(read(client, "/@bob.atom").iter(f"{ATOM}entry"))
    assert after.findtext(f"{ATOM}title") == "Cake"
    assert after.findtext(f"{ATOM}updated", "") > before.findtext(f"{ATOM}updated", "")
    assert after.findtext(f"{ATOM}id") == before.findtext(f"{ATOM}id")


def test_nothing_new_is_not_sent_again(cast: Any, client: Client, say: Any, open_house: None) -> None:
    say(cast.bob, "Bread")
    known = client.get("/@bob.rss")["ETag"]
    assert client.get("/@bob.rss", headers={"If-None-Match": known}).status_code == 304
    say(cast.bob, "Cake")
    assert client.get("/@bob.rss", headers={"If-None-Match": known}).status_code == 200


def test_many_posts_cost_no_more_statements_than_few(
    cast: Any, client: Client, say: Any, price: Any, open_house: None
) -> None:
    say(cast.bob, "One #moot")
    few = [price(client, f"{place}.rss") for place in PLACES]
    for number in range(8):
        say(cast.bob, f"{number} #moot")
    assert [price(client, f"{place}.rss") for place in PLACES] == few
    assert max(few) <= 8


def test_pages_name_them_to_visitors(cast: Any, client: Client, client_of: Clients, say: Any, open_house: None) -> None:
    say(cast.bob, "Bread #moot")
    for path, feed in (
        ("/@bob", "/@bob"),
        ("/tags/moot", "/tags/moot"),
        ("/community", "/community"),
        ("/", "/community"),
    ):
        found = [link.attrs["href"] for link in tree(client.get(path)).all("link") if link.attrs["rel"] == "alternate"]
        assert found == [f"{feed}.rss", f"{feed}.atom"]
        assert {client.get(each).status_code for each in found} == {200}
        assert b'rel="alternate"' not in client_of(cast.alice).get(path).content
    change_settings(None, {"visitors": "nothing"})
    assert b'rel="alternate"' not in client.get("/").content
