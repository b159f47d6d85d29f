"""Direct posts: filed under the people who take part, and read by nobody else."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from folkmoot.accounts.models import Account
from folkmoot.conversations import tasks
from folkmoot.conversations.actions import mark_read, put_away
from folkmoot.conversations.models import Conversation, Participation
from folkmoot.conversations.queries import conversation, inbox, is_unread, others, unread_count
from folkmoot.core.cursors import Page
from folkmoot.core.errors import NotFound
from folkmoot.core.events import drain
from folkmoot.moderation.actions import Decision, decide, undo_about
from folkmoot.posts.actions import delete_post
from folkmoot.posts.events import PostDeleted, PostPublished
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import block, follow
from tests.posts.writing import PAGE, say

pytestmark = pytest.mark.django_db


def test_a_direct_post_is_in_both_inboxes_at_once(cast: Cast) -> None:
    post = say(cast.alice, "Hi @bob", "direct")
    (mine,), (theirs,) = inbox(cast.alice.id, PAGE).items, inbox(cast.bob.id, PAGE).items
    assert mine.id == theirs.id
    assert (mine.newest.id, theirs.newest.id) == (post, post)
    assert [p.username for p in mine.others] == ["bob"]
    assert [p.username for p in theirs.others] == ["alice"]
    assert (mine.unread, theirs.unread) == (False, True)
    assert (unread_count(cast.alice.id), unread_count(cast.bob.id)) == (0, 1)


def test_the_same_people_talk_in_the_same_conversation(cast: Cast) -> None:
    first = say(cast.alice, "Hi @bob", "direct")
    second = say(cast.bob, "Hi @alice", "direct")
    third = say(cast.alice, "And you, @bob and @hal?", "direct")
    assert Conversation.objects.count() == 2
    pair = inbox(cast.bob.id, PAGE).items[1]
    assert [view.id for view in conversation(cast.bob.id, pair.id, PAGE).items] == [second, first]
    three = inbox(cast.hal.id, PAGE).items[0]
    assert {p.username for p in three.others} == {"alice", "bob"}
    assert three.newest.id == third


def test_an_answer_needs_no_names_when_it_is_addressed(cast: Cast) -> None:
    say(cast.alice, "Hi @bob", "direct")
    talk = inbox(cast.bob.id, PAGE).items[0]
    ids = tuple(person.id for person in others(cast.bob.id, talk.id))
    post = say(cast.bob, "Oh, hello", "direct", addressed=ids)
    assert next(view.id for view in conversation(cast.alice.id, talk.id, PAGE).items) == post


def test_a_note_to_oneself_is_a_conversation_too(cast: Cast) -> None:
    say(cast.alice, "Milk, bread", "direct")
    (note,) = inbox(cast.alice.id, PAGE).items
    assert note.others == ()
    assert note.unread is False


@pytest.mark.parametrize("who", ["hal", "olivia", "frank", "dan", "gina"])
def test_nobody_else_finds_it(cast: Cast, who: str) -> None:
    say(cast.alice, "Hi @bob", "direct")
    talk, stranger = Conversation.objects.get().id, getattr(cast, who)
    assert inbox(stranger.id, PAGE).items == ()
    with pytest.raises(NotFound):
        conversation(stranger.id, talk, PAGE)
    with pytest.raises(NotFound):
        others(stranger.id, talk)


def test_reading_clears_the_mark_until_something_new_comes(cast: Cast) -> None:
    say(cast.alice, "Hi @bob", "direct")
    talk = inbox(cast.bob.id, PAGE).items[0]
    mark_read(cast.hal, talk.id)
    assert unread_count(cast.bob.id) == 1, "somebody else's reading is not mine"
    assert is_unread(cast.bob.id, talk.id)
    mark_read(cast.bob, talk.id)
    assert unread_count(cast.bob.id) == 0
    assert not is_unread(cast.bob.id, talk.id)
    assert not is_unread(cast.alice.id, talk.id), "she wrote it herself"
    say(cast.alice, "Still there, @bob?", "direct")
    assert unread_count(cast.bob.id) == 1


def test_a_block_hides_the_conversation(cast: Cast) -> None:
    say(cast.alice, "Hi @bob", "direct")
    block(cast.bob, cast.alice.id)
    assert inbox(cast.bob.id, PAGE).items == ()
    assert unread_count(cast.bob.id) == 0


def test_a_deleted_post_leaves_and_the_last_one_takes_the_conversation(cast: Cast) -> None:
    first, second = say(cast.alice, "One, @bob", "direct"), say(cast.alice, "Two, @bob", "direct")
    delete_post(cast.alice, second)
    assert inbox(cast.bob.id, PAGE).items[0].newest.id == first
    drain()
    assert Participation.objects.get(account=cast.bob).newest_id == first
    delete_post(cast.alice, first)
    drain()
    assert inbox(cast.bob.id, PAGE).items == ()
    assert not Participation.objects.exists()


def test_reactions_may_run_twice_and_late(cast: Cast) -> None:
    post = say(cast.alice, "Hi @bob", "direct")
    tasks.file_post(PostPublished(post))
    assert len(inbox(cast.bob.id, PAGE).items) == 1
    delete_post(cast.alice, post)
    tasks.unfile_post(PostDeleted(post))
    tasks.unfile_post(PostDeleted(post))
    tasks.file_post(PostPublished(post))
    assert inbox(cast.bob.id, PAGE).items == ()


def test_other_posts_are_not_filed(cast: Cast) -> None:
    for scope in ("public", "quiet", "community", "followers"):
        say(cast.alice, "Hi @bob", scope)
    assert not Conversation.objects.exists()


def test_pages_meet_every_conversation_once(cast: Cast) -> None:
    for name in ("bob", "carol", "hal", "frank", "olivia"):
        say(cast.alice, f"Hi @{name}", "direct")
    met, page = [], Page(limit=2)
    while True:
        cut = inbox(cast.alice.id, page)
        met += [talk.others[0].username for talk in cut.items]
        if cut.older is None:
            break
        page = Page(limit=2, max_id=cut.older)
    assert met == ["olivia", "frank", "hal", "carol", "bob"]


@pytest.mark.parametrize("names", [["bob"], ["bob", "carol", "hal", "frank", "olivia"]])
def test_the_number_of_statements_does_not_grow(
    cast: Cast, queries: Callable[[int], AbstractContextManager[object]], names: list[str]
) -> None:
    from folkmoot.posts import hydrate

    for name in names:
        say(cast.alice, f"Hi @{name}", "direct")
    hydrate.kept._cache.clear()
    with queries(6):
        assert len(inbox(cast.alice.id, PAGE).items) == len(names)


def unread(account: Account) -> list[bool]:
    """Of what is in the inbox, the newest first; counted in three places, which agree."""
    found = inbox(account.id, PAGE).items
    assert unread_count(account.id) == sum(each.unread for each in found)
    assert [is_unread(account.id, each.id) for each in found] == [each.unread for each in found]
    return [each.unread for each in found]


class TestOfLimitedAccounts:
    """Staff told them: nobody else than followers is told when they write. It is there to be found, and no news."""

    @pytest.fixture(autouse=True)
    def _limited(self, cast: Cast) -> None:
        follow(cast.carol, cast.hal.id)
        decide(cast.frank, Decision("limit", "account", cast.hal.id, "Too loud."))

    def test_followers_alone_hear_of_it(self, cast: Cast) -> None:
        post = say(cast.hal, "Hey @bob and @carol", "direct")
        assert [unread(cast.bob), unread(cast.carol), unread(cast.hal)] == [[False], [True], [False]]
        (found,) = inbox(cast.bob.id, PAGE).items
        assert [view.id for view in conversation(cast.bob.id, found.id, PAGE).items] == [post]

    def test_nor_of_what_is_said_in_a_conversation_that_is_there(self, cast: Cast) -> None:
        say(cast.bob, "Hello @hal", "direct")
        say(cast.hal, "Hey @bob", "direct")
        assert unread(cast.bob) == [False]
        assert inbox(cast.bob.id, PAGE).items[0].newest.body.text == "Hey @bob"

    def test_nor_when_some_of_it_is_taken_back(self, cast: Cast) -> None:
        first = say(cast.hal, "Hey @bob", "direct")
        say(cast.hal, "Hey again @bob", "direct")
        delete_post(cast.hal, first)
        assert unread(cast.bob) == [False]

    def test_what_was_put_away_stays_away(self, cast: Cast) -> None:
        say(cast.hal, "Hey @bob", "direct")
        put_away(cast.bob, inbox(cast.bob.id, PAGE).items[0].id)
        again = say(cast.hal, "Hey again @bob", "direct")
        tasks.file_post(PostPublished(again))  # safe to run twice
        assert unread(cast.bob) == []
        assert unread(cast.hal) == [False], "whoever wrote it has it"
        say(cast.bob, "Well then, @hal", "direct")
        assert unread(cast.bob) == [False], "unless they say something themselves"

    def test_but_comes_back_with_what_somebody_else_says(self, cast: Cast) -> None:
        say(cast.hal, "Hey @bob and @carol", "direct")
        put_away(cast.bob, inbox(cast.bob.id, PAGE).items[0].id)
        put_away(cast.carol, inbox(cast.carol.id, PAGE).items[0].id)
        say(cast.hal, "Hey again @bob and @carol", "direct")
        assert [unread(cast.bob), unread(cast.carol)] == [[], [True]], "followers hear of it"
        say(cast.carol, "Hello @bob and @hal", "direct")
        assert unread(cast.bob) == [True]

    def test_what_others_said_stays_unread(self, cast: Cast) -> None:
        say(cast.alice, "Hello @bob and @hal", "direct")
        say(cast.hal, "Hey @bob and @alice", "direct")
        assert unread(cast.bob) == [True]
        mark_read(cast.bob, inbox(cast.bob.id, PAGE).items[0].id)
        assert unread(cast.bob) == [False]
        say(cast.alice, "And again, @bob and @hal", "direct")
        assert unread(cast.bob) == [True]

    def test_until_the_decision_is_lifted(self, cast: Cast) -> None:
        undo_about(cast.frank, cast.hal.id)
        say(cast.hal, "Hey @bob", "direct")
        assert unread(cast.bob) == [True]
