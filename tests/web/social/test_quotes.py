"""Quotes on pages: quoting, what stands in the place, and the author's say in it, with and without htmx."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from folkmoot.posts import actions
from folkmoot.posts.models import Post, Quote
from folkmoot.posts.queries import get_post
from folkmoot.relations.actions import block
from folkmoot.web.social.quotes import preview
from tests.emoji import own_emoji
from tests.web.pages import page
from tests.web.social.reading import button, composer, fields, htmx, once, post, press, tree

type Clients = Callable[..., Client]
WORDS = "canary-of-the-quoted"


def quoting(say: Any, author: Any, by: Any, policy: str = "anyone", words: str = WORDS) -> tuple[int, int]:
    """A post, and another that quotes it."""
    quoted = say(author, words, quote_policy=policy)
    return quoted, say(by, "Look at this", quote_of=quoted)


class TestWriting:
    def test_a_post_is_quoted_from_its_menu(self, cast: Any, client_of: Clients, say: Any) -> None:
        client, quoted = client_of(cast.bob), say(cast.alice, WORDS)
        menu = [link.attrs["href"] for link in post(once(client, "/community"), quoted).all("a")]
        assert f"/write?quote={quoted}" in menu
        read = once(client, f"/write?quote={quoted}")
        assert (read.one("h1").text, WORDS in read.one(".quoting").text) == ("Quote a post", True)
        answer = client.post("/posts", fields(composer(read)) | {"text": "Look"})
        assert answer.status_code == 303
        row = Quote.objects.get()
        assert (row.quoted_id, answer.headers["Location"]) == (quoted, f"/@alice/{quoted}#p{row.post_id}")

    @pytest.mark.parametrize(
        ("scope", "offered"), [("public", "public"), ("quiet", "quiet"), ("community", "community")]
    )
    def test_the_form_begins_with_an_audience_that_fits(
        self, cast: Any, client_of: Clients, say: Any, scope: str, offered: str
    ) -> None:
        read = once(client_of(cast.bob), f"/write?quote={say(cast.alice, WORDS, scope)}")
        assert fields(composer(read))["scope"] == scope

    def test_a_wider_audience_comes_back_with_all_that_was_typed(self, cast: Any, client_of: Clients, say: Any) -> None:
        client, quoted = client_of(cast.bob), say(cast.alice, WORDS, "community")
        form = fields(composer(once(client, f"/write?quote={quoted}")))
        refused = client.post("/posts", form | {"text": "To all", "scope": "public"})
        again = tree(refused)
        assert (refused.status_code, WORDS in again.text) == (422, True)
        assert "for fewer people" in again.text
        sent = fields(composer(again))
        assert (sent["quote_of"], sent["text"]) == (str(quoted), "To all")

    def test_a_quoted_post_that_is_gone_meanwhile_leaves_the_words(
        self, cast: Any, client_of: Clients, say: Any
    ) -> None:
        client, quoted = client_of(cast.bob), say(cast.alice, WORDS)
        form = fields(composer(once(client, f"/write?quote={quoted}")))
        block(cast.alice, cast.bob.id)
        again = tree(client.post("/posts", form | {"text": "Look"}))
        assert "not there any more" in again.text
        assert WORDS not in again.text
        sent = fields(composer(again))
        assert (sent["text"], "quote_of" in sent) == ("Look", False)
        assert client.post("/posts", sent).status_code == 303

    def test_whoever_may_not_quote_is_told_so(self, cast: Any, client_of: Clients, say: Any) -> None:
        quoted = say(cast.alice, WORDS, quote_policy="nobody")
        client = client_of(cast.bob)
        assert f"/write?quote={quoted}" not in client.get("/community").content.decode()
        refused = client.get(f"/write?quote={quoted}")
        assert (refused.status_code, "does not want" in refused.content.decode()) == (403, True)
        assert client.get("/write?quote=12345").status_code == 404
        assert client.get("/write?quote=nonsense").status_code == 200
        assert f"/write?quote={quoted}" in client_of(cast.alice).get("/community").content.decode()

    def test_the_form_says_that_the_author_will_be_asked(self, cast: Any, client_of: Clients, say: Any) -> None:
        asked, plain = say(cast.alice, WORDS, quote_policy="ask"), say(cast.alice, WORDS)
        sentence = "The author will be asked"
        assert sentence in page(client_of(cast.bob).get(f"/write?quote={asked}")).text
        assert sentence not in page(client_of(cast.bob).get(f"/write?quote={plain}")).text
        assert sentence not in page(client_of(cast.alice).get(f"/write?quote={asked}")).text

    def test_who_may_quote_is_chosen_with_the_post(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.bob)
        form = fields(composer(once(client, "/write")))
        client.post("/posts", form | {"text": "Mine", "quote_policy": "nobody"})
        assert Post.objects.get().quote_policy == "nobody"
        again = client.post("/posts", form | {"text": "Mine", "quote_policy": "friends"})
        assert (again.status_code, "quote_policy" in page(again).form("/posts").invalid) == (422, True)

    def test_whoever_is_signed_out_finds_the_quote_again(self, cast: Any, client_of: Clients, say: Any) -> None:
        client, quoted = client_of(cast.bob), say(cast.alice, WORDS)
        form = fields(composer(once(client, f"/write?quote={quoted}")))
        client.logout()
        assert client.post("/posts", form | {"text": "Look"}).status_code == 303
        client.force_login(cast.bob.login)
        read = once(client, "/write")
        assert WORDS in read.one(".quoting").text
        assert fields(composer(read))["quote_of"] == str(quoted)


class TestThePlace:
    def test_the_quoted_post_stands_in_it(self, cast: Any, client_of: Clients, say: Any) -> None:
        quoted, row = quoting(say, cast.alice, cast.bob)
        for path in ("/community", f"/@bob/{row}"):
            place = post(once(client_of(cast.hal), path), row).one(".quotation")
            assert WORDS in place.text
            assert f"/@alice/{quoted}" in [link.attrs["href"] for link in place.all("a")]
            assert not place.has("button")

    def test_a_content_warning_covers_it(self, cast: Any, client_of: Clients, say: Any) -> None:
        own_emoji(cast.olivia, "wave")
        quoted = say(cast.alice, f"{WORDS} :wave:", warning="Careful :wave:")
        row = say(cast.bob, "Look", quote_of=quoted)
        place = post(once(client_of(cast.hal), "/community"), row).one(".quotation")
        cover = place.one("details")
        assert WORDS in cover.text
        assert len(cover.one("summary").all("img")) == 1
        assert len(cover.all("img")) == 2

    def test_what_else_it_holds_is_named(self, cast: Any, client_of: Clients, say: Any) -> None:
        first, second = quoting(say, cast.alice, cast.bob)
        third = say(cast.hal, "And", quote_of=second)
        place = post(once(client_of(cast.hal), f"/@hal/{third}"), third).one(".quotation")
        assert "quotes another post" in place.text
        assert WORDS not in place.text
        assert first

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ("delete", "A quoted post that you cannot see"),
            ("block", "A quoted post that you cannot see"),
            ("withdraw", "The author does not want to be quoted here"),
        ],
    )
    def test_a_sentence_stands_in_it_when_it_ends(
        self, cast: Any, client_of: Clients, say: Any, change: str, sentence: str
    ) -> None:
        quoted, row = quoting(say, cast.alice, cast.bob)
        {
            "delete": lambda: actions.delete_post(cast.alice, quoted),
            "block": lambda: block(cast.alice, cast.hal.id),
            "withdraw": lambda: actions.withdraw_quote(cast.alice, row),
        }[change]()
        source = client_of(cast.hal).get(f"/@bob/{row}").content.decode()
        assert WORDS not in source
        assert sentence in source

    def test_one_that_waits_says_so_to_each_in_their_way(self, cast: Any, client_of: Clients, say: Any) -> None:
        _, row = quoting(say, cast.alice, cast.bob, "ask")
        found = {
            person.username: post(once(client_of(person), f"/@bob/{row}"), row).one(".quotation").text
            for person in (cast.alice, cast.bob, cast.hal)
        }
        assert "May your post be quoted here?" in found["alice"]
        assert "Waiting for the author's agreement" in found["bob"]
        assert found["hal"] == "A quote that waits for its author's agreement"
        assert [WORDS in found[name] for name in ("alice", "bob", "hal")] == [True, True, False]

    def test_visitors_see_what_they_may(self, cast: Any, open_house: None, client_of: Clients, say: Any) -> None:
        _, row = quoting(say, cast.alice, cast.bob)
        inner = say(cast.alice, "canary-inside", "community")
        other = say(cast.bob, "Us", "community", quote_of=inner)
        visitor = client_of(None)
        assert WORDS in visitor.get(f"/@bob/{row}").content.decode()
        assert visitor.get(f"/@bob/{other}").status_code == 404

    def test_hostile_words_stay_words(self, cast: Any, client_of: Clients, say: Any) -> None:
        _, row = quoting(say, cast.alice, cast.bob, words="<script>alert(1)</script> <img src=x onerror=alert(1)>")
        place = post(once(client_of(cast.hal), "/community"), row).one(".quotation")
        assert not place.has("script")
        assert "<script>" in place.text

    def test_a_page_of_many_costs_what_a_page_of_one_does(
        self, cast: Any, client_of: Clients, say: Any, price: Any
    ) -> None:
        quoting(say, cast.alice, cast.bob)
        client = client_of(cast.hal)
        one = price(client, "/community")
        for number in range(8):
            quoting(say, cast.bob if number % 2 else cast.alice, cast.frank)
        assert price(client, "/community") == one


class TestTheAuthor:
    def test_agrees_without_javascript(self, cast: Any, client_of: Clients, say: Any) -> None:
        _, row = quoting(say, cast.alice, cast.bob, "ask")
        client = client_of(cast.alice)
        place = post(once(client, f"/@bob/{row}"), row)
        assert button(place, "/quote").text == "Allow the quote"
        assert press(client, place, "/quote").status_code == 303
        assert get_post(cast.hal.id, row).extras.quoted
        place = post(once(client, f"/@bob/{row}"), row)
        assert button(place, "/quote").text == "Take my words out of this post"
        assert press(client, place, "/quote").status_code == 303
        assert not get_post(cast.hal.id, row).extras.quoted
        press(client, post(once(client, f"/@bob/{row}"), row), "/quote")
        assert get_post(cast.hal.id, row).extras.quoted

    def test_refuses_in_place(self, cast: Any, client_of: Clients, say: Any) -> None:
        _, row = quoting(say, cast.alice, cast.bob, "ask")
        answer = client_of(cast.alice).post(f"/posts/{row}/refusal?at=p7", headers=htmx())
        place = tree(answer).one(".quotation")
        assert place.attrs["id"] == "quote-p7"
        assert "You do not want to be quoted here" in place.text
        assert Quote.objects.get().state == "refused"

    def test_is_asked_among_the_notifications(self, cast: Any, client_of: Clients, say: Any, drain: Any) -> None:
        _, row = quoting(say, cast.alice, cast.bob, "ask")
        quoting(say, cast.alice, cast.hal)
        drain()
        client = client_of(cast.alice)
        read = once(client, "/notifications")
        assert "bob asks to quote you" in read.text
        assert "hal quotes you" in read.text
        press(client, post(read, row), "/quote")
        drain()
        assert "asks to quote you" not in page(client.get("/notifications")).text

    def test_nobody_else_decides(self, cast: Any, client_of: Clients, say: Any) -> None:
        _, row = quoting(say, cast.alice, cast.bob, "ask")
        for person in (cast.bob, cast.hal, cast.olivia):
            for path, method in (("quote", "POST"), ("quote", "DELETE"), ("refusal", "POST")):
                answer = client_of(person).generic(method, f"/posts/{row}/{path}")
                assert answer.status_code == 404
        assert Quote.objects.get().state == "waiting"

    def test_chooses_who_may_quote_from_now_on(self, cast: Any, client_of: Clients, say: Any) -> None:
        quoted = say(cast.alice, WORDS)
        client = client_of(cast.alice)
        assert f"/posts/{quoted}/quoting" in client.get("/community").content.decode()
        form = page(client.get(f"/posts/{quoted}/quoting")).form()
        assert client.post(f"/posts/{quoted}/quoting", form.filled(quote_policy="ask")).status_code == 303
        assert Post.objects.get(id=quoted).quote_policy == "ask"
        assert client.post(f"/posts/{quoted}/quoting", {"quote_policy": "friends"}).status_code == 422
        for other in (cast.bob, cast.olivia):
            assert client_of(other).get(f"/posts/{quoted}/quoting").status_code == 404
            assert client_of(other).post(f"/posts/{quoted}/quoting", {"quote_policy": "anyone"}).status_code == 404
        assert f"/posts/{quoted}/quoting" not in client_of(cast.bob).get("/community").content.decode()

    def test_chooses_for_all_in_the_settings(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.alice)
        form = page(client.get("/settings/posting")).form()
        assert form.fields["quote_policy"] == "anyone"
        assert client.post("/settings/posting", form.filled(quote_policy="followers")).status_code == 303
        assert page(client.get("/settings/posting")).form().fields["quote_policy"] == "followers"
        assert client.post("/settings/posting", {"quote_policy": "friends"}).status_code == 422


class TestWhoQuoted:
    def test_are_listed_and_counted_in_the_menu(self, cast: Any, client_of: Clients, say: Any) -> None:
        quoted, row = quoting(say, cast.alice, cast.bob)
        client = client_of(cast.hal)
        assert f'"/@alice/{quoted}/quotes"' in client.get("/community").content.decode()
        assert post(once(client, f"/@alice/{quoted}/quotes"), row)
        assert "Nobody quotes it yet" in page(client.get(f"/@bob/{row}/quotes")).text
        hidden = say(cast.bob, "For few", "followers")
        assert client.get(f"/@bob/{hidden}/quotes").status_code == 404


def test_a_form_that_quotes_what_has_gone_meanwhile_quotes_nothing(cast: Any, rf: Any) -> None:
    request = rf.get("/write")
    request.viewer = cast.bob.id
    assert preview(request, 4_000_000_000_000_001) == {}
    assert preview(request, None) == {}
