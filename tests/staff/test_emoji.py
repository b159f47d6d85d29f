"""The owners' page of the community's own emoji."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from folkmoot.core.errors import TooMany
from folkmoot.instance.queries import all_emojis
from folkmoot.staff.views import emoji as view
from folkmoot.staff.words import deed
from tests.emoji import own_emoji
from tests.pictures import drawn
from tests.web.pages import page

pytestmark = pytest.mark.usefixtures("community")
PAGE = "/staff/emoji"


@pytest.fixture
def olivia(cast: Any, client_of: Callable[..., Client]) -> Client:
    return client_of(cast.olivia)


def a_picture(content: bytes = b"", name: str = "boat.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or drawn(200, 200, kind="PNG"), "image/png")


def test_one_is_added(olivia: Client) -> None:
    assert "No emoji of your own yet" in page(olivia.get(PAGE)).text
    answer = olivia.post(PAGE, {"name": "boat", "category": "Sea", "picture": a_picture()})
    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    read = page(olivia.get(PAGE))
    assert ":boat:" in read.text
    assert 'alt=":boat:"' in read.source
    assert PAGE in read.links


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"name": "Boat"}, "name", "small letters"),
        ({"name": "old"}, "name", "of this name already"),
        ({"category": "x" * 41}, "category", "40 characters"),
        ({"picture": a_picture(drawn(), "boat.jpg")}, "picture", "256 KB"),
        ({"picture": a_picture(b"nothing")}, "picture", "not a picture"),
        ({"picture": ""}, "picture", "required"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    cast: Any, olivia: Client, sent: dict[str, object], field: str, sentence: str
) -> None:
    own_emoji(cast.olivia, "old")
    answer = olivia.post(PAGE, {"name": "boat", "category": "Sea", "picture": a_picture(), **sent})
    read = page(answer)
    assert answer.status_code == 422
    assert field in read.form().invalid
    assert sentence in read.errors
    assert [each.name for each in all_emojis()] == ["old"]


def test_a_busy_moment_keeps_what_was_typed(olivia: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_given: object) -> None:
        raise TooMany(3, "Others are being prepared.")

    monkeypatch.setattr(view, "add_emoji", busy)
    read = page(olivia.post(PAGE, {"name": "boat", "category": "Sea", "picture": a_picture()}))
    assert ("Others are being prepared." in read.errors, read.form().fields["name"]) == (True, "boat")


def test_one_is_hidden_offered_again_and_put_elsewhere(cast: Any, olivia: Client) -> None:
    own_emoji(cast.olivia, "boat", "Sea")
    hide = page(olivia.get(PAGE)).form(f"{PAGE}/boat/offer")
    assert olivia.post(hide.action, hide.fields).status_code == 303
    assert "not offered" in page(olivia.get(PAGE)).text
    again = page(olivia.get(PAGE)).form(f"{PAGE}/boat/offer")
    olivia.post(again.action, again.fields)
    moved = page(olivia.get(PAGE)).form(f"{PAGE}/boat")
    assert moved.fields["category"] == "Sea"
    olivia.post(moved.action, moved.filled(category="Harbour"))
    assert [(each.category, each.hidden) for each in all_emojis()] == [("Harbour", False)]
    assert olivia.post(moved.action, {"category": "x" * 41}).status_code == 422


def test_only_owners_find_it(cast: Any, client_of: Callable[..., Client]) -> None:
    own_emoji(cast.olivia, "boat")
    for person in (cast.frank, cast.alice):
        client = client_of(person)
        assert client.get(PAGE).status_code == 404
        assert client.post(PAGE, {"name": "x2", "picture": a_picture()}).status_code == 404
        for method, path in (("POST", "boat"), ("POST", "boat/offer"), ("DELETE", "boat/offer")):
            assert client.generic(method, f"{PAGE}/{path}").status_code == 404
    assert not all_emojis()[0].hidden


@pytest.mark.parametrize("name", ["nothing", "<b>", "%2e%2e"])
def test_what_is_not_there_is_not_changed(olivia: Client, name: str) -> None:
    for method, path in (("POST", ""), ("POST", "/offer"), ("DELETE", "/offer")):
        assert olivia.generic(method, f"{PAGE}/{name}{path}").status_code == 404


def test_the_log_says_it_in_words() -> None:
    for verb in ("add", "hide", "show", "recategorise"):
        assert "emoji" in deed(f"emoji.{verb}")
