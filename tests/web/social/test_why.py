"""The page that says why a post is shown, who may read it, and what would change that."""

from collections.abc import Callable

import pytest
from django.test import Client

from folkmoot.accounts.models import Account
from folkmoot.core.events import drain
from folkmoot.discovery.kinds import Kind
from folkmoot.discovery.models import Rising
from folkmoot.instance.actions import change_settings
from folkmoot.posts.actions import FilterDraft, FilterWordDraft, boost, follow_tag, like, make_filter
from folkmoot.posts.models import TagFollow, ThreadMute
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import CircleDraft, add_to_circle, block, follow, make_circle, mute
from folkmoot.relations.models import Follow, Mute
from tests.posts.writing import say
from tests.web.pages import Page
from tests.web.pages import page as read

pytestmark = pytest.mark.django_db

type ClientOf = Callable[[Account | None], Client]


def asked(client_of: ClientOf, viewer: Account, post: int) -> Page:
    return read(client_of(viewer).get(f"/posts/{post}/why"))


def test_every_post_has_it_in_its_menu(cast: Cast, client_of: ClientOf) -> None:
    post = say(cast.alice, "Out they go")
    drain()
    for viewer, address in (
        (cast.bob, "/"),
        (cast.alice, "/"),
        (cast.hal, "/community"),
        (cast.hal, f"/@alice/{post}"),
    ):
        assert f"/posts/{post}/why" in read(client_of(viewer).get(address)).links, address
    assert f"/posts/{post}/why" not in client_of(None).get(f"/@alice/{post}").content.decode()


def test_whom_one_follows_and_the_way_out(cast: Cast, client_of: ClientOf) -> None:
    page = asked(client_of, cast.bob, say(cast.alice, "Out they go"))
    assert page.heading == "Why am I seeing this?"
    assert "You follow alice." in page.text
    assert "so it stands in the community feed" in page.text
    assert "Everybody who may look into this community may read it." in page.text
    form = page.form(f"/accounts/{cast.alice.id}/follow?next=/")
    answer = client_of(cast.bob).post(form.action, form.filled())
    assert (answer.status_code, answer["Location"]) == (303, "/")
    assert not Follow.objects.filter(follower=cast.bob, followed=cast.alice).exists()


def test_hashtags_and_the_way_out(cast: Cast, client_of: ClientOf) -> None:
    follow_tag(cast.hal, "Boats")
    page = asked(client_of, cast.hal, say(cast.bob, "Out they go #boats"))
    assert "You follow #Boats." in page.text
    form = page.form("/tags/Boats/follow?next=/")
    client_of(cast.hal).post(form.action, form.filled())
    assert not TagFollow.objects.filter(account=cast.hal).exists()


def test_boosts_and_the_way_out(cast: Cast, client_of: ClientOf) -> None:
    post = say(cast.hal, "Low tide")
    boost(cast.alice, post)
    page = asked(client_of, cast.bob, post)
    assert "alice, whom you follow, boosted it." in page.text
    form = page.form(f"/accounts/{cast.alice.id}/follow/boosts?next=/")
    client_of(cast.bob).post(form.action, form.filled())
    assert Follow.objects.get(follower=cast.bob, followed=cast.alice).boosts is False


def test_a_name_an_answer_and_the_thread(cast: Cast, client_of: ClientOf) -> None:
    post = say(cast.bob, "@hal the fair", "direct", reply_to=say(cast.hal, "What is on?"))
    page = asked(client_of, cast.hal, post)
    assert "It names you." in page.text
    assert "It answers you." in page.text
    assert "Only bob and the people who are named in it may read it." in page.text
    form = page.form(f"/posts/{post}/mute?next=/")
    client_of(cast.hal).post(form.action, form.filled())
    assert ThreadMute.objects.filter(account=cast.hal).exists()
    page = asked(client_of, cast.hal, post)
    assert "You hear no more of its thread." in page.text
    form = page.form(f"/posts/{post}/mute?next=/")
    client_of(cast.hal).post(form.action, form.filled())
    assert not ThreadMute.objects.filter(account=cast.hal).exists()


def test_circles_filters_and_mutes(cast: Cast, client_of: ClientOf) -> None:
    follow(cast.hal, cast.bob.id)
    circle = make_circle(cast.hal, CircleDraft("Sailors"))
    add_to_circle(cast.hal, circle, cast.bob.id)
    draft = FilterDraft("No airships", "warn", ("home",), None, (FilterWordDraft("zeppelin"),))
    number = make_filter(cast.hal, draft)
    mute(cast.hal, cast.bob.id, None)
    page = asked(client_of, cast.hal, say(cast.bob, "A zeppelin"))
    for said in ("bob is in your circle Sailors.", "Your filter “No airships” finds it.", "You muted bob"):
        assert said in page.text
    assert {f"/circles/{circle}/people", f"/settings/filters/{number}"} <= set(page.links)
    form = page.form(f"/accounts/{cast.bob.id}/mute?next=/")
    client_of(cast.hal).post(form.action, form.filled())
    assert not Mute.objects.exists()


