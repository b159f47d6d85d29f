"""Two of whom one blocks the other, before every door: neither finds a word or the name of the other."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from folkmoot.accounts.models import Account
from folkmoot.core.push import telling
from folkmoot.media import addresses
from folkmoot.posts.actions import bookmark, boost, delete_post, edit_post, like, react
from folkmoot.posts.actions.edit import Edit
from folkmoot.project.files_and_streams.files import find
from folkmoot.relations.actions import CircleDraft, add_to_circle, block, follow, make_circle, mute
from folkmoot.relations.models import Circle
from tests.pictures import lay
from tests.posts.writing import say
from tests.streaming.hearing import Carried, brought, everywhere

pytestmark = pytest.mark.django_db
WORD, NAME = "pelicanword", "Ospreyname"


@dataclass
class Scene:
    """``one`` wrote, in every way there is; then somebody blocked somebody, and ``other`` looks."""

    one: Account
    other: Account
    friend: Account
    post: int
    picture: Any


@pytest.fixture(params=["the reader was blocked", "the reader blocked"])
def scene(request: pytest.FixtureRequest, cast: Any, drain: Callable[..., int]) -> Scene:
    one, other, friend = cast.hal, cast.carol, cast.bob
    Account.objects.filter(id=one.id).update(name=NAME)
    follow(other, one.id)
    follow(one, other.id)
    follow(other, friend.id)
    add_to_circle(other, make_circle(other, CircleDraft("Neighbours")), one.id)
    picture = lay(one.id, alt=WORD)
    post = say(one, f"{WORD} #harbour @carol", pictures=(picture.id,))
    say(one, f"{WORD} @carol", "direct")
    theirs = say(other, "My own words #harbour")
    say(one, f"{WORD} answer", reply_to=theirs)
    say(one, f"{WORD} about it", quote_of=theirs)
    say(one, f"{WORD} for followers", "followers")
    say(one, f"{WORD} here", "community")
    for somebody, target in ((one, theirs), (other, post), (friend, post)):
        like(somebody, target)
        react(somebody, target, "🎉")
        boost(somebody, target)
        bookmark(somebody, target)
    say(friend, "Look at this", quote_of=post)
    drain()
    if request.param == "the reader was blocked":
        block(one, other.id)
    else:
        block(other, one.id)
    drain()
    return Scene(one, other, friend, post, picture)


PAGES = (
    *(
        "/",
        "/home",
        "/community",
        "/notifications",
        "/direct",
        "/bookmarks",
        "/tags/harbour",
        "/people",
        "/search?q=hal",
    ),
    *("/search?q=pelicanword", "/@carol", "/@carol/replies", "/@bob", "/@carol/followers", "/@carol/following"),
    *("/@bob/followers", "/settings/mutes", "/circles"),
)
CALLS = (
    *("timelines/home", "timelines/public", "timelines/tag/harbour", "notifications", "conversations", "bookmarks"),
    *("favourites", "accounts/{other}/statuses", "accounts/{friend}/statuses", "accounts/{other}/followers"),
    *("accounts/{other}/following", "accounts/{one}/statuses", "statuses/{post}", "statuses/{post}/context"),
    *("statuses/{post}/reblogged_by", "statuses/{post}/favourited_by", "directory", "accounts/search?q=hal"),
    *("suggestions", "mutes", "follow_requests", "endorsements"),
)


@pytest.mark.parametrize("path", PAGES)
def test_pages_show_nothing_of_the_other(scene: Scene, client_of: Callable[[Any], Client], path: str) -> None:
    page = client_of(scene.other).get(path, follow=True).content.decode()
    assert WORD not in page.replace('value="pelicanword"', "").replace("q=pelicanword", "").replace("“pelicanword”", "")
    assert NAME not in page


@pytest.mark.parametrize("call", CALLS)
def test_programs_are_told_nothing_of_the_other(scene: Scene, api_of: Callable[..., Any], call: str) -> None:
    ids = {"one": scene.one.id, "other": scene.other.id, "friend": scene.friend.id, "post": scene.post}
    answer = api_of(scene.other).get(f"/api/v1/{call.format(**ids)}")
    said = answer.content.decode()
    assert WORD not in said
    assert NAME not in said


def test_streams_bring_nothing_of_the_other(scene: Scene, monkeypatch: pytest.MonkeyPatch, drain: Any) -> None:
    """Whoever listens to everything there is hears neither new posts nor changes, but a friend's own words."""
    carried = Carried()
    monkeypatch.setattr(telling, "carrier", lambda: carried)
    carried.begin()
    one, friend, circle = scene.one, scene.friend, Circle.objects.get(account=scene.other)
    for scope in ("public", "quiet", "community", "followers", "direct"):
        say(one, f"{WORD} #harbour @carol", scope)
    boost(one, say(friend, "Passed on #harbour"))
    say(friend, "Look at this, too", quote_of=scene.post)
    edit_post(one, scene.post, Edit(f"{WORD} otherwise #harbour @carol", pictures=(scene.picture.id,)))
    delete_post(one, scene.post)
    drain()
    told = carried.taken()
    mine, theirs = (brought(told, everywhere(who.id, tags=("harbour",), lists={circle.id: scene.other.id})) for who in (
        scene.other, one,
    ))  # fmt: skip
    assert WORD in str(theirs), "whoever wrote it hears it"
    assert "Passed on" in str(mine)
    assert WORD not in str(mine)
    assert NAME not in str(mine)
    assert str(scene.post) not in str([news for news in mine if news.event == "delete"])


@pytest.mark.parametrize("path", ["/@hal/{post}", "/@hal/{post}/likes", "/posts/{post}/pictures"])
def test_the_post_itself_is_not_there(scene: Scene, client_of: Callable[[Any], Client], path: str) -> None:
    assert client_of(scene.other).get(path.format(post=scene.post)).status_code in {404, 405}


@pytest.mark.parametrize("deed", ["like", "boost", "bookmark", "reactions"])
def test_nothing_can_be_done_to_it(scene: Scene, client_of: Callable[[Any], Client], deed: str) -> None:
    answer = client_of(scene.other).post(f"/posts/{scene.post}/{deed}", {"emoji": "🎉"})
    assert answer.status_code in {403, 404}


def test_its_picture_is_not_there(scene: Scene) -> None:
    file = addresses.parse(addresses.path(scene.picture, 640))
    assert file
    assert find(scene.other.id, file) is None
    assert find(scene.friend.id, file)
    path, query = addresses.signed(addresses.path(scene.picture, 640), scene.other.id, time.time()).split("?")
    assert addresses.verify(path, query, time.time()) == scene.other.id  # the address is good, the sight is not


@pytest.mark.parametrize("path", ["/", "/notifications", "/community"])
def test_whoever_is_muted_stays_out_of_feeds(
    cast: Any, client_of: Callable[[Any], Client], drain: Callable[..., int], path: str
) -> None:
    follow(cast.carol, cast.hal.id)
    follow(cast.carol, cast.bob.id)
    post = say(cast.hal, f"{WORD} @carol")
    boost(cast.bob, post)
    say(cast.bob, "Look at this", quote_of=post)
    drain()
    mute(cast.carol, cast.hal.id, None)
    say(cast.hal, f"{WORD} again @carol")
    drain()
    assert WORD not in client_of(cast.carol).get(path, follow=True).content.decode()
