"""What each kind of decision does to those who read, and that lifting it puts everything back as it was."""

from collections.abc import Callable

import pytest

from folkmoot.accounts.models import Account
from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.instance.models import Setting
from folkmoot.moderation.actions import Decision, decide, lift
from folkmoot.moderation.models import Restriction
from folkmoot.notifications.models import Notification
from folkmoot.posts.actions import boost
from folkmoot.posts.hydrate import Body
from folkmoot.posts.models import Post
from folkmoot.posts.queries import get_post, tagged
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import follow
from folkmoot.relations.queries import DirectoryQuestion, PeopleQuestion, directory, find_people, members
from folkmoot.timelines.queries import community
from tests.posts.writing import say

pytestmark = pytest.mark.django_db
PAGE = Page(limit=20)


def do(cast: Cast, action: str, post: int, **more: object) -> int:
    return decide(cast.frank, Decision(action, "post", post, "It is so.", **more))


def keep_back(cast: Cast, action: str) -> int:
    return decide(cast.frank, Decision(action, "account", cast.hal.id, "It is so."))


def body(viewer: int | None, post: int) -> Body:
    return get_post(viewer, post).body


def listed(viewer: int | None, post: int) -> tuple[bool, bool]:
    """Whether a viewer comes upon a post in the community's feed, and under its hashtag."""
    feeds = (community(viewer, PAGE), tagged(viewer, "moot", PAGE))
    found = [post in [view.post_id for view in feed.items] for feed in feeds]
    return found[0], found[1]


@pytest.mark.parametrize("action", ["label", "age_gate", "limit", "demote", "hide", "remove"])
def test_lifting_puts_a_post_back_as_it_was(cast: Cast, action: str) -> None:
    post = say(cast.hal, "Hello #moot")
    before = Post.objects.values().get(id=post)
    made = do(cast, action, post, label="Not true" if action == "label" else "")
    during = Post.objects.values().get(id=post)
    assert {**during, "version": 0} != {**before, "version": 0}
    lift(cast.frank, made)
    after = Post.objects.values().get(id=post)
    assert after.pop("version") == before.pop("version") + 2
    assert after == before


@pytest.mark.parametrize("action", ["limit", "demote", "suspend", "terminate"])
def test_lifting_puts_an_account_back_as_it_was(cast: Cast, action: str) -> None:
    before = Account.objects.values().get(id=cast.hal.id)
    lift(cast.frank, keep_back(cast, action))
    after = Account.objects.values().get(id=cast.hal.id)
    assert {**after, "version": 0} == {**before, "version": 0}


@pytest.mark.parametrize("action", ["warn", "strike"])
def test_words_alone_change_nothing_that_others_see(cast: Cast, action: str) -> None:
    post = say(cast.hal)
    rows = (Post.objects.values().get(id=post), Account.objects.values().get(id=cast.hal.id))
    do(cast, action, post)
    keep_back(cast, action)
    assert rows == (Post.objects.values().get(id=post), Account.objects.values().get(id=cast.hal.id))


def test_a_label_stands_on_the_post_and_several_stand_together(cast: Cast) -> None:
    post = say(cast.hal)
    first = do(cast, "label", post, label="Disputed")
    do(cast, "label", post, label="An <b>advertisement</b>")
    assert body(cast.bob.id, post).notice == "Disputed\nAn <b>advertisement</b>"
    lift(cast.frank, first)
    assert body(cast.bob.id, post).notice == "An <b>advertisement</b>"
    assert body(cast.hal.id, post).notice, "its author sees it as well"


def test_visitors_never_see_what_is_for_adults(cast: Cast) -> None:
    Setting.objects.update_or_create(name="visitors", defaults={"value": "posts"})
    post = say(cast.hal, "Hello #moot", warning="Mine")
    assert body(None, post).key.id == post
    made = do(cast, "age_gate", post)
    with pytest.raises(NotFound):
        get_post(None, post)
    assert listed(None, post) == (False, False)
    assert body(cast.bob.id, post).for_adults
    assert body(cast.bob.id, post).cover == "Mine"
    assert body(cast.bob.id, post).files_scope == "community"
    boosted = boost(cast.bob, post)
    with pytest.raises(NotFound):
        get_post(None, boosted)
    lift(cast.frank, made)
    assert listed(None, post) == (True, True)


