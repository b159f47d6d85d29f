"""Hostile words in every field, redirects that lead away, and canaries of posts that are not for the reader."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client, RequestFactory

from folkmoot.accounts.queries import Account
from folkmoot.posts import actions as posts
from folkmoot.relations import actions as relations
from folkmoot.web.social.back import here_or, local
from tests.web.social.reading import composer, fields, htmx, once, tree, write

type Clients = Callable[..., Client]

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "{{ 7*7 }}{% raw %}",
    "</textarea><script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "[x](javascript:alert(1))",
    "</title></head><body onload=alert(1)>",
]
HANDLERS = ("onerror", "onload", "onclick", "style", "srcdoc")


def harmless(page: Any) -> None:
    """Nothing on the page would run, and no element came out of anybody's words."""
    for node in page.walk():
        assert not [name for name in node.attrs if name in HANDLERS or name.startswith("on")], node.attrs
        assert not node.attrs.get("href", "").strip().lower().startswith(("javascript:", "data:"))
        if node.tag == "script":
            assert node.attrs.get("src", "").startswith("/static/")
        assert node.tag not in {"img", "iframe", "object", "embed", "base"}


@pytest.mark.parametrize("words", HOSTILE)
class TestWords:
    def test_in_a_post_and_its_warning(self, cast: Any, client_of: Clients, words: str, drain: Any) -> None:
        client = client_of(cast.bob)
        response = write(client, "/", text=f"{words} @alice #moot", warning=words)
        post_id = response["Location"].partition("#p")[2]
        posts.like(cast.alice, int(post_id))
        drain()
        for path in ("/", "/community", "/@bob", f"/@bob/{post_id}", f"/posts/{post_id}/delete", "/notifications"):
            harmless(once(client, path))
        for path in ("/notifications", f"/report?post={post_id}", f"/@bob/{post_id}"):
            harmless(once(client_of(cast.alice), path))

    def test_in_a_direct_post(self, cast: Any, client_of: Clients, say: Any, words: str) -> None:
        say(cast.bob, f"@alice {words}", "direct")
        client = client_of(cast.alice)
        inbox = once(client, "/direct")
        harmless(inbox)
        harmless(once(client, inbox.one(".conversation").one("a").attrs["href"]))

    def test_in_a_name(self, cast: Any, client_of: Clients, say: Any, words: str, drain: Any) -> None:
        Account.objects.filter(id=cast.bob.id).update(name=words, version=9)
        post_id = say(cast.bob, "@alice hello")
        direct = say(cast.bob, "@alice psst", "direct")
        posts.boost(cast.bob, say(cast.hal, "pass on"))
        drain()
        client = client_of(cast.alice)
        paths = ["/", "/members", "/@bob", f"/@bob/{post_id}", "/notifications", "/direct", "/@bob/followers"]
        paths += [f"/accounts/{cast.bob.id}/block", f"/accounts/{cast.bob.id}/mute", f"/@bob/{direct}"]
        for path in paths:
            page = once(client, path)
            harmless(page)
        assert once(client, "/@bob").one("h1").text == " ".join(words.split())

    def test_in_what_comes_back_refused(self, cast: Any, client_of: Clients, words: str) -> None:
        response = client_of(cast.bob).post(
            "/posts",
            {
                "text": words + "x" * 5001,
                "warning": words,
                "scope": words,
                "language": words,
                "place": words,
                "key": words,
            },
        )
        assert response.status_code == 422
        page = tree(response)
        harmless(page)
        assert fields(composer(page))["text"].startswith(words)

    def test_in_the_address(self, cast: Any, client_of: Clients, words: str) -> None:
        client = client_of(cast.bob)
        harmless(tree(client.get("/members", {"q": words})))
        harmless(tree(client.get("/write", {"text": words})))
        harmless(tree(client.get("/write", {"to": words})))
        harmless(tree(client.get("/community", {"x": words, "limit": "1"})))

    def test_in_a_report(self, cast: Any, client_of: Clients, words: str) -> None:
        client = client_of(cast.alice)
        response = client.post("/report", {"account": str(cast.bob.id), "comment": words + "x" * 1001})
        harmless(tree(response))


@pytest.mark.parametrize("name", ["<b>", "a'b", "#", "x" * 300, "%F0%9F%8E%B5", "a%2Fb", "%00"])
def test_any_tag_has_a_page(cast: Any, client_of: Clients, name: str) -> None:
    response = client_of(cast.bob).get(f"/tags/{name}")
    assert response.status_code in {200, 404}
    harmless(tree(response))


AWAY = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "http:evil.example",
    "https://testserver@evil.example/",
    " https://evil.example",
    "\thttps://evil.example",
    "data:text/html,x",
    "evil.example",
    "",
]


