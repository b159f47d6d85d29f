"""What members see of a post that staff decided about and that stays: a note, a question, and locked buttons."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from folkmoot.instance.models import Setting
from folkmoot.moderation.actions import Decision, decide, lift
from tests.web.social.reading import once, post_ids

type Clients = Callable[..., Client]
ASKS = "This post is for adults. Are you 18 or older?"


def do(cast: Any, action: str, post: int, label: str = "") -> int:
    return decide(cast.frank, Decision(action, "post", post, "It is so.", label=label))


def read(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_a_note_stands_above_the_post_wherever_it_is_shown(cast: Any, client_of: Clients, say: Any) -> None:
    post = say(cast.bob, "The moon is square")
    quoting = say(cast.hal, "Look at that", quote_of=post)
    made = do(cast, "label", post, "Not <b>true</b>")
    for path in (f"/@bob/{post}", "/community", f"/@hal/{quoting}"):
        text = read(client_of(cast.alice), path)
        assert "Not &lt;b&gt;true&lt;/b&gt;" in text
        assert text.index("Not &lt;b&gt;true") < text.rindex("The moon is square")
    lift(cast.frank, made)
    assert "post-notice" not in read(client_of(cast.alice), f"/@bob/{post}")


def test_members_are_asked_before_they_see_what_is_for_adults(cast: Any, client_of: Clients, say: Any) -> None:
    post = say(cast.bob, "Naked truth", warning="Skin")
    do(cast, "age_gate", post)
    quoting = say(cast.hal, "Look at that", quote_of=post)
    for path in (f"/@bob/{post}", "/community", f"/@hal/{quoting}"):
        text = read(client_of(cast.alice), path)
        assert text.index(ASKS) < text.index("Skin") < text.rindex("Naked truth")
        assert text.count('<details class="post-warning"') >= 2, "the author's warning stands behind the question"


def test_visitors_do_not_find_what_is_for_adults(cast: Any, client: Client, say: Any) -> None:
    Setting.objects.update_or_create(name="visitors", defaults={"value": "posts"})
    post = say(cast.bob, "Naked truth")
    assert client.get(f"/@bob/{post}").status_code == 200
    do(cast, "age_gate", post)
    assert client.get(f"/@bob/{post}").status_code == 404
    assert "Naked truth" not in read(client, "/@bob")


def test_the_buttons_of_a_limited_post_are_locked(cast: Any, client_of: Clients, say: Any) -> None:
    post = say(cast.bob, "Enough said")
    made = do(cast, "limit", post)
    page = read(client_of(cast.alice), f"/@bob/{post}")
    assert "Those who run this community decided that nobody answers this post." in page
    assert "Nobody can answer" in page
    assert "Nobody can boost this post." in page
    assert f"/write?quote={post}" not in page
    answered = client_of(cast.alice).post(f"/posts/{post}/boost")
    assert answered.status_code == 403
    lift(cast.frank, made)
    assert "Nobody can" not in read(client_of(cast.alice), f"/@bob/{post}")


def test_writing_a_limited_post_again_begins_with_the_usual_wishes(cast: Any, client_of: Clients, say: Any) -> None:
    post = say(cast.bob, "Enough said")
    do(cast, "limit", post)
    assert client_of(cast.bob).get(f"/posts/{post}/redraft").status_code == 200


@pytest.mark.parametrize("action", ["demote", "remove"])
def test_what_nobody_comes_upon_is_not_in_the_community(cast: Any, client_of: Clients, say: Any, action: str) -> None:
    post = say(cast.bob, "Enough said")
    do(cast, action, post)
    assert post not in post_ids(once(client_of(cast.alice), "/community"))
    assert client_of(cast.bob).get(f"/@bob/{post}").status_code == 200
