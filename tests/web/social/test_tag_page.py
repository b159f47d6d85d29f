"""The page of a hashtag: what it is used with, and the buttons to follow and to mute it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.discovery.kinds import Kind
from folkmoot.discovery.likeness import skeleton
from folkmoot.discovery.models import Decision
from folkmoot.instance.actions import change_settings
from folkmoot.posts.actions import FilterDraft, FilterWordDraft, make_filter, mute_tag
from folkmoot.posts.queries import mutes_tag
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import follow
from tests.posts.writing import say
from tests.web.social.reading import htmx, once, tree

pytestmark = pytest.mark.django_db
type Clients = Callable[..., Client]


def said(page: Any) -> list[str]:
    return [node.text for node in page.all(".post-words")]


def buttons(page: Any) -> list[str]:
    return [button.text for button in page.one("#follow-tag").all("button")]


@pytest.fixture
def fan(cast: Cast, drain: Callable[..., int]) -> Cast:
    """Hal follows bob, who writes about football and about tea."""
    follow(cast.hal, cast.bob.id)
    say(cast.bob, "Tea is ready")
    say(cast.bob, "We won! #Football #goals")
    drain()
    return cast


def test_what_it_is_used_with(fan: Cast, client_of: Clients) -> None:
    assert not once(client_of(fan.hal), "/tags/football").has(".related"), "one voice is too few"
    say(fan.carol, "Again! #football #goals")
    page = once(client_of(fan.hal), "/tags/football")
    assert [(link.text, link.attrs["href"]) for link in page.one(".related").all("a")] == [("#goals", "/tags/goals")]
    assert not once(client_of(fan.hal), "/tags/nothing").has(".related")


def test_what_staff_hid_is_not_there_for_members_and_visitors(fan: Cast, client_of: Clients) -> None:
    change_settings(None, {"visitors": "posts"})
    for each in (fan.bob, fan.carol):
        say(each, "Again! #football #goals #g\u043eals #nets")
    viewers = (fan.hal, None)
    for viewer in viewers:
        assert len(once(client_of(viewer), "/tags/football").one(".related").all("a")) == 3
    given = {"shown": "#Goals", "made_by": fan.olivia.id, "made_at": timezone.now()}
    Decision.objects.create(kind=Kind.TAG, key=skeleton("Goals"), allowed=False, **given)
    for viewer in viewers:
        page = once(client_of(viewer), "/tags/football")
        assert [link.text for link in page.one(".related").all("a")] == ["#nets"]


def test_muted_it_leaves_home_and_lists_and_stays_on_its_own_page(fan: Cast, client_of: Clients) -> None:
    client = client_of(fan.hal)
    assert said(once(client, "/")) == ["We won! #Football #goals", "Tea is ready"]
    assert buttons(once(client, "/tags/Football")) == ["Follow", "Mute"]
    answer = client.post("/tags/Football/mute", {"next": "/tags/Football"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/tags/Football")
    page = once(client, "/tags/Football")
    assert buttons(page) == ["Unmute"]
    assert said(page) == ["We won! #Football #goals"]
    assert "You mute this hashtag." in page.one("main").text
    for path in ("/", "/community"):
        assert said(once(client, path)) == ["Tea is ready"]
    assert said(once(client, "/tags/goals")) == []
    assert "We won!" in " ".join(said(once(client, "/@bob"))), "whoever looks at a person sees what they write"
    client.post("/tags/Football/mute", {"_method": "DELETE"})
    assert len(said(once(client, "/"))) == 2


def test_another_filter_that_it_meets_still_hides_it(fan: Cast, client_of: Clients) -> None:
    mute_tag(fan.hal, "football")
    make_filter(fan.hal, FilterDraft("Winning", "hide", ("public",), None, (FilterWordDraft("won"),)))
    assert said(once(client_of(fan.hal), "/tags/football")) == []


def test_in_place(fan: Cast, client_of: Clients) -> None:
    client = client_of(fan.hal)
    part = tree(client.post("/tags/football/mute", headers=htmx("follow-tag")))
    assert buttons(part) == ["Unmute"]
    assert mutes_tag(fan.hal.id, "football")
    part = tree(client.post("/tags/football/follow", headers=htmx("follow-tag")))
    assert buttons(part) == ["Unfollow", "Mute"]
    assert not mutes_tag(fan.hal.id, "football")
    assert client.post("/tags/no%20tag/mute").status_code == 422


def test_a_visitor_sees_neither_button(fan: Cast, client_of: Clients) -> None:
    assert client_of(None).post("/tags/football/mute").status_code in {302, 303, 403, 404}


def test_it_stands_among_the_filters(fan: Cast, client_of: Clients) -> None:
    mute_tag(fan.hal, "football")
    assert "Muted hashtags" in client_of(fan.hal).get("/settings/filters").content.decode()


def test_what_the_page_costs(fan: Cast, client_of: Clients, queries: Any) -> None:
    client = client_of(fan.hal)
    client.get("/tags/football")
    with queries(6):  # the session, who it is, marks, bodies and what is used with it, and the community
        client.get("/tags/football")
    say(fan.carol, "Again! #football #goals")
    client.get("/tags/football")
    with queries(7):  # and what of that staff hid
        client.get("/tags/football")
