"""Emoji under posts: which are one, how many fit, counted exactly, and only on what one may see."""

from collections.abc import Callable

import pytest

from folkmoot.accounts.models import Account
from folkmoot.core.emoji import emoji_called, emoji_name, names_in, one_emoji
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.instance.actions import hide_emoji
from folkmoot.notifications.models import Notification
from folkmoot.notifications.queries import grouped
from folkmoot.posts import queries
from folkmoot.posts.actions import boost, delete_post, react, unreact
from folkmoot.posts.models import Counters, Reaction
from folkmoot.project.cast import Cast, member
from folkmoot.relations.actions import block, mute
from tests.emoji import own_emoji
from tests.happened import at_once, problems
from tests.posts.writing import PAGE, lay, say

pytestmark = pytest.mark.django_db

FAMILY, SKIN, FLAG, KEYCAP, RAINBOW = "👨‍👩‍👧‍👦", "👍🏽", "🇩🇪", "1️⃣", "🏳️‍🌈"
ENGLAND = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
NOT_ONE = ["", "a", "1", "#", "👍👍", "👍 ", "👍a", "🏽", "\u200d", "\ufe0f", "🇩", "<b>", ":", "::", ":a:", "👍" * 40]


@pytest.mark.parametrize("emoji", ["👍", "❤️", FAMILY, SKIN, FLAG, KEYCAP, RAINBOW, ENGLAND, "©️", "☺️"])
def test_each_of_these_is_one(cast: Cast, emoji: str) -> None:
    assert one_emoji(emoji) == emoji
    post = say(cast.alice)
    react(cast.bob, post, emoji)
    assert [each.emoji for each in queries.get_post(cast.bob.id, post).extras.reactions] == [emoji]


@pytest.mark.parametrize("text", [*NOT_ONE, ":nobody_made_it:", ":BIG:", ":" * 70])
def test_none_of_these_is(cast: Cast, text: str) -> None:
    assert one_emoji(text) == ""
    with pytest.raises(Invalid, match="Choose one emoji") as refused:
        react(cast.bob, say(cast.alice), text)
    assert refused.value.field == "emoji"
    assert not Reaction.objects.exists()


def test_the_same_sign_is_one_emoji_however_it_is_sent(cast: Cast) -> None:
    post = say(cast.alice)
    for person, sent in ((cast.bob, "❤"), (cast.hal, "❤️")):
        react(person, post, sent)
    assert [(each.emoji, each.count) for each in queries.get_post(cast.bob.id, post).extras.reactions] == [("❤️", 2)]
    unreact(cast.bob, post, "❤")
    assert queries.get_post(cast.bob.id, post).mark.reactions == 1


def test_done_and_undone_any_number_of_times(cast: Cast) -> None:
    post = say(cast.alice)
    for verb, on in ((react, True), (react, True), (unreact, False), (unreact, False), (react, True)):
        verb(cast.bob, post, "👍")
        mine = queries.get_post(cast.bob.id, post)
        others = queries.get_post(cast.hal.id, post)
        assert mine.mark.reactions == int(on)
        assert [(each.count, each.mine) for each in mine.extras.reactions] == [(1, True)] * on
        assert [(each.count, each.mine) for each in others.extras.reactions] == [(1, False)] * on


def test_those_that_came_first_stand_in_front(cast: Cast) -> None:
    post = say(cast.alice)
    for person, emoji in ((cast.bob, "🎉"), (cast.hal, "👍"), (cast.alice, "👍"), (cast.bob, "😂")):
        react(person, post, emoji)
    shown = queries.get_post(cast.bob.id, post)
    assert [(each.emoji, each.count) for each in shown.extras.reactions] == [("🎉", 1), ("👍", 2), ("😂", 1)]


def test_nothing_can_be_done_to_what_one_may_not_see(cast: Cast) -> None:
    hidden, seen = lay(cast.alice, "direct"), say(cast.alice)
    with pytest.raises(NotFound):
        react(cast.bob, hidden, "👍")
    react(cast.bob, seen, "👍")
    block(cast.alice, cast.bob.id)
    with pytest.raises(NotFound):
        react(cast.bob, seen, "🎉")
    unreact(cast.bob, seen, "👍")
    assert not Reaction.objects.exists()


def test_reacting_to_a_boost_reacts_to_the_post(cast: Cast) -> None:
    post = say(cast.alice)
    react(cast.hal, boost(cast.bob, post), "👍")
    assert Reaction.objects.get().post_id == post


def test_ten_different_ones_of_one_account(cast: Cast) -> None:
    post, some = say(cast.alice), emoji_called("face", "en", 12)
    for emoji in some[:10]:
        react(cast.bob, post, emoji)
    with pytest.raises(NotAllowed, match="ten different"):
        react(cast.bob, post, some[10])
    assert Counters.objects.get(post=post).reactions == Reaction.objects.count() == 10
    react(cast.hal, post, some[10])
    unreact(cast.bob, post, some[0])
    react(cast.bob, post, some[10])


