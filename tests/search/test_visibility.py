"""Nobody finds what they may not open, nor those who do not want to be found; and what changes counts at once."""

from itertools import product

import pytest
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.moderation.actions import lift, suspend
from folkmoot.moderation.models import Restriction
from folkmoot.posts.actions import bookmark, boost, like
from folkmoot.posts.hydrate import posts
from folkmoot.posts.models import Ballot, Mention, Post, Restricted
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import block, follow, mute, unblock, unfollow, unmute
from folkmoot.search.actions import index
from tests.moderation.removing import remove_post
from tests.search.finding import found, put, write

pytestmark = pytest.mark.django_db
SCOPES = ("public", "quiet", "community", "followers", "list", "group", "direct")
STATES = ({}, {"held_at": True}, {"removed_at": True}, {"deleted_at": True}, {"restricted": Restricted.DEMOTE})

# Who finds what alice wrote; the columns are SCOPES. Bob follows her, carol does not, hal was named in the post.
TABLE = {
    "alice": "●●●●●●●",
    "bob": "●●●●---",
    "carol": "●-●----",
    "olivia": "●-●----",
    "frank": "●-●----",
    "hal": "●-●●●-●",
    "dan": "-------",
    "gina": "-------",
    "ivy": "-------",
}
CELLS = [(viewer, scope, row[column] == "●") for viewer, row in TABLE.items() for column, scope in enumerate(SCOPES)]


@pytest.mark.parametrize(("viewer", "scope", "there"), CELLS)
def test_who_finds_what(cast: Cast, viewer: str, scope: str, there: bool) -> None:
    post = put(cast.alice, scope, *([cast.hal] if scope in {"followers", "list", "direct"} else []))
    assert found(getattr(cast, viewer), "laid") == ([post] if there else [])


def test_nobody_finds_what_they_may_not_open(cast: Cast) -> None:
    """All that the cast can write, in all states, looked for by all of them in several ways."""
    hidden = [cast.carol, cast.frank]
    Account.objects.filter(id__in=[each.id for each in hidden]).update(discoverable=False)
    Account.objects.filter(id=cast.olivia.id).update(unlisted_at=timezone.now())
    mute(cast.bob, cast.hal.id, until=None)
    laid = []
    for author, scope, state in product(cast.everybody(), SCOPES, STATES):
        now = {name: timezone.now() if value is True else value for name, value in state.items()}
        laid.append(put(author, scope, cast.hal, cast.bob, **now))
    Mention.objects.create(post_id=laid[0], account=cast.dan)
    for viewer in cast.everybody():
        may_open = {post.id for post in posts(viewer.id, laid)}
        for typed in ("laid", "laid -soup", '-"no such"', "from:alice from:me", "in:direct in:followers", "-has:poll"):
            seen = _all(viewer, typed)
            assert seen <= may_open, (viewer.username, typed)
        assert {each for each in may_open if _author(each) == viewer.id} <= _all(viewer, "laid"), viewer.username


def _all(viewer: Account, typed: str) -> set[int]:
    return set(found(viewer, typed, 1_000))


def _author(post_id: int) -> int:
    return Post.objects.values_list("account_id", flat=True).get(id=post_id)


def test_who_does_not_want_to_be_found_is_found_by_followers_and_those_with_a_part_in_it(cast: Cast) -> None:
    Account.objects.filter(id=cast.carol.id).update(discoverable=False)
    post = write(cast.carol, "Hidden orchid")
    assert found(cast.carol, "orchid") == [post]
    for act in (like, bookmark, boost):
        assert found(cast.hal, "orchid") == []
        act(cast.hal, post)
        assert found(cast.hal, "orchid") == [post], act.__name__
        _undo(cast.hal, post)
    Mention.objects.create(post_id=post, account=cast.hal)
    Post.objects.filter(id=post).update(carries=1 + 16)
    assert found(cast.hal, "orchid") == [post]
    Mention.objects.all().delete()
    Ballot.objects.create(post_id=post, account=cast.hal, choices=[0])
    assert found(cast.hal, "orchid") == [post]
    Ballot.objects.all().delete()
    write(cast.hal, "Indeed", reply_to=post)
    assert found(cast.hal, "orchid") == [post]
    follow(cast.bob, cast.carol.id)
    assert found(cast.bob, "orchid") == [post]
    unfollow(cast.bob, cast.carol.id)
    assert found(cast.bob, "orchid") == []
    Account.objects.filter(id=cast.carol.id).update(indexable=True)
    assert found(cast.bob, "orchid") == [post], "whom search engines may list can be found here as well"


def _undo(viewer: Account, post: int) -> None:
    from folkmoot.posts.actions import unbookmark, unboost, unlike

    for undo in (unlike, unbookmark, unboost):
        undo(viewer, post)


def test_a_part_in_it_opens_nothing(cast: Cast) -> None:
    post = write(cast.alice, "Sealed letter", "followers")
    like(cast.bob, post)
    unfollow(cast.bob, cast.alice.id)
    assert found(cast.bob, "sealed") == []


def test_blocking_and_muting_count_at_once_and_backwards(cast: Cast) -> None:
    post = write(cast.bob, "Foxglove")
    assert found(cast.hal, "foxglove") == [post]
    block(cast.bob, cast.hal.id)
    assert found(cast.hal, "foxglove") == []
    unblock(cast.bob, cast.hal.id)
    mute(cast.hal, cast.bob.id, until=None)
    assert found(cast.hal, "foxglove") == found(cast.hal, "from:bob") == []
    unmute(cast.hal, cast.bob.id)
    assert found(cast.hal, "foxglove") == [post]


def test_what_staff_decide_counts_at_once(cast: Cast) -> None:
    post = write(cast.bob, "Nettle soup")
    suspend(cast.olivia, cast.bob.id, "Rude.", None)
    assert found(cast.hal, "nettle") == []
    lift(cast.olivia, Restriction.objects.filter(account_id=cast.bob.id).latest("id").id)
    assert found(cast.hal, "nettle") == [post]
    remove_post(cast.olivia, post, "Stings.")
    assert found(cast.hal, "nettle") == []
    assert found(cast.bob, "nettle") == [post], "its author still has it"


def test_conversations_are_found_by_those_who_take_part(cast: Cast) -> None:
    post = write(cast.bob, "@carol a plan for the elderberries", "direct")
    assert found(cast.bob, "elderberries in:direct") == found(cast.carol, "elderberries") == [post]
    for other in (cast.hal, cast.olivia, cast.frank, cast.alice):
        assert found(other, "elderberries") == found(other, "in:direct") == []


def test_an_edit_that_names_somebody_outside_opens_nothing(cast: Cast) -> None:
    post = write(cast.alice, "For the few", "followers")
    Mention.objects.create(post_id=post, account=cast.hal)
    Post.objects.filter(id=post).update(carries=1)
    index(post)
    assert found(cast.hal, "few") == []
