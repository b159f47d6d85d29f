"""Where filters work on pages: hidden or folded, in the places that were chosen and in no other; and muted threads."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from folkmoot.accounts.models import Account
from folkmoot.core.events import drain
from folkmoot.posts.actions import FilterDraft, FilterWordDraft, bookmark, boost, make_filter, mute_thread, pin
from folkmoot.posts.models import ThreadMute
from folkmoot.posts.queries import filters
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import follow
from tests.pictures import lay as lay_picture
from tests.posts.writing import say

pytestmark = pytest.mark.django_db

type ClientOf = Callable[[Account | None], Client]
FOLD = re.compile(
    r'<details class="post-filtered"><summary>.*?No &lt;sports&gt;.*?Show anyway.*?<article.*?</details>', re.DOTALL
)
PLACES = {"home": "/", "public": "/community", "account": "/@alice", "notifications": "/notifications"}


def filtering(cast: Cast, action: str, *contexts: str) -> None:
    make_filter(cast.bob, FilterDraft("No <sports>", action, contexts, None, (FilterWordDraft("football"),)))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("action", ["hide", "warn"])
def test_each_place(cast: Cast, client_of: ClientOf, place: str, action: str) -> None:
    say(cast.alice, "@bob likes football")
    drain()
    others = [each for each in PLACES if each != place]
    filtering(cast, action, place)
    page = client_of(cast.bob).get(PLACES[place]).content.decode()
    assert ("likes football" in page, bool(FOLD.search(page))) == (action == "warn", action == "warn")
    for each in others:
        page = client_of(cast.bob).get(PLACES[each]).content.decode()
        assert ("likes football" in page, "post-filtered" in page) == (True, False), each


@pytest.mark.parametrize("action", ["hide", "warn"])
def test_threads(cast: Cast, client_of: ClientOf, action: str) -> None:
    first = say(cast.alice, "What shall we play?")
    answer = say(cast.hal, "I say football", reply_to=first)
    below = say(cast.olivia, "Or chess", reply_to=answer)
    filtering(cast, action, "thread")
    browser = client_of(cast.bob)
    for post in (first, below):
        page = browser.get(f"/@{'alice' if post == first else 'olivia'}/{post}").content.decode()
        assert ("I say football" in page, bool(FOLD.search(page))) == (action == "warn", action == "warn")
        assert ("A post that your filters hide" in page) is (action == "hide")
        assert "Or chess" in page
    assert FOLD.search(browser.get(f"/@hal/{answer}").content.decode()), "a post that was opened is folded, never gone"


def test_boosts_and_pinned_posts(cast: Cast, client_of: ClientOf) -> None:
    post = say(cast.alice, "I love football")
    boost(cast.alice, say(cast.hal, "football it is"))
    pin(cast.alice, post)
    filtering(cast, "hide", "account")
    page = client_of(cast.bob).get("/@alice").content.decode()
    assert ("I love football" in page, "football it is" in page) == (False, False)


@pytest.mark.parametrize("action", ["hide", "warn"])
def test_the_grid_of_pictures_leaves_out_both(cast: Cast, client_of: ClientOf, action: str) -> None:
    say(cast.alice, "football", pictures=(lay_picture(cast.alice.id, alt="A lawn that is green").id,))
    assert "A lawn that is green" in client_of(cast.bob).get("/@alice/media").content.decode()
    filtering(cast, action, "account")
    assert "A lawn that is green" not in client_of(cast.bob).get("/@alice/media").content.decode()


def test_what_one_keeps_is_not_filtered(cast: Cast, client_of: ClientOf) -> None:
    bookmark(cast.bob, say(cast.alice, "I love football"))
    filtering(cast, "hide", "home", "public", "account", "thread", "notifications")
    page = client_of(cast.bob).get("/bookmarks").content.decode()
    assert ("I love football" in page, "post-filtered" in page) == (True, False)


def test_a_line_about_a_folded_post_does_not_quote_it(cast: Cast, client_of: ClientOf) -> None:
    from folkmoot.notifications.models import Notification

    post = say(cast.alice, "secretly football")
    Notification.objects.create(account=cast.bob, kind="edit", actor=cast.alice, post_id=post)
    filtering(cast, "warn", "notifications")
    page = client_of(cast.bob).get("/notifications").content.decode()
    assert page.count("secretly football") == len(
        re.findall(r"<article[^>]*>(?:(?!</article>).)*secretly", page, re.DOTALL)
    )


def _menu(cast: Cast, client: Client, path: str, post: int) -> str:
    page = client.get(path).content.decode()
    found = re.search(rf'<button form="act" formaction="/posts/{post}/mute[^>]*value="(\w+)"', page)
    return found[1] if found else ""


def test_a_thread_is_muted_from_the_menu_and_listed(cast: Cast, client_of: ClientOf) -> None:
    follow(cast.bob, cast.hal.id)
    mine, theirs = say(cast.bob, "One"), say(cast.alice, "For everybody")
    named, answer = say(cast.alice, "Hello @bob"), say(cast.hal, "Yes", reply_to=mine)
    browser = client_of(cast.bob)
    assert _menu(cast, browser, f"/@alice/{theirs}", theirs) == "", "nothing is told of it anyway"
    for path, post in ((f"/@bob/{mine}", mine), (f"/@alice/{named}", named), (f"/@hal/{answer}", answer)):
        assert _menu(cast, browser, path, post) == "POST"
    answered = browser.post(f"/posts/{answer}/mute", headers={"referer": f"http://testserver/@hal/{answer}"})
    assert answered.status_code == 303
    assert ThreadMute.objects.get().thread_id == mine
    page = browser.get("/notifications").content.decode()
    assert "You hear no more of this thread." in page
    assert f'formaction="/posts/{answer}/mute"' in page, "it can be undone"
    assert _menu(cast, browser, f"/@hal/{answer}", answer) == "DELETE"
    settings = browser.get("/settings/mutes").content.decode()
    assert "Muted threads" in settings
    browser.post(f"/posts/{mine}/mute", {"_method": "DELETE"})
    assert not ThreadMute.objects.exists()
    assert "Muted threads" not in browser.get("/settings/mutes").content.decode()


def test_somebody_elses_thread_says_so_too_while_it_is_muted(cast: Cast, client_of: ClientOf) -> None:
    post = say(cast.alice, "For everybody")
    mute_thread(cast.bob, post)
    assert _menu(cast, client_of(cast.bob), f"/@alice/{post}", post) == "DELETE"
    assert _menu(cast, client_of(cast.hal), f"/@alice/{post}", post) == ""


@pytest.mark.parametrize("action", ["warn", "hide"])
def test_one_post_is_kept_away_from_its_menu(cast: Cast, client_of: ClientOf, action: str) -> None:
    post, other = say(cast.alice, "Not again"), say(cast.alice, "Nor this")
    drain()
    browser = client_of(cast.bob)
    assert f'href="/posts/{post}/filter"' in browser.get("/").content.decode()
    assert "What becomes of this post?" in browser.get(f"/posts/{post}/filter").content.decode()
    for each in (post, other):
        answer = browser.post(f"/posts/{each}/filter", {"filter": action, "next": "/"})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert "This post is filtered now. Nobody is told." in browser.get("/settings/filters").content.decode()
    (made,) = filters(cast.bob.id)
    assert (made.title, made.action, len(made.posts)) == ("Single posts", action, 2), "one filter for all of them"
    page = browser.get("/").content.decode()
    assert ("Not again" in page, page.count("post-filtered")) == ((True, 2) if action == "warn" else (False, 0))
    assert "Not again" in client_of(cast.hal).get(f"/@alice/{post}").content.decode()


def test_one_post_joins_a_filter_that_is_there(cast: Cast, client_of: ClientOf) -> None:
    post = say(cast.alice, "Not again")
    filtering(cast, "hide", "home")
    theirs = make_filter(cast.alice, FilterDraft("Alice's", "hide", ("home",), None, (FilterWordDraft("x"),)))
    (made,) = filters(cast.bob.id)
    browser = client_of(cast.bob)
    page = browser.get(f"/posts/{post}/filter").content.decode()
    assert ("No &lt;sports&gt;" in page, f'value="{theirs}"' in page) == (True, False)
    for wrong, code in (("", 422), ("blur", 422), (str(theirs), 404)):
        assert browser.post(f"/posts/{post}/filter", {"filter": wrong}).status_code == code
    assert browser.post(f"/posts/{post}/filter", {"filter": str(made.id)}).status_code == 303
    assert [each.post_id for each in filters(cast.bob.id)[0].posts] == [post]
    assert browser.get(f"/posts/{say(cast.bob, 'Mine')}/filter").status_code == 403
    assert browser.get(f"/posts/{say(cast.alice, 'For Frank', scope='direct')}/filter").status_code == 404