def test_fifty_different_ones_of_all(cast: Cast) -> None:
    post, some = say(cast.alice), emoji_called("face", "en", 60)
    assert len(some) > 50
    people = [member(f"m{number}") for number in range(6)]
    for number, emoji in enumerate(some[:50]):
        react(people[number // 10], post, emoji)
    with pytest.raises(NotAllowed, match="fifty different"):
        react(people[5], post, some[50])
    react(people[5], post, some[0])
    assert Counters.objects.get(post=post).reactions == 51


@pytest.mark.django_db(transaction=True)
def test_counts_and_limits_are_exact_when_many_press_at_once() -> None:
    author, crowd = member("author"), [member(f"m{number}") for number in range(3)]
    post, some = say(author), emoji_called("face", "en", 14)
    jobs = [lambda who=who, emoji=emoji: react(who, post, emoji) for who in crowd for emoji in some[:2] * 2]
    assert problems(at_once(*jobs)) == []
    assert Counters.objects.get(post=post).reactions == Reaction.objects.count() == 6
    outcomes = at_once(*[lambda emoji=emoji: react(crowd[0], post, emoji) for emoji in some[2:]])
    assert {type(problem) for problem in problems(outcomes)} == {NotAllowed}
    assert Reaction.objects.filter(account=crowd[0]).count() == 10
    assert Counters.objects.get(post=post).reactions == Reaction.objects.count()


def test_the_community_s_own_has_its_picture_and_may_be_hidden(cast: Cast) -> None:
    own_emoji(cast.olivia, "wave")
    post = say(cast.alice)
    react(cast.bob, post, ":wave:")
    hide_emoji(cast.olivia, "wave")
    shown = queries.get_post(cast.hal.id, post).extras.reactions[0]
    assert (shown.emoji, shown.picture.width <= 128) == (":wave:", True)
    with pytest.raises(Invalid):
        react(cast.hal, post, ":wave:")
    unreact(cast.bob, post, ":wave:")
    assert not Reaction.objects.exists()


def test_who_reacted_hides_the_blocked_and_the_gone(cast: Cast) -> None:
    post = say(cast.hal)
    for person in (cast.alice, cast.bob, cast.dan):
        react(person, post, "👍")
    react(cast.alice, post, "🎉")
    assert pressed(cast.hal, post) == [("alice", "🎉"), ("dan", "👍"), ("bob", "👍"), ("alice", "👍")]
    assert pressed(cast.alice, post) == [("alice", "🎉"), ("bob", "👍"), ("alice", "👍")]
    Account.objects.filter(id=cast.bob.id).update(active=False)
    assert ("bob", "👍") not in pressed(cast.hal, post)
    with pytest.raises(NotFound):
        queries.reacted_by(cast.bob.id, lay(cast.alice, "direct"), PAGE)


def test_a_deleted_post_keeps_none(cast: Cast, drain: Callable[[], int]) -> None:
    post = say(cast.alice)
    react(cast.bob, post, "👍")
    delete_post(cast.alice, post)
    drain()
    assert not Reaction.objects.exists()


def test_the_author_is_told_once_and_the_last_one_taken_back_ends_it(cast: Cast, drain: Callable[[], int]) -> None:
    post = say(cast.alice)
    mute(cast.alice, cast.frank.id, None)
    for person in (cast.bob, cast.hal, cast.alice, cast.frank):
        react(person, post, "👍")
        react(person, post, "🎉")
    drain()
    (group,) = [each for each in grouped(cast.alice.id, PAGE).items if each.kind not in {"follow", "request"}]
    assert (group.kind, [person.username for person in group.actors]) == ("reaction", ["hal", "bob"])
    unreact(cast.bob, post, "👍")
    drain()
    assert Notification.objects.filter(kind="reaction").count() == 2
    unreact(cast.bob, post, "🎉")
    drain()
    assert [row.actor_id for row in Notification.objects.filter(kind="reaction")] == [cast.hal.id]


def test_a_post_without_any_pays_nothing(cast: Cast) -> None:
    post = say(cast.alice)
    assert not queries.get_post(cast.bob.id, post).has_more


def test_emoji_are_found_by_their_names_in_several_languages() -> None:
    assert "👍" in emoji_called("thumbs up", "en", 10)
    assert "👍" in emoji_called("+1", "fr", 10)
    assert "🐱" in emoji_called("Katze", "de", 60) or "🐈" in emoji_called("Katze", "de", 60)
    assert emoji_called("", "en", 10) == []
    assert emoji_called("nothing is called like this", "en", 10) == []
    assert len(emoji_called("a", "en", 7)) == 7
    assert not [each for each in emoji_called("thumbs", "en", 60) if "🏽" in each]


def test_emoji_have_names_in_the_language_of_the_reader() -> None:
    assert emoji_name("❤️", "en") == "red heart"
    assert emoji_name("❤️", "ar") not in {"", "red heart"}
    assert emoji_name("❤️", "xx") == "red heart"
    assert emoji_name("a", "en") == ""


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Hello :wave:", {"wave"}),
        (":a1::b_2:", {"a1", "b_2"}),
        ("(:wave:)", {"wave"}),
        ("12:30:45", set()),
        ("x:wave:", set()),
        (":wave:x", set()),
        (":Wave: :w: :_x: : wave :", set()),
        ("nothing", set()),
    ],
)
def test_names_are_found_between_colons(text: str, names: set[str]) -> None:
    assert names_in(text) == names


def pressed(viewer: Account, post: int) -> list[tuple[str, str]]:
    return [(person.username, emoji) for person, emoji in queries.reacted_by(viewer.id, post, PAGE).items]
