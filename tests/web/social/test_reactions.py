"""Emoji under posts, and in them: pressing, choosing, who pressed, and names that become pictures."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from folkmoot.instance.actions import hide_emoji
from folkmoot.instance.queries import emojis
from folkmoot.posts.actions import boost, react
from folkmoot.posts.models import Reaction
from folkmoot.posts.queries import get_post
from folkmoot.web.social.emojis import drawn, drawn_words
from tests.emoji import own_emoji
from tests.web.pages import page
from tests.web.social.reading import button, htmx, once, post, press, tree

type Clients = Callable[..., Client]


def row(node: Any) -> list[tuple[str, str]]:
    """The emoji under a post: the words, and whether mine."""
    return [(each.text, each.attrs.get("aria-pressed", "")) for each in node.all(".reaction")]


class TestTheRow:
    def test_stands_below_a_post_that_has_any(self, cast: Any, client_of: Clients, say: Any) -> None:
        with_some, without = say(cast.alice, "One"), say(cast.alice, "Two")
        for person, emoji in ((cast.bob, "👍"), (cast.hal, "👍"), (cast.bob, "🎉")):
            react(person, with_some, emoji)
        for path in ("/community", f"/@alice/{with_some}"):
            read = once(client_of(cast.hal), path)
            found = row(post(read, with_some))
            assert found == [("👍thumbs up 2", "true"), ("🎉party popper 1", "false")]
        assert not post(once(client_of(cast.hal), "/community"), without).has(".reactions")

    def test_is_pressed_and_pressed_again_without_javascript(self, cast: Any, client_of: Clients, say: Any) -> None:
        some_id, client = say(cast.alice, "One"), client_of(cast.hal)
        react(cast.bob, some_id, "👍")
        for mine in (2, 1):
            answer = press(client, post(once(client, "/community"), some_id), quote("👍"), next="/community")
            assert (answer.status_code, answer.headers["Location"]) == (303, f"/community#p{some_id}")
            assert get_post(cast.hal.id, some_id).mark.reactions == mine

    def test_comes_back_alone_to_htmx_and_goes_with_the_last_one(self, cast: Any, client_of: Clients, say: Any) -> None:
        some_id, client = say(cast.alice, "One"), client_of(cast.hal)
        address = f"/posts/{some_id}/reactions/{quote('👍')}?at=p9"
        fragment = tree(client.post(address, headers=htmx()))
        assert fragment.one(".reactions").attrs["id"] == "reactions-p9"
        assert button(fragment, quote("👍")).attrs["hx-post"] == address
        gone = client.delete(address, headers=htmx())
        assert (gone.status_code, gone.content) == (200, b"")

    def test_of_a_boost_is_that_of_the_post(self, cast: Any, client_of: Clients, say: Any) -> None:
        some_id = say(cast.alice, "One")
        passed_on = boost(cast.bob, some_id)
        react(cast.hal, some_id, "👍")
        article = post(once(client_of(cast.alice), "/@bob"), passed_on)
        assert button(article, quote("👍")).attrs["formaction"].endswith(f"?at=p{passed_on}")

    def test_is_not_pressed_by_visitors(self, cast: Any, open_house: None, client_of: Clients, say: Any) -> None:
        some_id = say(cast.alice, "One")
        react(cast.hal, some_id, "👍")
        article = post(once(client_of(None), f"/@alice/{some_id}"), some_id)
        assert row(article) == [("👍thumbs up 1", "")]
        assert not article.has("button")

    def test_refuses_what_is_no_emoji(self, cast: Any, client_of: Clients, say: Any) -> None:
        some_id, client = say(cast.alice, "One"), client_of(cast.hal)
        for text in ("x", ":nobody:", quote("👍👍"), "%3Cb%3E"):
            assert client.post(f"/posts/{some_id}/reactions/{text}").status_code == 422
            assert client.delete(f"/posts/{some_id}/reactions/{text}").status_code == 303
        assert client.post(f"/posts/12345/reactions/{quote('👍')}").status_code == 404
        assert not Reaction.objects.exists()

    def test_a_page_of_many_costs_what_a_page_of_one_does(
        self, cast: Any, client_of: Clients, say: Any, price: Any
    ) -> None:
        own_emoji(cast.olivia, "wave")
        react(cast.bob, say(cast.alice, "One"), ":wave:")
        client = client_of(cast.hal)
        one = price(client, "/community")
        for _number in range(6):
            some_id = say(cast.alice, "More")
            react(cast.bob, some_id, ":wave:")
            react(cast.frank, some_id, "👍")
        assert price(client, "/community") == one


class TestThePicker:
    def test_is_a_page_with_what_is_often_used_and_the_community_s_own(
        self, cast: Any, client_of: Clients, say: Any
    ) -> None:
        own_emoji(cast.olivia, "wave", "Hands")
        own_emoji(cast.olivia, "old", "Hands")
        hide_emoji(cast.olivia, "old")
        some_id, client = say(cast.alice, "One"), client_of(cast.hal)
        link = post(once(client, "/community"), some_id).one(".react").attrs["href"]
        read = once(client, link)
        groups = {node.attrs["aria-label"]: node for node in read.all(".picker-group")}
        assert list(groups) == ["Often used", "Hands"]
        assert [each.attrs["title"] for each in groups["Hands"].all("button")] == [":wave:"]
        answer = press(client, groups["Hands"], ":wave:", next=f"/@alice/{some_id}")
        assert answer.headers["Location"] == f"/@alice/{some_id}#p{some_id}"
        assert row(post(once(client, "/community"), some_id)) == [(":wave: 1", "true")]
        pressed = button(once(client, link), ":wave:")
        assert (pressed.attrs["aria-pressed"], pressed.attrs["value"]) == ("true", "DELETE")

    def test_is_searched_by_name(self, cast: Any, client_of: Clients, say: Any) -> None:
        own_emoji(cast.olivia, "wave")
        some_id, client = say(cast.alice, "One"), client_of(cast.hal)
        found = once(client, f"/posts/{some_id}/react?q=thumbs+up")
        assert [each.attrs["title"] for each in found.all(".picker-face")] == ["thumbs up"]
        own = once(client, f"/posts/{some_id}/react?q=wav").all(".picker-face")
        assert own[0].attrs["title"] == ":wave:"
        assert "No emoji of this name" in page(client.get(f"/posts/{some_id}/react?q=xyzzy")).text

    def test_comes_in_parts_to_htmx(self, cast: Any, client_of: Clients, say: Any) -> None:
        some_id, client = say(cast.alice, "One"), client_of(cast.hal)
        whole = tree(client.get(f"/posts/{some_id}/react?at=p9", headers=htmx()))
        assert (whole.has("h1"), whole.one("h2").text) == (False, "React to a post")
        assert {each.attrs["value"] for each in whole.all("input") if each.attrs["name"] == "at"} == {"p9"}
        assert whole.all(".picker-face")[0].attrs["formaction"].endswith("?at=p9")
        found = tree(client.get(f"/posts/{some_id}/react?q=heart", headers=htmx("picker-found")))
        assert not found.has("form")
        assert found.has(".picker-face")

    def test_of_a_hidden_post_is_not_there(self, cast: Any, client_of: Clients, say: Any) -> None:
        hidden = say(cast.alice, "Few", "followers")
        assert client_of(cast.hal).get(f"/posts/{hidden}/react").status_code == 404

    def test_also_serves_those_who_write(self, cast: Any, client_of: Clients) -> None:
        own_emoji(cast.olivia, "wave")
        read = once(client_of(cast.hal), "/emoji")
        inserted = [each.attrs["data-insert"] for each in read.all(".picker-face")]
        assert ":wave:" in inserted
        assert "👍" in inserted
        written = once(client_of(cast.hal), "/write").one(".composer-emoji").attrs
        assert (written["data-address"], "hidden" in written) == ("/emoji", True)


class TestWhoReacted:
    def test_are_listed_with_their_emoji(self, cast: Any, client_of: Clients, say: Any) -> None:
        own_emoji(cast.olivia, "wave")
        some_id = say(cast.alice, "One")
        react(cast.bob, some_id, ":wave:")
        react(cast.hal, some_id, "👍")
        read = once(client_of(cast.alice), f"/@alice/{some_id}/reactions")
        names = [each.text for each in read.all(".person-name")]
        assert names == ["hal", "bob"]
        assert [each.attrs["title"] for each in read.all(".reacted-with")] == ["thumbs up", ":wave:"]
        none = say(cast.alice, "None")
        assert "Nobody reacted yet" in page(client_of(cast.alice).get(f"/@alice/{none}/reactions")).text

    def test_go_on_below_the_first_page(self, cast: Any, client_of: Clients, say: Any) -> None:
        from folkmoot.project.cast import member

        some_id = say(cast.alice, "One")
        for number in range(42):
            react(member(f"m{number}"), some_id, "👍")
        client = client_of(cast.alice)
        first = once(client, f"/@alice/{some_id}/reactions")
        assert len(first.all(".person-name")) == 40
        older = first.one("#more").one("a").attrs["href"]
        rest = tree(client.get(f"/@alice/{some_id}/reactions{older}", headers=htmx("more")))
        assert len(rest.all(".person-name")) == 2


class TestOwnEmoji:
    def test_a_name_in_a_post_becomes_a_picture(self, cast: Any, client_of: Clients, say: Any) -> None:
        own_emoji(cast.olivia, "wave")
        some_id = say(cast.alice, "Hello :wave: and :nobody:", warning="Hands :wave:")
        article = post(once(client_of(cast.hal), "/community"), some_id)
        assert [each.attrs["alt"] for each in article.all("img.emoji")] == [":wave:", ":wave:"]
        assert ":nobody:" in article.text
        source = article.all("img.emoji")[0].attrs["src"]
        assert source.endswith("/128.webp")

    def test_what_was_written_before_or_hidden_after_stays(self, cast: Any, client_of: Clients, say: Any) -> None:
        early = say(cast.alice, "Hello :wave:")
        own_emoji(cast.olivia, "wave")
        late = say(cast.alice, "Hello :wave:")
        hide_emoji(cast.olivia, "wave")
        none = say(cast.alice, "Hello :wave:")
        read = once(client_of(cast.hal), "/community")
        found = [len(post(read, some_id).all("img.emoji")) for some_id in (early, late, none)]
        assert found == [0, 1, 0]

    @pytest.mark.parametrize(
        ("html", "pictures"),
        [
            ("<p>:wave: :wave:</p>", 2),
            ("<p>:wave::wave:</p>", 2),
            ("<p>12:wave: :wave:x</p>", 0),
            ('<p><a href="https://a.example/:wave:">:wave:</a> :wave:</p>', 1),
            ('<p><a href="https://a.example/?q=>:wave:">x</a></p>', 0),
            ("<p><code>:wave:</code> <strong>:wave:</strong></p>", 1),
            ('<pre dir="auto"><code>:wave: <em>:wave:</em></code></pre>:wave:', 1),
            ("<p>&lt;b title=&quot;:wave:&quot;&gt; &#58;wave:</p>", 1),
            ("<p>&amp;:wave:;<br>:<em>wave</em>:</p>", 1),
            ('<p dir="auto" title=":wave:">a < b</p>', 0),
        ],
    )
    def test_pictures_stand_in_texts_and_nowhere_else(self, cast: Any, html: str, pictures: int) -> None:
        own_emoji(cast.olivia, "wave")
        shown = str(drawn(html, emojis()))
        assert shown.count("<img") == pictures
        picture = shown[shown.find("<img") : shown.find(">", shown.find("<img")) + 1] if pictures else "<none>"
        assert shown.replace(picture, ":wave:") == html

    def test_plain_words_stay_plain(self, cast: Any) -> None:
        own_emoji(cast.olivia, "wave")
        shown = str(drawn_words('<img src=x> "&" :wave:', emojis()))
        assert shown.startswith("&lt;img src=x&gt; &quot;&amp;&quot; <img class=")
        assert str(drawn_words("<b>", [])) == "&lt;b&gt;"
