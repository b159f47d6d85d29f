"""Describing the pictures of a post once it is there: by its author alone, seen at once wherever the post is kept."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from folkmoot.core.errors import Invalid, NotFound
from folkmoot.core.events import drain
from folkmoot.media.models import Picture
from folkmoot.posts.actions import Description, boost, describe_pictures
from folkmoot.posts.models import Post, Revision
from folkmoot.posts.queries import get_post
from tests.pictures import lay
from tests.web.pages import page
from tests.web.social.reading import Node, fields, once, post, tree

type Clients = Callable[..., Client]
pytestmark = pytest.mark.usefixtures("community")
MIDDLE = (0.0, 0.0)


@pytest.fixture
def picture(cast: Any) -> Picture:
    return lay(cast.alice.id, alt="A boat")


@pytest.fixture
def shown(cast: Any, say: Any, picture: Picture) -> int:
    """A post of Alice's that shows it."""
    post_id: int = say(cast.alice, "Look", pictures=(picture.id,))
    return post_id


def image(client: Client, post_id: int) -> Node:
    return post(once(client, f"/@alice/{post_id}"), post_id).one(".pics").one("img")


def form(answer: Any) -> dict[str, str]:
    """What the form of the page would send as it stands."""
    found = next(form for form in tree(answer.content.decode()).all("form") if form.has(".draft-pics"))
    return fields(found)


def send(client: Client, post_id: int, **typed: str) -> Any:
    path = f"/posts/{post_id}/pictures"
    return client.post(path, form(client.get(path)) | {name.replace("_", "-"): value for name, value in typed.items()})


def test_the_menu_of_ones_own_post_leads_there(cast: Any, client_of: Clients, say: Any, shown: int) -> None:
    address = f"/posts/{shown}/pictures"
    bare = say(cast.alice, "Words alone")
    mine = page(client_of(cast.alice).get("/@alice")).links
    assert address in mine
    assert f"/posts/{bare}/pictures" not in mine
    assert address not in page(client_of(cast.bob).get("/@alice")).links


def test_what_is_said_is_seen_at_once_everywhere(
    cast: Any, client_of: Clients, api_of: Any, picture: Picture, shown: int
) -> None:
    bob, program = client_of(cast.bob), api_of(cast.bob)
    assert image(bob, shown).attrs["alt"] == "A boat"
    program.get(f"/api/v1/statuses/{shown}")
    answer = send(client_of(cast.alice), shown, **{f"alt_{picture.id}": "A red boat", f"focus_{picture.id}": "-1,0"})
    assert (answer.status_code, answer["Location"]) == (303, f"/@alice/{shown}")
    assert image(bob, shown).attrs["alt"] == "A red boat"
    assert image(bob, shown).attrs["class"] == "fx-0 fy-5"
    (attached,) = program.get(f"/api/v1/statuses/{shown}").json()["media_attachments"]
    assert (attached["description"], attached["meta"]["focus"]) == ("A red boat", {"x": -1.0, "y": 0.0})


def test_it_does_not_count_as_edited(cast: Any, picture: Picture, shown: int) -> None:
    before = Post.objects.get(id=shown).version
    describe_pictures(cast.alice, shown, {picture.id: Description("A red boat", MIDDLE)})
    found = get_post(cast.bob.id, shown).body
    assert (found.edited_at, found.key.version) == (None, before + 1)
    assert not Revision.objects.filter(post=shown).exists()


def test_a_boost_shows_it_too(cast: Any, picture: Picture, shown: int) -> None:
    again = boost(cast.bob, shown)
    describe_pictures(cast.alice, shown, {picture.id: Description("A red boat", MIDDLE)})
    assert get_post(cast.bob.id, again).body.pictures[0].alt == "A red boat"


def test_the_same_again_changes_nothing(cast: Any, picture: Picture, shown: int) -> None:
    drain()
    before = Post.objects.get(id=shown).version
    describe_pictures(cast.alice, shown, {picture.id: Description(" A boat ", MIDDLE)})
    assert Post.objects.get(id=shown).version == before
    assert drain() == 0, "and nothing is told"


def test_what_was_pointed_at_can_stay(cast: Any, client_of: Clients, say: Any) -> None:
    own = lay(cast.alice.id, focus_x=0.3, focus_y=-0.7)
    post_id = say(cast.alice, "", pictures=(own.id,))
    client = client_of(cast.alice)
    choices = [node.attrs["value"] for node in once(client, f"/posts/{post_id}/pictures").all("option")]
    assert choices == ["0.3,-0.7", "0,0", "0,1", "0,-1", "-1,0", "1,0"]
    send(client, post_id, **{f"alt_{own.id}": "A heron"})
    own.refresh_from_db()
    assert (own.alt, own.focus_x, own.focus_y) == ("A heron", 0.3, -0.7)


def test_too_much_is_refused_and_kept(cast: Any, client_of: Clients, picture: Picture, shown: int) -> None:
    long = "x" * 1_501
    answer = send(client_of(cast.alice), shown, **{f"alt_{picture.id}": long, f"focus_{picture.id}": "0,1"})
    assert answer.status_code == 422
    read = page(answer)
    assert "at most 1,500 characters" in read.errors
    assert form(answer)[f"alt-{picture.id}"] == long
    assert form(answer)[f"focus-{picture.id}"] == "0,1"
    picture.refresh_from_db()
    assert picture.alt == "A boat"
    with pytest.raises(Invalid, match="1,500"):
        describe_pictures(cast.alice, shown, {picture.id: Description(long, MIDDLE)})


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_else_can(cast: Any, client_of: Clients, picture: Picture, shown: int, method: str) -> None:
    address = f"/posts/{shown}/pictures"
    for who in (cast.bob, cast.olivia):
        answer = getattr(client_of(who), method)(address, {f"alt-{picture.id}": "Mine now"})
        assert answer.status_code == 404
    picture.refresh_from_db()
    assert picture.alt == "A boat"


def test_nor_by_the_action(cast: Any, say: Any, picture: Picture, shown: int) -> None:
    said = {picture.id: Description("Mine now", MIDDLE)}
    other = say(cast.alice, "Another post")
    elsewhere = say(cast.bob, "Bob's", pictures=(lay(cast.bob.id).id,))
    for actor, post_id in ((cast.bob, shown), (cast.alice, other), (cast.bob, elsewhere), (cast.alice, 1)):
        with pytest.raises(NotFound):
            describe_pictures(actor, post_id, said)
    picture.refresh_from_db()
    assert picture.alt == "A boat"


def test_a_post_without_pictures_has_no_such_page(cast: Any, client_of: Clients, say: Any) -> None:
    assert client_of(cast.alice).get(f"/posts/{say(cast.alice, 'Words alone')}/pictures").status_code == 404


def test_markup_stays_words(cast: Any, client_of: Clients, picture: Picture, shown: int) -> None:
    evil = '"><script>alert(1)</script>'
    send(client_of(cast.alice), shown, **{f"alt_{picture.id}": evil})
    assert image(client_of(cast.bob), shown).attrs["alt"] == evil
    assert "<script>alert" not in client_of(cast.bob).get(f"/@alice/{shown}").content.decode()
