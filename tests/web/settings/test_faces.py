"""The pictures of an account: set, cut round a point, taken away, and shown wherever the account is."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from folkmoot.accounts.actions import set_avatar
from folkmoot.accounts.hydrate import views
from folkmoot.accounts.models import Account
from folkmoot.core.errors import TooMany
from folkmoot.media import addresses
from folkmoot.media.models import Picture
from folkmoot.posts.actions import Draft, publish_post
from folkmoot.web.settings import faces
from tests.pictures import drawn, lay
from tests.web.pages import page
from tests.web.social.reading import once, tree

type Clients = Callable[..., Client]

PROFILE = "/settings/profile"


def file(content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("me.jpg", drawn(320, 320) if content is None else content, "image/jpeg")


def view_of(account: Account) -> Any:
    return views([account.id])[account.id]


@pytest.mark.parametrize("what", ["avatar", "header"])
@pytest.mark.parametrize(("focus", "kept"), [("0,1", (0.0, 1.0)), ("", (0.0, 0.0)), ("7,7", (0.0, 0.0))])
def test_a_picture_is_set(cast: Any, client_of: Clients, what: str, focus: str, kept: tuple[float, float]) -> None:
    answer = client_of(cast.bob).post(f"{PROFILE}/{what}", {"picture": file(), "focus": focus})
    assert (answer.status_code, answer["Location"]) == (303, PROFILE)
    found = getattr(view_of(cast.bob), what)
    assert (found.width, found.focus) == (320, kept)
    assert getattr(view_of(cast.bob), {"avatar": "header", "header": "avatar"}[what]) is None


@pytest.mark.parametrize("what", ["avatar", "header"])
def test_it_is_replaced_and_taken_away(cast: Any, client_of: Clients, what: str) -> None:
    client = client_of(cast.bob)
    for _ in range(2):
        client.post(f"{PROFILE}/{what}", {"picture": file()})
    assert Picture.objects.count() == 1
    shown = page(client.get(PROFILE)).form(f"{PROFILE}/{what}")
    assert "_method" not in shown.fields or shown.fields["_method"] == "DELETE"
    answer = client.post(f"{PROFILE}/{what}", {"_method": "DELETE"})
    assert (answer.status_code, answer["Location"]) == (303, PROFILE)
    assert getattr(view_of(cast.bob), what) is None
    assert not Picture.objects.exists()


@pytest.mark.parametrize(
    ("sent", "words"),
    [({}, "Choose a picture first."), ({"picture": "text"}, "Choose a picture first."), ("file", "not a picture")],
)
def test_what_will_not_do_is_said_beside_the_field(cast: Any, client_of: Clients, sent: Any, words: str) -> None:
    typed = {"picture": file(b"words")} if sent == "file" else sent
    answer = client_of(cast.bob).post(f"{PROFILE}/header", typed)
    assert answer.status_code == 422
    assert words in page(answer).errors
    field = next(each for each in tree(answer).all("input") if each.attrs.get("id") == "header-picture")
    assert field.attrs["aria-invalid"] == "true"


def test_when_many_are_prepared_it_asks_for_patience(cast: Any, client_of: Clients, monkeypatch: Any) -> None:
    def too_many(*_: object) -> int:
        raise TooMany(3, "Many pictures are being prepared.")

    monkeypatch.setattr(faces, "take_picture", too_many)
    answer = client_of(cast.bob).post(f"{PROFILE}/avatar", {"picture": file()})
    assert "Many pictures are being prepared." in page(answer).errors


def test_there_is_no_third(cast: Any, client_of: Clients) -> None:
    assert client_of(cast.bob).post(f"{PROFILE}/tattoo", {"picture": file()}).status_code == 404
    assert client_of(cast.bob).get(f"{PROFILE}/avatar").status_code == 405


def test_visitors_have_none(cast: Any, client_of: Clients) -> None:
    assert client_of(None).post(f"{PROFILE}/avatar", {"picture": file()}).status_code in {302, 403}
    assert not Picture.objects.exists()


class TestShown:
    @pytest.fixture
    def face(self, cast: Any) -> str:
        """Where alice's face is."""
        picture = lay(cast.alice.id, focus_y=1)
        set_avatar(cast.alice, picture.id)
        publish_post(cast.alice, Draft("@bob hello", "public"))
        return addresses.origin() + addresses.path(picture, 320)

    @pytest.mark.parametrize("address", ["/@alice", "/members", "/notifications", "/community", "/@bob/following"])
    def test_wherever_the_account_is(self, cast: Any, client_of: Clients, drain: Any, face: str, address: str) -> None:
        drain()
        found = [each for each in once(client_of(cast.bob), address).all("img.avatar") if each.attrs["src"] == face]
        assert found, address
        assert {(each.attrs["alt"], "fy-0" in each.classes) for each in found} == {("", True)}

    def test_others_have_their_letter(self, cast: Any, client_of: Clients, face: str) -> None:
        assert once(client_of(cast.alice), "/@bob").all("span.avatar")[0].text == "B"

    def test_a_new_face_is_on_old_posts_at_once(self, cast: Any, client_of: Clients, face: str) -> None:
        once(client_of(cast.bob), "/@alice")
        picture = lay(cast.alice.id)
        set_avatar(cast.alice, picture.id)
        assert str(picture.id) in client_of(cast.bob).get("/@alice").content.decode()
        assert face not in client_of(cast.bob).get("/@alice").content.decode()

    def test_the_header_stands_on_the_profile(self, cast: Any, client_of: Clients) -> None:
        client_of(cast.alice).post(f"{PROFILE}/header", {"picture": file(drawn(1500, 500))})
        image = once(client_of(cast.bob), "/@alice").one("img.profile-header")
        assert [each.split()[1] for each in image.attrs["srcset"].split(", ")] == ["320w", "640w", "1280w", "1500w"]
        assert not once(client_of(cast.alice), "/@bob").has("img.profile-header")