@pytest.mark.parametrize(
    ("scope", "who"),
    [
        ("quiet", "but it stays out of the community feed"),
        ("community", "Only members of this community may read it."),
        ("followers", "Only followers of alice and people who are named in it may read it."),
    ],
)
def test_who_may_read_it(cast: Cast, client_of: ClientOf, scope: str, who: str) -> None:
    assert who in asked(client_of, cast.bob, say(cast.alice, "Hello", scope)).text


@pytest.mark.parametrize(
    ("choice", "is_found"),
    [
        ({"discoverable": True, "indexable": False}, True),
        ({"discoverable": False, "indexable": True}, True),
        ({"discoverable": False, "indexable": False}, False),
    ],
)
def test_searches_are_named_where_they_find_it(
    cast: Cast, client_of: ClientOf, choice: dict[str, bool], is_found: bool
) -> None:
    Account.objects.filter(id=cast.alice.id).update(**choice)
    text = asked(client_of, cast.hal, say(cast.alice, "Hello")).text
    assert "so it stands in the community feed" in text
    assert ("and in searches." in text) is is_found
    assert ("and under its hashtags." in text) is not is_found


def test_searches_are_named_to_whom_they_find_it_for(cast: Cast, client_of: ClientOf) -> None:
    Account.objects.filter(id=cast.alice.id).update(discoverable=False, indexable=False)
    post = say(cast.alice, "Hello")
    assert "and in searches." in asked(client_of, cast.bob, post).text, "he follows her"
    assert "and in searches." not in asked(client_of, cast.alice, post).text, "nobody else has it from there"
    like(cast.hal, post)
    assert "and in searches." in asked(client_of, cast.hal, post).text
    mute(cast.hal, cast.alice.id, None)
    text = asked(client_of, cast.hal, post).text
    assert "and in searches." not in text
    assert "You muted alice, so it stays out of your feeds." in text
    Account.objects.filter(id=cast.alice.id).update(indexable=True)
    assert "and in searches." in asked(client_of, cast.alice, post).text


def test_ones_own(cast: Cast, client_of: ClientOf) -> None:
    post = say(cast.alice, "Mine", "followers")
    page = asked(client_of, cast.alice, post)
    assert "You wrote it." in page.text
    assert "Only your followers and the people you name with @." in page.text
    assert f"/posts/{post}/filter" not in page.links


def test_nothing_that_one_chose(cast: Cast, client_of: ClientOf) -> None:
    page = asked(client_of, cast.hal, say(cast.alice, "By its address", "quiet"))
    assert "Nothing that you follow brings it to you." in page.text
    assert f"/accounts/{cast.alice.id}/mute" in page.links


@pytest.mark.parametrize("trends", ["shown", "off"])
def test_what_is_on_the_rise(cast: Cast, client_of: ClientOf, trends: str) -> None:
    post, other = say(cast.alice, "The fair is on"), say(cast.alice, "Nobody heard")
    figures = {"voices": 9, "present": 9, "clusters": 8, "share_new": 10, "largest": 20, "usual": 1.5, "days": [0] * 7}
    Rising.objects.create(place=1, kind=Kind.POST, ref=post, key=str(post), held="", **figures)
    change_settings(None, {"trends": trends})
    page = asked(client_of, cast.bob, post)
    assert ("so it is on the rise" in page.text) is (trends == "shown")
    assert "so it is on the rise" not in asked(client_of, cast.bob, other).text


def test_it_leads_back_to_where_one_was(cast: Cast, client_of: ClientOf) -> None:
    post = say(cast.alice, "Hello")
    answer = client_of(cast.bob).get(f"/posts/{post}/why", HTTP_REFERER="http://testserver/tags/boats?max_id=7")
    page = read(answer)
    assert "/tags/boats?max_id=7" in page.links
    form = page.form(f"/accounts/{cast.alice.id}/follow?next=/tags/boats%3Fmax_id%3D7")
    assert client_of(cast.bob).post(form.action, form.filled())["Location"] == "/tags/boats?max_id=7"


def test_what_one_may_not_see_is_not_there(cast: Cast, client_of: ClientOf) -> None:
    hidden = [say(cast.alice, "For bob", "followers"), say(cast.alice, "@bob", "direct"), 12345]
    public = say(cast.bob, "Hello")
    block(cast.bob, cast.carol.id)
    for post in hidden:
        assert client_of(cast.hal).get(f"/posts/{post}/why").status_code == 404
    assert client_of(cast.carol).get(f"/posts/{public}/why").status_code == 404
    assert client_of(cast.gina).get(f"/posts/{public}/why").status_code in {302, 403, 404}
    assert client_of(None).get(f"/posts/{public}/why").status_code == 302
    assert client_of(cast.hal).post(f"/posts/{public}/why").status_code == 405
