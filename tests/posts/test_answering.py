"""Who may answer a post: a table of the rule, and every door that holds it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from folkmoot.core.errors import Invalid, NotAllowed
from folkmoot.core.models import Event
from folkmoot.posts import hydrate
from folkmoot.posts.actions import Draft, publish_post
from folkmoot.posts.interaction import may_reply, may_reply_each
from folkmoot.posts.models import Post
from folkmoot.posts.queries import get_post
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import follow, unfollow
from tests.posts.writing import say

# alice wrote it and names hal; bob follows her, hal does not, frank is a stranger to her
RULE = [
    ("everyone", {"alice", "bob", "hal", "frank"}),
    ("followers", {"alice", "bob", "hal"}),
    ("mentioned", {"alice", "hal"}),
]


@pytest.mark.parametrize(("policy", "allowed"), RULE)
def test_the_rule(cast: Cast, policy: str, allowed: set[str]) -> None:
    post = say(cast.alice, "Tell me, @hal", reply_policy=policy)
    people = {name: getattr(cast, name) for name in ("alice", "bob", "hal", "frank")}
    body = get_post(cast.alice.id, post).body
    assert {name for name, account in people.items() if may_reply(account.id, body)} == allowed
    assert not may_reply(None, body)
    for name, account in people.items():
        assert get_post(account.id, post).extras.closed == (name not in allowed)
        if name in allowed:
            assert get_post(account.id, say(account, "Gladly", reply_to=post)).body.reply_to_id == post
        else:
            with pytest.raises(NotAllowed, match="only some people"):
                say(account, "Gladly", reply_to=post)


def test_a_refused_answer_leaves_nothing_behind(cast: Cast) -> None:
    post = say(cast.alice, reply_policy="mentioned")
    before = Post.objects.count(), Event.objects.count()
    with pytest.raises(NotAllowed):
        say(cast.bob, "Still", reply_to=post, idempotency_key="once")
    assert (Post.objects.count(), Event.objects.count()) == before
    assert get_post(cast.alice.id, post).mark.replies == 0
    assert say(cast.bob, "Then by itself", idempotency_key="once")


def test_who_stops_following_can_answer_no_more(cast: Cast) -> None:
    post = say(cast.hal, "For friends", reply_policy="followers")
    follow(cast.bob, cast.hal.id)
    assert say(cast.bob, "Yes", reply_to=post)
    unfollow(cast.bob, cast.hal.id)
    with pytest.raises(NotAllowed):
        say(cast.bob, "No", reply_to=post)


def test_a_policy_that_nobody_knows_is_refused_and_closes(cast: Cast) -> None:
    with pytest.raises(Invalid, match="Choose who may answer"):
        say(cast.alice, reply_policy="nobody at all")
    post = say(cast.alice)
    Post.objects.filter(id=post).update(reply_policy="neighbours", version=9)
    assert not may_reply(cast.bob.id, get_post(cast.bob.id, post).body)
    assert may_reply(cast.alice.id, get_post(cast.alice.id, post).body)


def test_each_answer_has_a_word_of_its_own(cast: Cast) -> None:
    """The policy of the post that one answers counts, not that of the thread's first post."""
    start = say(cast.alice, "For friends", reply_policy="followers")
    answer = say(cast.bob, "I am one", reply_to=start)
    assert say(cast.frank, "Hello Bob", reply_to=answer)


def test_a_boost_leads_to_the_rule_of_what_it_passes_on(cast: Cast) -> None:
    from folkmoot.posts.actions import boost

    passed_on = boost(cast.bob, say(cast.hal, reply_policy="mentioned"))
    with pytest.raises(NotAllowed):
        say(cast.frank, "Why?", reply_to=passed_on)


def test_many_posts_are_asked_about_at_once(cast: Cast) -> None:
    ids = [say(author, reply_policy="followers") for author in (cast.alice, cast.hal, cast.olivia) for _ in range(3)]
    bodies = [view.body for view in hydrate.posts(cast.bob.id, ids)]
    with CaptureQueriesContext(connection) as statements:
        assert may_reply_each(cast.bob.id, bodies) == [True] * 3 + [False] * 6
    assert len(statements) == 1
    plain = [get_post(cast.bob.id, say(cast.alice, reply_policy=policy)).body for policy in ("everyone", "mentioned")]
    with CaptureQueriesContext(connection) as statements:
        assert may_reply_each(cast.bob.id, plain) == [True, False]
    assert len(statements) == 0


def test_through_the_api_it_is_a_403(cast: Cast, api_of: Callable[..., Any]) -> None:
    post = publish_post(cast.alice, Draft("Quiet, please", "public", reply_policy="mentioned"))
    sent = {"status": "But why?", "in_reply_to_id": post}
    refused = api_of(cast.bob).post("/api/v1/statuses", sent)
    assert (refused.status_code, "only some people" in refused.json()["error"]) == (403, True)
    assert api_of(cast.alice).post("/api/v1/statuses", sent).status_code == 200
