"""The page for searching: where it is, what it shows, what it says when there is nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from folkmoot.accounts.models import Account
from folkmoot.posts.actions import FilterDraft, FilterWordDraft, make_filter
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import block
from folkmoot.search.models import Filling
from folkmoot.web.social.marking import in_html
from tests.search.finding import write
from tests.web.social.reading import htmx, once, tree

type Clients = Callable[..., Client]


def names(page: Any) -> list[str]:
    return [node.text for node in page.all(".person-name")]


def said(page: Any) -> list[str]:
    return [node.text for node in page.all(".post-words")]


def look(client: Client, typed: str, **more: str) -> Any:
    answer = client.get("/search", {"q": typed, **more})
    assert answer.status_code == 200
    return tree(answer)


def offered(client: Client, typed: str) -> str:
    """What comes up while somebody types."""
    answer = client.get("/search/suggestions", {"q": typed}, headers=htmx("suggestions"))
    assert answer.status_code == 200
    return answer.content.decode()


class TestThePage:
    def test_every_page_leads_there(self, cast: Cast, client_of: Clients) -> None:
        page = once(client_of(cast.bob), "/notifications")
        assert [form.attrs["action"] for form in page.all("form") if form.attrs.get("role") == "search"] == ["/search"]
        assert "/search" in {link.attrs.get("href") for link in page.all("a")}

    def test_before_anything_is_asked_it_says_how(self, cast: Cast, client_of: Clients) -> None:
        page = once(client_of(cast.bob), "/search")
        assert "What are you looking for?" in page.one(".empty").text
        assert "open" in page.one(".search-help").attrs
        assert "from:alice" in page.one(".search-help").text
        assert not page.has(".found-tags")
        assert len([form for form in page.all("form") if form.attrs.get("role") == "search"]) == 1

    def test_people_hashtags_and_posts_together(self, cast: Cast, client_of: Clients) -> None:
        Account.objects.filter(id=cast.carol.id).update(name="Harbour Carol")
        write(cast.bob, "Down at the #Harbour")
        page = look(client_of(cast.hal), "harbour")
        assert names(page) == ["Harbour Carol"]
        assert [node.text for node in page.one(".found-tags").all("a")] == ["#Harbour"]
        assert said(page) == ["Down at the #Harbour"]
        assert [node.text for node in page.all("mark")] == ["Harbour"]
        assert [node.text for node in page.all(".section-title")] == ["People", "Hashtags", "Posts"]
        assert page.one("#search").attrs["value"] == "harbour"
        assert "open" not in page.one(".search-help").attrs

    @pytest.mark.parametrize(
        ("kind", "counts"), [("people", (1, 0, 0)), ("tags", (0, 1, 0)), ("posts", (0, 0, 1)), ("nonsense", (1, 1, 1))]
    )
    def test_each_in_a_tab_of_its_own(
        self, cast: Cast, client_of: Clients, kind: str, counts: tuple[int, int, int]
    ) -> None:
        Account.objects.filter(id=cast.carol.id).update(name="Harbour Carol")
        write(cast.bob, "Down at the #Harbour")
        page = look(client_of(cast.hal), "harbour", type=kind)
        assert (len(names(page)), len(page.all(".found-tags")), len(said(page))) == counts
        current = [node.text for node in page.one(".tabs").all("a") if node.attrs.get("aria-current")]
        assert current == [{"people": "People", "tags": "Hashtags", "posts": "Posts"}.get(kind, "All")]

    def test_nothing_found_says_what_to_try(self, cast: Cast, client_of: Clients) -> None:
        page = look(client_of(cast.hal), "zzz", type="posts")
        assert "Nothing found" in page.one(".empty").text
        assert {node.attrs["href"] for node in page.one(".empty").all("a")} == {"/search?q=zzz", "/members"}
        assert len(look(client_of(cast.hal), "zzz").one(".empty").all("a")) == 1

    def test_more_people_than_stand_beside_posts(self, cast: Cast, client_of: Clients) -> None:
        Account.objects.filter(active=True, domain="").update(name="Namesake")
        page = look(client_of(cast.hal), "namesake")
        assert len(names(page)) == 3
        [more] = [node.attrs["href"] for node in page.one(".search-more").all("a")]
        assert more == "/search?q=namesake&type=people"
        assert len(names(once(client_of(cast.hal), more))) == 7

    def test_people_by_pages(self, cast: Cast, client_of: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("folkmoot.web.social.search.PEOPLE", 4)
        Account.objects.filter(active=True, domain="").update(name="Namesake")
        client = client_of(cast.hal)
        first = look(client, "namesake", type="people")
        [more] = [node.attrs["href"] for node in first.all("a") if node.attrs.get("rel") == "next"]
        rest = tree(client.get(f"/search{more}", headers={"HX-Request": "true", "HX-Target": "more"}))
        assert not rest.has("#search")
        assert len(set(names(first)) | set(names(rest))) == 1
        assert (len(names(first)), len(names(rest))) == (4, 3)
        assert look(client, "namesake", type="people", offset="99999999").has(".empty")

    def test_posts_by_pages(self, cast: Cast, client_of: Clients) -> None:
        for number in range(23):
            write(cast.bob, f"Pebble number {number}")
        client = client_of(cast.hal)
        first = look(client, "pebble")
        [more] = [node.attrs["href"] for node in first.all("a") if node.attrs.get("rel") == "next"]
        rest = tree(client.get(f"/search{more}", headers={"HX-Request": "true", "HX-Target": "more"}))
        assert (len(said(first)), len(said(rest)), rest.has("#search")) == (20, 3, False)
        assert len({*said(first), *said(rest)}) == 23
        assert len(said(once(client, f"/search{more}"))) == 3, "without JavaScript as well"
        assert client.get("/search?q=pebble&after=nonsense").status_code == 422

    def test_how_far_the_index_is_while_it_fills(self, cast: Cast, client_of: Clients) -> None:
        Filling.objects.create(done=3, total=12)
        assert "25 % are done" in look(client_of(cast.hal), "pebble").one(".notice").text
        Filling.objects.update(is_complete=True, done=12)
        assert not look(client_of(cast.hal), "pebble").has(".notice")

    def test_what_is_far_too_long_is_searched_for_in_part(self, cast: Cast, client_of: Clients) -> None:
        page = look(client_of(cast.hal), "pebble " * 1_500)
        assert "only the beginning" in page.one(".notice").text

    @pytest.mark.parametrize(
        "typed", ["x" * 10_000, '"<script>alert(1)</script>"', "\u202e\u200f", "🎉🎉", "-", "'; --"]
    )
    def test_odd_questions_stay_words(self, cast: Cast, client_of: Clients, typed: str) -> None:
        write(cast.bob, "<script>alert(2)</script> & pebbles")
        answer = client_of(cast.hal).get("/search", {"q": typed})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.content.decode()
        tree(answer)

    def test_a_visitor_is_asked_to_sign_in_and_an_applicant_to_wait(self, cast: Cast, client_of: Clients) -> None:
        assert client_of(None).get("/search?q=a")["Location"].startswith("/sign-in?next=")
        assert client_of(None).get("/search/suggestions?q=a")["Location"].startswith("/sign-in")
        assert client_of(cast.ivy).get("/search?q=a")["Location"] == "/waiting"

    def test_what_filters_hide_is_not_shown(self, cast: Cast, client_of: Clients) -> None:
        write(cast.bob, "A spoiler about pebbles")
        assert len(said(look(client_of(cast.hal), "pebbles"))) == 1
        make_filter(cast.hal, FilterDraft("Spoilers", "hide", ("public",), None, (FilterWordDraft("spoiler"),)))
        assert said(look(client_of(cast.hal), "pebbles")) == []

    def test_what_it_costs_does_not_grow(self, cast: Cast, client_of: Clients, queries: Any) -> None:
        client = client_of(cast.hal)
        write(cast.bob, "Pebble")
        look(client, "pebble")
        with queries(9):
            look(client, "pebble")
        for _ in range(9):
            write(cast.bob, "Pebble")
        look(client, "pebble")
        with queries(9):
            assert len(said(look(client, "pebble"))) == 10

    def test_searching_is_counted(self, cast: Cast, client_of: Clients, settings: LazySettings) -> None:
        settings.FOLKMOOT = settings.FOLKMOOT.model_copy(update={"searches_per_5_minutes": 1})
        client = client_of(cast.hal)
        assert client.get("/search?q=a").status_code == 200
        assert client.get("/search?q=b").status_code == 429
        assert client.get("/search").status_code == 200
        assert [bool(offered(client, "alice"[:n])) for n in range(1, 6)] == [True] * 4 + [False]


class TestSuggestions:
    def test_people_hashtags_and_the_way_to_posts(self, cast: Cast, client_of: Clients) -> None:
        write(cast.bob, "Down at the #Alley")
        page = tree(offered(client_of(cast.hal), "al"))
        links = [node.attrs["href"] for node in page.all("a")]
        assert links == ["/@hal", "/@alice", "/tags/alley", "/search?q=al&type=posts"]

    @pytest.mark.parametrize(
        ("typed", "links"),
        [
            ("@ali", ["/@alice", "/search?q=%40ali&type=posts"]),
            ("#alle", ["/tags/alley", "/search?q=%23alle&type=posts"]),
            ("", []),
            ("zzz", []),
            ("has:poll", []),
        ],
    )
    def test_by_their_signs(self, cast: Cast, client_of: Clients, typed: str, links: list[str]) -> None:
        write(cast.bob, "Down at the #Alley")
        page = tree(offered(client_of(cast.hal), typed))
        assert [node.attrs["href"] for node in page.all("a")] == links

    def test_nobody_on_either_side_of_a_block(self, cast: Cast, client_of: Clients) -> None:
        block(cast.alice, cast.hal.id)
        assert "/@alice" not in offered(client_of(cast.hal), "alic")


@pytest.mark.parametrize(
    ("html", "wanted", "shown"),
    [
        ("<p>Tea and tea</p>", {"tea"}, "<p><mark>Tea</mark> and <mark>tea</mark></p>"),
        ('<a href="/tea">#<b>tea</b></a>', {"tea"}, '<a href="/tea">#<b><mark>tea</mark></b></a>'),
        ("<p>a &amp; b &#39;c&lt;tea&gt;</p>", {"tea"}, "<p>a &amp; b &#39;c&lt;<mark>tea</mark>&gt;</p>"),
        ('<img alt="tea" src="/tea"><br/>x', {"tea"}, '<img alt="tea" src="/tea"><br/>x'),
        ("<p>amp &amp; lt &lt;</p>", {"amp"}, "<p><mark>amp</mark> &amp; lt &lt;</p>"),
        ("<p>お茶を</p>", {"お茶"}, "<p><mark>お茶</mark>を</p>"),
        ("<p>nothing</p>", set(), "<p>nothing</p>"),
    ],
)  # fmt: skip
def test_marks_in_html(html: str, wanted: set[str], shown: str) -> None:
    assert in_html(html, frozenset(wanted)) == shown
