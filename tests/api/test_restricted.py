"""What programs are told of posts that staff decided about and that stay: in the places they know."""

from collections.abc import Callable
from typing import Any

import pytest

from folkmoot.moderation.actions import Decision, decide, lift
from folkmoot.project.cast import Cast
from tests.api.shapes import check
from tests.doors import Door
from tests.posts.writing import say

type DoorOf = Callable[..., Door]


def status(door: Door, post: int) -> Any:
    found = door.get(f"/api/v1/statuses/{post}").json()
    check(found, "Status")
    return found


def do(cast: Cast, action: str, post: int, label: str = "") -> int:
    return decide(cast.frank, Decision(action, "post", post, "It is so.", label=label))


def test_a_note_stands_before_the_words(cast: Cast, api_of: DoorOf) -> None:
    post, door = say(cast.bob, "The moon is square"), api_of(cast.alice)
    before = status(door, post)["content"]
    made = do(cast, "label", post, "Not <b>true</b>")
    assert status(door, post)["content"] == f"<p><strong>Not &lt;b&gt;true&lt;/b&gt;</strong></p>{before}"
    lift(cast.frank, made)
    assert status(door, post)["content"] == before


@pytest.mark.parametrize(("warning", "said"), [("", "18+"), ("Skin", "Skin")])
def test_what_is_for_adults_is_sensitive(cast: Cast, api_of: DoorOf, warning: str, said: str) -> None:
    post = say(cast.bob, "Naked truth", warning=warning)
    do(cast, "age_gate", post)
    told = status(api_of(cast.alice), post)
    assert (told["sensitive"], told["spoiler_text"]) == (True, said)


def test_a_limited_post_is_nobody_s_to_pass_on(cast: Cast, api_of: DoorOf) -> None:
    post = say(cast.bob, "Enough said")
    do(cast, "limit", post)
    for account in (cast.alice, cast.bob):
        door = api_of(account)
        assert status(door, post)["quote_approval"]["current_user"] == "denied"
        assert door.post(f"/api/v1/statuses/{post}/reblog").status_code == 403
        sent = door.post("/api/v1/statuses", {"status": "An answer", "in_reply_to_id": str(post)})
        assert sent.status_code == 403
        quoted = door.post("/api/v1/statuses", {"status": "Look", "quoted_status_id": str(post)})
        assert quoted.status_code == 404
