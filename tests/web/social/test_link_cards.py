"""Previews on pages: what they show, what they never do, how they are removed, and players of other sites."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from folkmoot.instance.actions import change_settings
from folkmoot.posts import hydrate
from folkmoot.posts.models import PostCard
from tests.posts.linking import PAGE, linking
from tests.web.social.reading import tree

type ClientOf = Callable[..., Client]
PLAYER = "https://www.tube.example/embed/1"


@pytest.fixture(autouse=True)
def _open(open_house: None) -> None:
    """Visitors read here."""


@pytest.fixture
def home(cast: Any, client_of: ClientOf) -> Callable[[], Any]:
    """Alice's profile as Bob sees it."""
    return lambda: tree(client_of(cast.bob).get("/@alice").content.decode())


class TestWhatIsShown:
    def test_a_link_with_its_words(self, cast: Any, home: Any) -> None:
        linking(cast.alice, description="It stands & waits", site="Bird news", author="Ada", language="de")
        card = home().one(".link-card")
        link = card.one("a")
        assert link.attrs["href"] == PAGE
        assert set(link.attrs["rel"].split()) == {"nofollow", "noopener", "noreferrer", "ugc"}
        assert link.text == "news.example The heron It stands & waits Ada"
        assert card.one(".link-card-title").attrs["lang"] == "de"
        assert not card.has("img")

    def test_the_host_is_where_the_link_leads_whatever_the_site_calls_itself(self, cast: Any, home: Any) -> None:
        linking(cast.alice, site="bank.example", title="bank.example: sign in")
        assert home().one(".link-card-host").text == "news.example"

    def test_nothing_of_it_is_markup(self, cast: Any, home: Any) -> None:
        evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
        linking(cast.alice, title=evil, description=evil, author=evil)
        card = home().one(".link-card")
        assert card.one(".link-card-title").text == evil
        assert not card.has("script")
        assert not card.has("img")

    def test_the_picture_is_our_own_and_signed(self, cast: Any, client_of: ClientOf) -> None:
        linking(cast.alice, "followers", pictured=True)
        picture = tree(client_of(cast.bob).get("/@alice").content.decode()).one(".link-card").one("img")
        assert re.match(r"http://[^/]+/media/\d+-[\w-]{22}/640\.webp\?v=\d+&e=\d+&s=", picture.attrs["src"])
        assert picture.attrs["alt"] == ""

    def test_visitors_load_the_open_one(self, cast: Any, client_of: ClientOf) -> None:
        linking(cast.alice, pictured=True)
        picture = tree(client_of(None).get("/@alice").content.decode()).one(".link-card").one("img")
        assert picture.attrs["src"].endswith("640.webp")

    @pytest.mark.parametrize("viewer", ["bob", None])
    def test_a_browser_is_never_sent_to_another_site(self, cast: Any, client_of: ClientOf, viewer: str | None) -> None:
        """Nothing on the page loads from anywhere else, and the page's own rules would not let it."""
        post = linking(cast.alice, pictured=True, player_url=PLAYER, kind="player")
        change_settings(None, {"players": "tube.example"})
        for path in ("/@alice", f"/@alice/{post}", f"/posts/{post}/player"):
            answer = client_of(getattr(cast, viewer) if viewer else None).get(path)
            loaded = re.findall(r'(?:src|srcset|poster|data|action)="([^"]*)"', answer.content.decode())
            assert not [each for each in loaded if "example" in each and "localhost" not in each]
            policy = answer.headers["Content-Security-Policy"]
            assert "frame-src" not in policy
            assert "default-src 'none'" in policy
            assert "example" not in policy

    def test_it_hides_behind_a_warning(self, cast: Any, home: Any) -> None:
        from folkmoot.posts.models import Post

        post = linking(cast.alice)
        Post.objects.filter(id=post).update(warning="Birds", version=99)
        assert home().one(".post-warning").has(".link-card")

    def test_whoever_cannot_see_the_post_sees_no_card(self, cast: Any, client_of: ClientOf) -> None:
        linking(cast.alice, "followers")
        assert "The heron" in client_of(cast.bob).get("/@alice").content.decode()
        for other in (cast.carol, cast.olivia, None):
            assert "The heron" not in client_of(other).get("/@alice").content.decode()

    def test_pages_without_cards_ask_nothing_more(self, cast: Any, client_of: ClientOf, price: Any, say: Any) -> None:
        bob = client_of(cast.bob)
        plain = [say(cast.alice, f"Post {number}") for number in range(3)]
        before = price(bob, "/@alice")
        linking(cast.alice)
        one = price(bob, "/@alice")
        linking(cast.alice, url="https://b.example/")
        assert plain
        assert (one, price(bob, "/@alice")) == (before + 1, before + 1)


