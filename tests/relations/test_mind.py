"""Notes about others, recommendations, and mutes that leave notifications: the rules below the doors."""

import pytest
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.moderation.actions import suspend
from folkmoot.project.cast import Cast
from folkmoot.relations import actions, queries
from folkmoot.relations.models import Endorsement, Note

pytestmark = pytest.mark.django_db
PAGE = Page(limit=40)


def note_of(viewer: Account, about: Account) -> str:
    return queries.relationship(viewer.id, [about.id])[about.id].note


def endorsed(viewer: Account | None, account: Account) -> list[str]:
    return [view.username for view in queries.endorsed(viewer.id if viewer else None, account.id, PAGE).items]


def test_a_note_is_kept_changed_and_taken_away(cast: Cast) -> None:
    actions.keep_note(cast.hal, cast.bob.id, "Plays \r\n the horn\0 ")
    assert note_of(cast.hal, cast.bob) == "Plays \n the horn"
    actions.keep_note(cast.hal, cast.bob.id, "Sings")
    assert (note_of(cast.hal, cast.bob), Note.objects.count()) == ("Sings", 1)
    assert (note_of(cast.bob, cast.hal), note_of(cast.alice, cast.bob)) == ("", "")
    actions.keep_note(cast.hal, cast.bob.id, " \n ")
    assert not Note.objects.exists()
    actions.keep_note(cast.hal, cast.bob.id, "")


def test_notes_stay_through_a_block_and_are_taken_from_whoever_is_gone(cast: Cast) -> None:
    actions.keep_note(cast.hal, cast.bob.id, "Careful")
    actions.block(cast.hal, cast.bob.id)
    assert note_of(cast.hal, cast.bob) == "Careful"
    suspend(cast.olivia, cast.bob.id, "Noise", None)
    with pytest.raises(NotFound):
        actions.keep_note(cast.hal, cast.bob.id, "More")
    actions.keep_note(cast.hal, cast.bob.id, "")
    assert not Note.objects.exists()


@pytest.mark.parametrize(("text", "fits"), [("x" * 2_000, True), ("x" * 2_001, False)])
def test_how_long_a_note_is(cast: Cast, text: str, fits: bool) -> None:
    if fits:
        actions.keep_note(cast.hal, cast.bob.id, text)
    else:
        with pytest.raises(Invalid):
            actions.keep_note(cast.hal, cast.bob.id, text)
    assert Note.objects.exists() is fits


@pytest.mark.parametrize("act", [lambda me, other: actions.keep_note(me, other, "Hm"), actions.endorse])
def test_not_about_oneself_and_not_while_suspended(cast: Cast, act) -> None:
    for actor, other in ((cast.hal, cast.hal), (cast.gina, cast.bob)):
        with pytest.raises(NotAllowed):
            act(actor, other.id)


def test_whom_one_follows_may_be_recommended(cast: Cast) -> None:
    with pytest.raises(Invalid):
        actions.endorse(cast.hal, cast.bob.id)
    actions.follow(cast.hal, cast.bob.id)
    actions.endorse(cast.hal, cast.bob.id)
    actions.endorse(cast.hal, cast.bob.id)
    assert endorsed(cast.frank, cast.hal) == endorsed(None, cast.hal) == ["bob"]
    assert queries.relationship(cast.hal.id, [cast.bob.id])[cast.bob.id].endorsed
    assert not queries.relationship(cast.bob.id, [cast.hal.id])[cast.hal.id].endorsed
    actions.unendorse(cast.hal, cast.bob.id)
    actions.unendorse(cast.hal, cast.bob.id)
    assert endorsed(cast.frank, cast.hal) == []


@pytest.mark.parametrize(
    "end",
    [
        lambda cast: actions.unfollow(cast.hal, cast.bob.id),
        lambda cast: actions.remove_follower(cast.bob, cast.hal.id),
        lambda cast: actions.block(cast.bob, cast.hal.id),
        lambda cast: actions.block(cast.hal, cast.bob.id),
    ],
)
def test_a_recommendation_ends_with_the_follow(cast: Cast, end) -> None:
    actions.follow(cast.hal, cast.bob.id)
    actions.endorse(cast.hal, cast.bob.id)
    end(cast)
    assert not Endorsement.objects.exists()


def test_recommendations_hide_who_is_blocked_and_who_is_gone(cast: Cast) -> None:
    for other in (cast.bob, cast.frank):
        actions.follow(cast.hal, other.id)
        actions.endorse(cast.hal, other.id)
    actions.block(cast.carol, cast.frank.id)
    assert endorsed(cast.carol, cast.hal) == ["bob"]
    suspend(cast.olivia, cast.bob.id, "Noise", None)
    assert endorsed(cast.olivia, cast.hal) == ["frank"]
    actions.block(cast.hal, cast.olivia.id)
    assert endorsed(cast.olivia, cast.hal) == []


def test_a_mute_says_what_it_covers(cast: Cast, happened) -> None:
    for silence, expected in ((actions.mute_posts, False), (actions.mute, True), (actions.mute_posts, False)):
        silence(cast.hal, cast.bob.id, None)
        bond = queries.relationship(cast.hal.id, [cast.bob.id])[cast.bob.id]
        assert (bond.muting, bond.muting_notifications) == (True, expected)
        assert happened() == [("Muted", {"muter_id": cast.hal.id, "muted_id": cast.bob.id})]
        silence(cast.hal, cast.bob.id, None)
        assert happened() == []
    with pytest.raises(Invalid):
        actions.mute_posts(cast.hal, cast.bob.id, timezone.now())


def test_familiar_followers_are_at_most_forty_each(cast: Cast) -> None:
    people = [Account(username=f"person{n}", active=True) for n in range(42)]
    Account.objects.bulk_create(people)
    for each in people:
        actions.follow(cast.hal, each.id)
        actions.follow(each, cast.bob.id)
    found = queries.familiar_followers(cast.hal.id, [cast.bob.id, cast.frank.id])
    assert [view.username for view in found[cast.bob.id]] == [f"person{n}" for n in range(41, 1, -1)]
    assert found[cast.frank.id] == []
    actions.block(people[41], cast.bob.id)
    actions.mute(cast.hal, people[40].id, None)
    assert len(queries.familiar_followers(cast.hal.id, [cast.bob.id])[cast.bob.id]) == 40
