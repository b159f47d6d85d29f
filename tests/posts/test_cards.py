"""Previews of linked pages: whose, how often they are looked at, and how they go away."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from folkmoot.core.errors import NotFound
from folkmoot.core.events import publish, waiting
from folkmoot.instance.actions import begin_open, change_settings
from folkmoot.media.models import Picture
from folkmoot.posts.actions import boost, delete_post, remove_card
from folkmoot.posts.actions.cards import KEPT, LOOKING, linked
from folkmoot.posts.events import CardWanted, PostEdited
from folkmoot.posts.models import Card, Carries, Post, PostCard
from folkmoot.posts.queries import get_post, picture_visible
from folkmoot.posts.tasks import cards, forget_cards, look
from folkmoot.posts.tasks.looking import Told
from folkmoot.project.cast import Cast
from tests.pictures import drawn
from tests.pictures import lay as lay_picture
from tests.posts.sites import Site, site
from tests.posts.writing import lay, say

__all__ = ["site"]
type Drain = Callable[[], int]
pytestmark = pytest.mark.django_db
PAGE = "https://news.example/heron"


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was looked at; each page is called after its address."""
    asked: list[str] = []

    def look_at(address: str) -> Told:
        asked.append(address)
        return Told(title=address, description="Said", site="News")

    monkeypatch.setattr(cards, "look_at", look_at)
    return asked


def edit(post_id: int, text: str) -> None:
    Post.objects.filter(id=post_id).update(text=text)
    publish(PostEdited(post_id))


def seen(viewer: Any, post_id: int) -> str:
    """The title below a post."""
    found = get_post(viewer.id, post_id).body.card
    return found.title if found else ""


class TestWhatIsLinked:
    @pytest.mark.parametrize(
        ("text", "address"),
        [
            ("nothing", ""),
            ("https://A.Example", "https://a.example/"),
            ("https://a.example:443/x?q=1#part", "https://a.example/x?q=1"),
            ("http://a.example:80/", "http://a.example/"),
            ("http://a.example:8080/", "http://a.example:8080/"),
            ("[words](https://b.example/) https://a.example/", "https://b.example/"),
            ("@bob #tag https://a.example/", "https://a.example/"),
            ("`https://code.example/` https://a.example/", "https://a.example/"),
            ("http://localhost/@bob/1 https://a.example/", "https://a.example/"),
            ("http://127.0.0.1:8000/x", ""),
            ("http://intranet/", ""),
            ("https://u:p@a.example/", ""),
            ("https://a.example:99999/", ""),
            ("[x](https://a.example:99999/) https://b.example/", "https://b.example/"),
            ("[x](https://[2606:2800::1]/)", ""),
            ("https://bücher.example/", "https://xn--bcher-kva.example/"),
            (f"https://a.example/{'ü' * 1_000}", ""),
        ],
    )
    def test_the_first_address_of_another_site(self, text: str, address: str) -> None:
        assert linked(Post(text=text, scope="public")) == address

    @pytest.mark.parametrize("scope", ["public", "quiet", "community", "followers", "list", "group"])
    def test_for_every_audience(self, scope: str) -> None:
        assert linked(Post(text=PAGE, scope=scope)) == PAGE

    def test_but_for_direct_posts(self, cast: Cast, told: list[str], drain: Drain) -> None:
        post = say(cast.alice, f"@bob {PAGE}", "direct")
        drain()
        assert (told, Card.objects.count(), seen(cast.bob, post)) == ([], 0, "")