class TestRemoving:
    def test_the_author_removes_it(self, cast: Any, client_of: ClientOf) -> None:
        post, alice = linking(cast.alice), client_of(cast.alice)
        page = tree(alice.get("/@alice").content.decode())
        button = next(each for each in page.all("button") if "Remove the preview" in each.text)
        assert button.attrs["formaction"] == f"/posts/{post}/preview"
        answer = alice.post(button.attrs["formaction"], {"_method": "DELETE", "next": "/@alice"}, follow=True)
        shown = answer.content.decode()
        assert "The preview is removed." in shown
        assert "The heron" not in shown
        assert "Remove the preview" not in shown
        assert PostCard.objects.get().removed_at

    def test_nobody_else_is_offered_it_or_can(self, cast: Any, client_of: ClientOf) -> None:
        post, bob = linking(cast.alice), client_of(cast.bob)
        assert "Remove the preview" not in bob.get("/@alice").content.decode()
        assert bob.delete(f"/posts/{post}/preview").status_code == 404
        assert bob.get(f"/posts/{post}/preview").status_code == 405
        assert client_of(None).delete(f"/posts/{post}/preview").status_code in {302, 403}
        assert PostCard.objects.get().removed_at is None

    def test_a_post_without_one_offers_nothing(self, cast: Any, client_of: ClientOf, say: Any) -> None:
        say(cast.alice, "Plain")
        assert "Remove the preview" not in client_of(cast.alice).get("/@alice").content.decode()


class TestPlayers:
    @pytest.fixture
    def post(self, cast: Any) -> int:
        return linking(cast.alice, "followers", kind="player", player_url=PLAYER)

    @pytest.mark.parametrize(
        ("allowed", "offered"),
        [
            ("", False),
            ("tube.example", True),
            ("www.tube.example", True),
            ("other.example tube.example", True),
            ("ube.example", False),
            ("m.tube.example", False),
            ("tube.example.evil.example", False),
        ],
    )
    def test_only_where_the_community_allows_the_site(
        self, cast: Any, client_of: ClientOf, post: int, allowed: str, offered: bool
    ) -> None:
        change_settings(None, {"players": allowed})
        bob = client_of(cast.bob)
        assert (f"/posts/{post}/player" in bob.get("/@alice").content.decode()) is offered
        for answer in (bob.get(f"/posts/{post}/player"), bob.post(f"/posts/{post}/player")):
            assert answer.status_code == (200 if offered else 404)

    def test_it_asks_first_and_then_frames_that_one_site(self, cast: Any, client_of: ClientOf, post: int) -> None:
        change_settings(None, {"players": "tube.example"})
        bob = client_of(cast.bob)
        asks = bob.get(f"/posts/{post}/player").content.decode()
        assert "your browser asks that site directly" in asks
        assert "<iframe" not in asks
        assert PLAYER not in asks
        plays = bob.post(f"/posts/{post}/player")
        frame = tree(plays.content.decode()).one("iframe")
        assert (frame.attrs["src"], frame.attrs["referrerpolicy"]) == (PLAYER, "strict-origin")
        assert "allow-top-navigation" not in frame.attrs["sandbox"]
        policy = dict(part.strip().partition(" ")[::2] for part in plays.headers["Content-Security-Policy"].split(";"))
        assert policy["frame-src"] == "https://www.tube.example"
        assert policy["default-src"] == "'none'"

    def test_a_setting_that_is_taken_back_holds_for_old_posts(
        self, cast: Any, client_of: ClientOf, post: int, monkeypatch: Any
    ) -> None:
        from django.core.cache import cache

        change_settings(None, {"players": "tube.example"})
        assert "Play from" in client_of(cast.bob).get("/@alice").content.decode()
        change_settings(None, {"players": ""})
        cache.delete("web.players")  # it is remembered for ten seconds
        assert "Play from" not in client_of(cast.bob).get("/@alice").content.decode()

    @pytest.mark.parametrize("viewer", ["carol", "dan", "olivia", None])
    def test_not_for_those_who_do_not_see_the_post(
        self, cast: Any, client_of: ClientOf, post: int, viewer: str | None
    ) -> None:
        change_settings(None, {"players": "tube.example"})
        client = client_of(getattr(cast, viewer) if viewer else None)
        assert {client.get(f"/posts/{post}/player").status_code, client.post(f"/posts/{post}/player").status_code} == {
            404
        }

    def test_a_post_without_a_card_has_none(self, cast: Any, client_of: ClientOf, say: Any) -> None:
        change_settings(None, {"players": "tube.example"})
        assert client_of(cast.bob).get(f"/posts/{say(cast.alice, 'Plain')}/player").status_code == 404


def test_the_bodies_are_told_apart_by_version(cast: Any, client_of: ClientOf) -> None:
    """A page that was kept before the card came is not shown afterwards."""
    bob = client_of(cast.bob)
    bob.get("/@alice")
    linking(cast.alice)
    hydrate.kept._cache.clear()
    assert "The heron" in bob.get("/@alice").content.decode()