class TestRedirects:
    @pytest.mark.parametrize("address", AWAY)
    def test_no_form_leads_away(self, cast: Any, client_of: Clients, say: Any, address: str) -> None:
        post_id = say(cast.bob, "hello")
        client = client_of(cast.alice)
        headers = {"Referer": address} if address.strip().isprintable() else {}
        for url in (f"/posts/{post_id}/like", f"/accounts/{cast.hal.id}/follow"):
            response = client.post(url, {"next": address}, headers=headers)
            assert response["Location"].partition("#")[0] == "/"
        sent = {"text": "x", "scope": "public", "language": "en", "place": "home", "next": address}
        assert client.post("/posts", sent)["Location"].startswith("/#p")

    @pytest.mark.parametrize(
        ("address", "path"),
        [
            ("/community?max_id=3", "/community?max_id=3"),
            ("http://testserver/@bob#p3", "/@bob"),
            ("/tags/%D8%AA", "/tags/%D8%AA"),
            ("/posts/3/like", ""),
            ("/posts", ""),
            ("/accounts/3/mute", ""),
            ("/report?account=1", ""),
            ("https://testserver.evil.example/", ""),
        ],
    )
    def test_only_pages_of_ours(self, rf: RequestFactory, address: str, path: str) -> None:
        request: Any = rf.get("/")
        assert local(request, address) == path

    def test_ones_own_word_comes_before_the_browsers(self, rf: RequestFactory) -> None:
        request: Any = rf.post("/", {"next": "/members"}, headers={"Referer": "http://testserver/likes"})
        assert here_or(request) == "/members"
        request = rf.post("/", {"next": "//evil"}, headers={"Referer": "http://testserver/likes"})
        assert here_or(request) == "/likes"
        request = rf.post("/")
        assert here_or(request, "/direct") == "/direct"


class TestCanaries:
    """A word that only some may read is in no byte that others get."""

    @pytest.fixture
    def planted(self, cast: Any, say: Any, drain: Any) -> dict[str, int]:
        open_post = say(cast.bob, "an open post #moot")
        planted = {
            "canary-followers": say(cast.bob, "canary-followers #moot", "followers"),
            "canary-direct": say(cast.bob, "@alice canary-direct #moot", "direct"),
            "canary-reply": say(cast.bob, "canary-reply", "followers", reply_to=open_post),
            "canary-warned": say(cast.bob, "x", "followers", warning="canary-warned"),
        }
        for post_id in planted.values():
            posts.like(cast.alice, post_id)
            posts.bookmark(cast.alice, post_id)
        drain()
        return {**planted, "open": open_post}

    def paths(self, cast: Any, planted: dict[str, int]) -> list[str]:
        ids = list(planted.values())
        return [
            *(
                "/",
                "/community",
                "/tags/moot",
                "/bookmarks",
                "/likes",
                "/notifications",
                "/direct",
                "/members",
                "/write",
            ),
            *("/@bob", "/@bob/replies", "/@alice", "/@bob/followers", "/feeds/community/new?since=0", "/write?to=bob"),
            *(f"/@bob/{post_id}" for post_id in ids),
            *(f"/@bob/{post_id}/likes" for post_id in ids),
            *(f"/posts/{post_id}/delete" for post_id in ids),
            *(f"/report?account={cast.bob.id}&post={post_id}" for post_id in ids),
        ]

    @pytest.mark.parametrize("who", ["hal", "olivia", "frank", "dan", "carol", "gina", "ivy", None])
    def test_strangers_staff_and_visitors_find_none(
        self, cast: Any, client_of: Clients, planted: dict[str, int], open_house: None, who: str | None
    ) -> None:
        client = client_of(getattr(cast, who) if who else None)
        for path in self.paths(cast, planted):
            for headers in ({}, htmx("more")):
                assert b"canary-" not in client.get(path, headers=headers).content, path

    def test_buttons_tell_nothing_either(self, cast: Any, client_of: Clients, planted: dict[str, int]) -> None:
        client = client_of(cast.hal)
        hidden = [post_id for word, post_id in planted.items() if word != "open"]
        for post_id in hidden:
            for what in ("like", "boost", "bookmark", "pin"):
                for headers in ({}, htmx()):
                    response = client.post(f"/posts/{post_id}/{what}", headers=headers)
                    assert (response.status_code, b"canary-" in response.content) == (404, False)
            response = client.post(
                "/posts", {"text": "hm", "scope": "public", "reply_to": str(post_id), "language": "en"}
            )
            assert (response.status_code, b"canary-" in response.content) == (422, False)

    def test_those_they_are_for_do_find_them(self, cast: Any, client_of: Clients, planted: dict[str, int]) -> None:
        client = client_of(cast.alice)
        assert b"canary-followers" in client.get("/").content
        assert b"canary-direct" in client.get("/direct").content
        assert b"canary-warned" in client.get("/bookmarks").content

    def test_a_block_hides_what_was_rendered_before(
        self, cast: Any, client_of: Clients, planted: dict[str, int]
    ) -> None:
        """The kept halves of cards are shared: the rule must be asked each time all the same."""
        client = client_of(cast.alice)
        assert b"canary-followers" in client.get("/").content
        relations.block(cast.bob, cast.alice.id)
        for path in self.paths(cast, planted):
            assert b"canary-" not in client.get(path).content, path