def test_nobody_answers_boosts_or_quotes_a_limited_post(cast: Cast) -> None:
    post = say(cast.hal, "Hello")
    made = do(cast, "limit", post)
    for actor in (cast.bob, cast.hal):
        with pytest.raises(NotAllowed):
            say(actor, "An answer", reply_to=post)
        with pytest.raises(NotAllowed):
            boost(actor, post)
        with pytest.raises(Invalid) as refused:
            say(actor, "Look at that", quote_of=post)
        assert refused.value.field == "quote_of"
    assert (body(cast.bob.id, post).reply_policy, body(cast.bob.id, post).quote_policy) == ("nobody", "nobody")
    lift(cast.frank, made)
    assert boost(cast.bob, post)
    assert say(cast.bob, "An answer", reply_to=post)
    assert say(cast.bob, "Look at that", quote_of=post)


def test_nobody_comes_upon_a_demoted_post_but_its_followers_read_it(cast: Cast) -> None:
    follow(cast.bob, cast.hal.id)
    post, other = say(cast.hal, "Hello #moot"), say(cast.hal, "Another #moot")
    made = do(cast, "demote", post)
    for viewer in (cast.bob.id, cast.hal.id):
        assert listed(viewer, post) == (False, False)
        assert listed(viewer, other) == (True, True)
        assert get_post(viewer, post).post_id == post
    lift(cast.frank, made)
    assert listed(cast.bob.id, post) == (True, True)


@pytest.mark.parametrize("action", ["demote", "limit"])
def test_nobody_comes_upon_an_account_that_is_kept_back(cast: Cast, action: str) -> None:
    post = say(cast.hal, "Hello #moot")
    made = keep_back(cast, action)
    assert listed(cast.bob.id, post) == (False, False)
    assert get_post(cast.bob.id, post).post_id == post
    assert not shown(cast, cast.bob.id)
    assert cast.hal.id in [each.id for each in find_people(cast.bob.id, PeopleQuestion("@hal", 20))], (
        "who knows the name"
    )
    lift(cast.frank, made)
    assert listed(cast.bob.id, post) == (True, True)
    assert shown(cast, cast.bob.id)


def shown(cast: Cast, viewer: int) -> bool:
    found = [members(viewer, "ha", PAGE).items, find_people(viewer, PeopleQuestion("ha", 20))]
    found += [directory(viewer, DirectoryQuestion(order, 20)).people for order in ("active", "new")]
    there = {cast.hal.id in [each.id for each in people] for people in found}
    assert len(there) == 1, "the lists agree"
    return there.pop()


@pytest.mark.parametrize("action", ["limit", "demote"])
def test_only_followers_hear_of_a_limited_account(cast: Cast, drain: Callable[..., int], action: str) -> None:
    follow(cast.carol, cast.hal.id)
    theirs = say(cast.bob, "Mine")
    keep_back(cast, action)
    drain()
    Notification.objects.all().delete()
    say(cast.hal, "Hello @bob and @carol", reply_to=theirs)
    boost(cast.hal, theirs)
    drain()
    told = set(Notification.objects.filter(actor_id=cast.hal.id).values_list("account_id", flat=True))
    assert told == ({cast.carol.id} if action == "limit" else {cast.bob.id, cast.carol.id})


def test_hidden_and_removed_compose(cast: Cast) -> None:
    post = say(cast.hal)
    hidden, removed = do(cast, "hide", post), do(cast, "remove", post)
    lift(cast.frank, hidden)
    with pytest.raises(NotFound):
        get_post(cast.bob.id, post)
    lift(cast.frank, removed)
    assert get_post(cast.bob.id, post).post_id == post


def test_one_of_two_overturned_leaves_the_other(cast: Cast) -> None:
    post = say(cast.hal)
    demoted, limited = do(cast, "demote", post), do(cast, "limit", post)
    keep_back(cast, "demote")
    lift(cast.frank, demoted)
    assert body(cast.bob.id, post).is_limited
    lift(cast.frank, limited)
    assert Post.objects.get(id=post).restricted is None
    assert not Restriction.objects.filter(object_id=post, ended_at=None).exists()


@pytest.mark.parametrize("action", ["limit", "demote", "warn", "strike"])
def test_what_does_not_shut_out_leaves_people_signed_in(cast: Cast, action: str) -> None:
    keep_back(cast, action)
    cast.hal.refresh_from_db()
    assert (cast.hal.active, cast.hal.suspended_at) == (True, None)


def test_suspended_and_closed_compose(cast: Cast) -> None:
    suspended, closed = keep_back(cast, "suspend"), keep_back(cast, "terminate")
    lift(cast.olivia, suspended)
    assert not Account.objects.get(id=cast.hal.id).active
    lift(cast.olivia, closed)
    assert Account.objects.get(id=cast.hal.id).active
