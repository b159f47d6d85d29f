"""What was just done can be taken back: in the toast, in the message of the next page, and by the button itself."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from folkmoot.relations.actions import follow
from folkmoot.relations.queries import relationship
from folkmoot.web.errors import Undo
from tests.web.social.reading import htmx, once

type Clients = Callable[..., Client]


def said(response: Any) -> dict[str, Any]:
    return dict(json.loads(response["HX-Trigger"])["folkmoot:say"])


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("like", ("You like this post.", "You do not like this post any more.")),
        ("boost", ("Boosted: your followers see it.", "Your boost is taken back.")),
        ("bookmark", ("Kept among your bookmarks.", "No longer among your bookmarks.")),
    ],
)
def test_a_press_says_what_takes_it_back(
    cast: Any, client_of: Clients, say: Any, what: str, words: tuple[str, str]
) -> None:
    done, undone = words
    client, post = client_of(cast.alice), say(cast.bob, "hello")
    first = said(client.post(f"/posts/{post}/{what}?at=p{post}", headers=htmx()))
    assert (first["text"], first["level"]) == (done, "success")
    assert first["undo"]["target"] == f"#bar-p{post}"
    again = client.post(first["undo"]["path"], {"_method": first["undo"]["method"]}, headers=htmx())
    assert said(again)["text"] == undone
    assert said(again)["undo"]["method"] == "POST"
    assert f'id="bar-p{post}"' in again.content.decode()
    assert 'aria-pressed="true"' not in again.content.decode()


def test_following_and_its_reverse(cast: Any, client_of: Clients) -> None:
    client, path = client_of(cast.alice), f"/accounts/{cast.hal.id}/follow"
    undo = said(client.post(path, headers=htmx()))["undo"]
    assert undo == {"path": path, "method": "DELETE", "target": f"#follow-{cast.hal.id}"}
    back = client.post(undo["path"], {"_method": undo["method"]}, headers=htmx())
    assert not relationship(cast.alice.id, [cast.hal.id])[cast.hal.id].following
    assert f'id="follow-{cast.hal.id}"' in back.content.decode()
    assert said(back)["undo"]["method"] == "POST"


def test_leaving_a_locked_account_cannot_be_undone(cast: Any, client_of: Clients) -> None:
    """Following again would mean to ask again, so nobody is promised otherwise."""
    cast.hal.locked = True
    cast.hal.save(update_fields=["locked"])
    follow(cast.alice, cast.hal.id)
    response = client_of(cast.alice).post(f"/accounts/{cast.hal.id}/follow", {"_method": "DELETE"}, headers=htmx())
    assert "undo" not in said(response)


def test_without_javascript_the_message_has_the_button(cast: Any, client_of: Clients) -> None:
    client, path = client_of(cast.alice), f"/accounts/{cast.hal.id}/follow"
    client.post(path)
    button = once(client, "/@hal").one(".notice").one("button")
    assert (button.attrs["form"], button.attrs["formaction"]) == ("act", path)
    assert (button.attrs["name"], button.attrs["value"]) == ("_method", "DELETE")
    client.post(path, {button.attrs["name"]: button.attrs["value"]})
    assert not relationship(cast.alice.id, [cast.hal.id])[cast.hal.id].following


def test_a_mute_can_be_taken_back_on_the_next_page(cast: Any, client_of: Clients) -> None:
    client, path = client_of(cast.alice), f"/accounts/{cast.hal.id}/mute"
    client.post(path, {"for": "week"})
    button = once(client, "/").one(".notice").one("button")
    client.post(button.attrs["formaction"], {button.attrs["name"]: button.attrs["value"]})
    assert not relationship(cast.alice.id, [cast.hal.id])[cast.hal.id].muting


def test_a_message_without_a_reverse_has_no_button(cast: Any, client_of: Clients) -> None:
    client = client_of(cast.alice)
    client.post("/settings/appearance", {"theme": "dark"})
    assert not once(client, "/settings/appearance").one(".notice").has("button")


def test_the_tag_of_a_message_names_method_and_address() -> None:
    assert Undo("/accounts/1/mute", "DELETE", "").tag == "undo:DELETE:/accounts/1/mute"