class TestLooking:
    def test_a_preview_comes_a_moment_later_as_a_new_version(
        self, cast: Cast, told: list[str], drain: Drain, queries: Any
    ) -> None:
        post = say(cast.alice, PAGE)
        before = get_post(cast.bob.id, post).body
        assert before.card is None
        drain()
        after = get_post(cast.bob.id, post).body
        assert after.card
        assert (after.card.title, after.card.url, after.card.site, after.card.kind) == (PAGE, PAGE, "News", "link")
        assert after.key.version > before.key.version

    def test_a_post_without_a_link_costs_nothing(self, cast: Cast, told: list[str], drain: Drain) -> None:
        post = say(cast.alice, "No link")
        drain()
        assert PostCard.objects.count() == 0
        assert Post.objects.get(id=post).version == get_post(cast.bob.id, post).body.key.version

    def test_many_posts_with_one_link_look_once(self, cast: Cast, told: list[str], drain: Drain) -> None:
        posts = [say(who, f"Look: {PAGE}#part-{n}") for n, who in enumerate((cast.alice, cast.bob, cast.carol))]
        drain()
        later = say(cast.olivia, PAGE)
        drain()
        assert told == [PAGE]
        assert [seen(cast.alice, post) for post in (*posts, later)] == [PAGE] * 4
        assert Card.objects.count() == 1

    def test_after_two_weeks_it_is_looked_at_again(
        self, cast: Cast, told: list[str], drain: Drain, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        old = say(cast.alice, PAGE)
        drain()
        Card.objects.update(fetched_at=timezone.now() - KEPT - timedelta(hours=1))
        monkeypatch.setattr(cards, "look_at", lambda _: Told(title="New title", player_url="https://play.example/"))
        new = say(cast.alice, PAGE)
        assert seen(cast.bob, old) == PAGE
        drain()
        assert [seen(cast.bob, post) for post in (old, new)] == ["New title"] * 2
        found = get_post(cast.bob.id, old).body.card
        assert found
        assert (found.kind, found.player_url) == ("player", "https://play.example/")

    def test_nothing_new_makes_no_new_version(self, cast: Cast, told: list[str], drain: Drain) -> None:
        post = say(cast.alice, PAGE)
        drain()
        version = Post.objects.get(id=post).version
        Card.objects.update(fetched_at=timezone.now() - KEPT - timedelta(hours=1))
        look(CardWanted(Card.objects.get().id))
        assert len(told) == 2
        assert Post.objects.get(id=post).version == version

    @pytest.mark.parametrize(("hours", "times"), [(23, 1), (25, 2)])
    def test_trouble_is_remembered_for_a_day(
        self, cast: Cast, drain: Drain, monkeypatch: pytest.MonkeyPatch, hours: int, times: int
    ) -> None:
        asked: list[str] = []
        monkeypatch.setattr(cards, "look_at", lambda address: asked.append(address) or Told(problem="answered 500"))
        say(cast.alice, PAGE)
        drain()
        Card.objects.update(fetched_at=timezone.now() - timedelta(hours=hours))
        post = say(cast.alice, PAGE)
        drain()
        assert (len(asked), seen(cast.bob, post), Card.objects.get().problem) == (times, "", "answered 500")

    def test_what_was_told_once_stays_when_the_site_is_away(
        self, cast: Cast, told: list[str], drain: Drain, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        post = say(cast.alice, PAGE)
        drain()
        Card.objects.update(fetched_at=timezone.now() - KEPT - timedelta(hours=1))
        monkeypatch.setattr(cards, "look_at", lambda _: Told(problem="gone"))
        look(CardWanted(Card.objects.get().id))
        assert seen(cast.bob, post) == PAGE

    def test_who_comes_while_somebody_is_looking_comes_back_later(self, cast: Cast, told: list[str]) -> None:
        card = Card.objects.create(digest="d", url=PAGE, fetched_at=timezone.now(), problem=LOOKING)
        with pytest.raises(cards.StillLooking):
            look(CardWanted(card.id))
        Card.objects.update(fetched_at=timezone.now() - timedelta(minutes=3))
        look(CardWanted(card.id))
        assert told == [PAGE]

    def test_a_card_that_is_gone_is_not_looked_for(self, db: None, told: list[str]) -> None:
        look(CardWanted(5))
        assert told == []

    def test_a_card_that_goes_meanwhile(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        card = Card.objects.create(digest="d", url=PAGE)
        monkeypatch.setattr(cards, "look_at", lambda _: Card.objects.all().delete() and Told(title="T"))
        look(CardWanted(card.id))
        assert Card.objects.count() == 0

    def test_a_post_taken_back_before_it_was_looked_at(self, cast: Cast, told: list[str], drain: Drain) -> None:
        post = say(cast.alice, PAGE)
        delete_post(cast.alice, post)
        drain()
        assert (PostCard.objects.count(), told) == (0, [])

    def test_mail_does_not_wait_for_slow_sites(self, cast: Cast, told: list[str]) -> None:
        from folkmoot.core.events import drain

        say(cast.alice, PAGE)
        drain(("now", "net"))
        assert (told, {lane.lane: lane.count for lane in waiting()}["web"]) == ([], 1)


@pytest.mark.django_db(transaction=True)
def test_at_the_same_time_one_looks(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two workers, one page."""
    asked, inside, go_on = [], threading.Event(), threading.Event()

    def look_at(address: str) -> Told:
        asked.append(address)
        inside.set()
        go_on.wait(60)
        return Told(title="T")

    def first() -> None:
        try:
            look(CardWanted(card.id))
        finally:
            connection.close()

    monkeypatch.setattr(cards, "look_at", look_at)
    card = Card.objects.create(digest="d", url=PAGE)
    thread = threading.Thread(target=first)
    thread.start()
    try:
        assert inside.wait(60)
        with pytest.raises(cards.StillLooking):
            look(CardWanted(card.id))
    finally:
        go_on.set()
        thread.join(60)
    look(CardWanted(card.id))
    assert (asked, Card.objects.get().title) == ([PAGE], "T")


class TestEditing:
    def test_the_preview_follows_the_words(self, cast: Cast, told: list[str], drain: Drain) -> None:
        post = say(cast.alice, PAGE)
        drain()
        edit(post, "https://b.example/")
        drain()
        assert seen(cast.bob, post) == "https://b.example/"
        edit(post, "nothing")
        drain()
        assert seen(cast.bob, post) == ""
        assert Post.objects.get(id=post).carries & Carries.CARD == 0
        edit(post, PAGE)
        drain()
        assert seen(cast.bob, post) == PAGE
        assert told == [PAGE, "https://b.example/"]

    def test_the_same_link_is_left_alone(self, cast: Cast, told: list[str], drain: Drain) -> None:
        post = say(cast.alice, PAGE)
        drain()
        version = Post.objects.get(id=post).version
        edit(post, f"{PAGE} more words")
        drain()
        assert Post.objects.get(id=post).version == version


class TestRemoving:
    def test_the_author_removes_it_for_good(self, cast: Cast, told: list[str], drain: Drain) -> None:
        post, other = say(cast.alice, PAGE), say(cast.bob, PAGE)
        drain()
        remove_card(cast.alice, post)
        edit(post, f"{PAGE} again")
        drain()
        Card.objects.update(fetched_at=None, title="Old")
        look(CardWanted(Card.objects.get().id))
        assert (seen(cast.bob, post), seen(cast.bob, other)) == ("", PAGE)
        with pytest.raises(NotFound):
            remove_card(cast.alice, post)

    def test_only_the_author(self, cast: Cast, told: list[str], drain: Drain) -> None:
        post, plain = say(cast.alice, PAGE), say(cast.alice, "No link")
        drain()
        for actor, which in ((cast.bob, post), (cast.olivia, post), (cast.alice, plain), (cast.alice, 5)):
            with pytest.raises(NotFound):
                remove_card(actor, which)
        assert seen(cast.bob, post) == PAGE

    def test_a_deleted_post_leaves_nothing(self, cast: Cast, told: list[str], drain: Drain) -> None:
        post = say(cast.alice, PAGE)
        drain()
        delete_post(cast.alice, post)
        drain()
        assert PostCard.objects.count() == 0

    def test_what_nobody_shows_any_more_is_forgotten(self, cast: Cast, told: list[str], drain: Drain) -> None:
        for name in ("kept", "gone", "recent"):
            post = say(cast.alice, f"https://{name}.example/")
            drain()
            if name != "kept":
                remove_card(cast.alice, post)
        picture = lay_picture(0, use="card", used_at=timezone.now())
        Card.objects.filter(url__contains="gone").update(picture=picture)
        old = Card.objects.exclude(url__contains="recent")
        old.update(fetched_at=timezone.now() - KEPT - timedelta(hours=1))
        forget_cards()
        assert set(Card.objects.values_list("url", flat=True)) == {"https://kept.example/", "https://recent.example/"}
        assert not Picture.objects.filter(id=picture.id).exists()


class TestPictures:
    def told_picture(self) -> Picture:
        return Picture.objects.get(use="card")

    def test_from_the_site_to_the_post(self, cast: Cast, site: Site, drain: Drain) -> None:
        site.shows("/a.jpg", drawn())
        page = site.says("/", '<title>T</title><meta property="og:image" content="/a.jpg">')
        post = say(cast.alice, page)
        drain()
        card = get_post(cast.bob.id, post).body.card
        assert card
        assert card.picture
        assert (card.title, card.picture.id, card.picture.widths) == ("T", self.told_picture().id, (320, 640))
        assert (site.times("/"), site.times("/a.jpg")) == (1, 1)

    def test_a_new_picture_replaces_the_old(self, cast: Cast, site: Site, drain: Drain) -> None:
        site.shows("/a.jpg", drawn())
        page = site.says("/", '<title>T</title><meta property="og:image" content="/a.jpg">')
        post = say(cast.alice, page)
        drain()
        first, version = self.told_picture(), Post.objects.get(id=post).version
        Card.objects.update(fetched_at=None)
        look(CardWanted(Card.objects.get().id))
        assert self.told_picture().id != first.id
        assert Post.objects.get(id=post).version > version

    @pytest.mark.parametrize(
        ("scope", "seen_by"),
        [
            ("public", "alice bob carol hal olivia visitor"),
            ("quiet", "alice bob carol hal olivia visitor"),
            ("community", "alice bob carol hal olivia"),
            ("followers", "alice bob"),
            ("list", "alice carol"),
        ],
    )
    def test_the_picture_has_the_audience_of_the_posts_that_show_it(self, cast: Cast, scope: str, seen_by: str) -> None:
        begin_open()
        change_settings(None, {"visitors": "posts"})
        post = lay(cast.alice, scope, *[cast.carol] * (scope == "list"))
        picture = lay_picture(0, use="card", used_at=timezone.now())
        card = Card.objects.create(digest="d", url=PAGE, title="T", picture=picture)
        link = PostCard.objects.create(post_id=post, card=card)
        people = {name: getattr(cast, name).id for name in ("alice", "bob", "carol", "dan", "hal", "olivia", "gina")}
        assert {n for n, i in (people | {"visitor": None}).items() if picture_visible(i, picture.id)} == set(
            seen_by.split()
        )
        link.removed_at = timezone.now()
        link.save()
        assert not any(picture_visible(i, picture.id) for i in (*people.values(), None))

    def test_before_it_hangs_anywhere_nobody_sees_it(self, cast: Cast) -> None:
        picture = lay_picture(0)
        assert not any(picture_visible(i, picture.id) for i in (cast.alice.id, cast.olivia.id, None, 0))


def test_a_boost_shows_the_preview_of_its_post(cast: Cast, told: list[str], drain: Drain) -> None:
    post = say(cast.alice, PAGE)
    drain()
    boost_id = boost(cast.bob, post)
    drain()
    assert seen(cast.carol, post) == PAGE
    assert PostCard.objects.count() == 1
    assert boost_id != post
