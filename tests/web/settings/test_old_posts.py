"""The settings page for old posts: chosen, told the number, said yes to, and stopped."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.core.ids import as_of
from folkmoot.posts.models import Post
from folkmoot.posts.queries.aging import Policy, policy_of
from folkmoot.posts.tasks import clear_old_posts
from tests.posts.writing import say
from tests.web.social.reading import Node, fields, once, tree

PATH = "/settings/old-posts"


@pytest.fixture
def client(cast: Any, client_of: Callable[..., Client]) -> Client:
    for days in (50, 40):
        with as_of(timezone.now() - timedelta(days=days)):
            say(cast.alice, f"{days} days ago")
    say(cast.alice, "Today")
    return client_of(cast.alice)


def form(page: Node) -> Node:
    return next(each for each in page.all("form") if not each.attrs.keys() & {"action", "id"})


def chosen(client: Client, **more: str) -> dict[str, str]:
    """The choices as they stand, a ticked box among them only when it is ticked."""
    found = form(once(client, PATH))
    ticked = {node.attrs["name"] for node in found.all("input") if node.attrs.get("type") == "checkbox"}
    on = {node.attrs["name"] for node in found.all("input") if "checked" in node.attrs}
    kept = {name: value for name, value in fields(found).items() if name not in ticked}
    return {**kept, **dict.fromkeys(on, "on"), **more}


def test_the_number_is_told_before_anything_goes(cast: Any, client: Client) -> None:
    page = tree(client.post(PATH, chosen(client, days="30")))
    assert "2 posts would go now" in page.one("strong").text
    assert "1 month" in page.text
    assert policy_of(cast.alice.id) is None
    clear_old_posts()
    assert Post.objects.filter(account=cast.alice, deleted_at=None).count() == 3
    assert client.post(PATH, fields(form(page)))["Location"] == PATH
    assert policy_of(cast.alice.id) == Policy(30)
    assert "go by themselves at the moment" in once(client, PATH).text
    clear_old_posts()
    assert Post.objects.filter(account=cast.alice, deleted_at=None).count() == 1


def test_every_choice_arrives(cast: Any, client: Client) -> None:
    wanted = {"days": "90", "least_likes": "5", "least_boosts": "3", "keep_media": "on", "keep_liked": "on"}
    sent = {**chosen(client), **wanted}
    del sent["keep_pinned"]
    sure = tree(client.post(PATH, sent))
    client.post(PATH, fields(form(sure)))
    policy = Policy(90, keep_pinned=False, keep_liked=True, keep_media=True, least_likes=5, least_boosts=3)
    assert policy_of(cast.alice.id) == policy
    again = chosen(client)
    assert {name: again[name] for name in wanted} == wanted
    assert "keep_pinned" not in again


def test_a_no_changes_nothing(cast: Any, client: Client) -> None:
    page = tree(client.post(PATH, chosen(client)))
    assert any(each.attrs.get("href") == PATH for each in page.all("a"))
    assert policy_of(cast.alice.id) is None


def test_when_there_are_more_by_now_it_asks_again(cast: Any, client: Client) -> None:
    sure = fields(form(tree(client.post(PATH, chosen(client, days="30")))))
    with as_of(timezone.now() - timedelta(days=33)):
        say(cast.alice, "Imported meanwhile")
    response = client.post(PATH, sure)
    assert response.status_code == 422
    assert "more posts by now" in tree(response).text
    assert policy_of(cast.alice.id) is None


def test_it_can_be_stopped(cast: Any, client: Client) -> None:
    client.post(PATH, fields(form(tree(client.post(PATH, chosen(client, days="30"))))))
    stop = next(each for each in once(client, PATH).all("form") if "Keep all my posts" in each.text)
    assert client.post(stop.attrs["action"], fields(stop))["Location"] == PATH
    assert policy_of(cast.alice.id) is None
    assert "all your posts stay" in once(client, PATH).text
    clear_old_posts()
    assert Post.objects.filter(account=cast.alice, deleted_at=None).count() == 3


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"days": "3"}, "days"), ({"least_likes": "-1"}, "least_likes"), ({"least_boosts": "many"}, "least_boosts")],
)
@pytest.mark.parametrize("confirmed", ["", "9"])
def test_nonsense_is_told_beside_its_field(
    cast: Any, client: Client, wrong: dict[str, str], field: str, confirmed: str
) -> None:
    response = client.post(PATH, {**chosen(client), **wrong, "confirmed": confirmed})
    assert response.status_code == 422
    assert tree(response).one(f"#id_{field}-error")
    assert policy_of(cast.alice.id) is None


@pytest.mark.parametrize("confirmed", ["-1", "x", "9" * 25, "²"])
def test_a_yes_that_is_no_number_is_none(cast: Any, client: Client, confirmed: str) -> None:
    response = client.post(PATH, {**chosen(client, days="30"), "confirmed": confirmed})
    assert "2 posts would go now" in tree(response).text
    assert policy_of(cast.alice.id) is None


def test_it_is_for_members_only(client_of: Callable[..., Client]) -> None:
    assert client_of(None).get(PATH)["Location"].startswith("/sign-in")
