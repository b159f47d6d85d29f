"""Collections: who may make and change them, who can be in them, who sees what of them, and who is told."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from folkmoot.accounts.models import Account
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.core.events import drain
from folkmoot.moderation.actions import suspend
from folkmoot.notifications.models import Notification
from folkmoot.project.cast import Cast
from folkmoot.relations import queries
from folkmoot.relations.actions import (
    CollectionDraft,
    add_to_collection,
    block,
    change_collection,
    follow,
    leave_collection,
    make_collection,
    remove_collection,
    take_out_of_collection,
    unblock,
)
from folkmoot.relations.actions import collections as limits
from folkmoot.relations.models import Collection, CollectionItem
from tests.happened import Happened

pytestmark = pytest.mark.django_db
BIRDS = CollectionDraft("Bird people", "Who knows every heron", "en", "#birds")


@pytest.fixture
def birds(cast: Cast) -> int:
    """Hal's collection, with bob and frank in it."""
    made = make_collection(cast.hal, BIRDS)
    for each in (cast.bob, cast.frank):
        add_to_collection(cast.hal, made, each.id)
    return made


def inside(viewer: Account | None, collection: int) -> list[int]:
    return list(queries.collection(viewer.id if viewer else None, collection).people)


def place(collection: int, account: Account) -> int:
    return CollectionItem.objects.get(collection=collection, account=account).id


def of(viewer: Account | None, owner: Account) -> list[str]:
    return [each.name for each in queries.collections_of(viewer.id if viewer else None, owner.id, 40, 0)]


def told(account: Account) -> list[tuple[str, int | None]]:
    drain()
    found = Notification.objects.filter(account=account, collection__isnull=False).order_by("id")
    return list(found.values_list("kind", "collection_id"))


# To make, to change, to remove


def test_a_collection_is_made_changed_and_removed(cast: Cast, happened: Happened) -> None:
    made = make_collection(cast.hal, CollectionDraft("  Bird \n people ", " Who knows\nevery heron ", "en", "birds"))
    known = queries.collection(cast.bob.id, made)
    assert (known.name, known.description, known.tag) == ("Bird people", "Who knows every heron", "birds")
    assert (known.language, known.sensitive, known.listed, known.items) == ("en", False, True, ())
    change_collection(cast.hal, made, CollectionDraft("Herons", sensitive=True, listed=False))
    again = queries.collection(cast.bob.id, made)
    assert (again.name, again.description, again.tag, again.sensitive, again.listed) == ("Herons", "", "", True, False)
    assert again.changed_at > known.changed_at
    assert again.created_at == known.created_at
    remove_collection(cast.hal, made)
    assert not Collection.objects.exists()
    assert [name for name, _ in happened()] == ["CollectionMade", "CollectionChanged", "CollectionRemoved"]


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (CollectionDraft(" \n "), "name"),
        (CollectionDraft("x" * 41), "name"),
        (CollectionDraft("Birds", "x" * 101), "description"),
        (CollectionDraft("Birds", tag="two words"), "tag_name"),
        (CollectionDraft("Birds", tag="x" * 101), "tag_name"),
        (CollectionDraft("Birds", tag="##birds"), "tag_name"),
        (CollectionDraft("Birds", language="Klingonese"), "language"),
        (CollectionDraft("Birds", language="e"), "language"),
    ],
)
def test_what_cannot_be_a_collection(cast: Cast, birds: int, draft: CollectionDraft, field: str) -> None:
    for do in (lambda: make_collection(cast.hal, draft), lambda: change_collection(cast.hal, birds, draft)):
        with pytest.raises(Invalid) as error:
            do()
        assert error.value.field == field
    assert of(cast.hal, cast.hal) == ["Bird people"]


def test_there_is_an_end_to_how_many(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "COLLECTIONS_MOST", 1)
    monkeypatch.setattr(limits, "COLLECTED_MOST", 1)
    made = make_collection(cast.hal, BIRDS)
    with pytest.raises(NotAllowed):
        make_collection(cast.hal, BIRDS)
    first = add_to_collection(cast.hal, made, cast.bob.id)
    assert add_to_collection(cast.hal, made, cast.bob.id) == first, "again is no second one"
    with pytest.raises(NotAllowed):
        add_to_collection(cast.hal, made, cast.frank.id)
    leave_collection(cast.bob, made, first)
    assert add_to_collection(cast.hal, made, cast.frank.id), "who left takes no place"


@pytest.mark.parametrize(
    "deed",
    [
        lambda who, it, item: change_collection(who, it, BIRDS),
        lambda who, it, item: remove_collection(who, it),
        lambda who, it, item: add_to_collection(who, it, Account.objects.get(username="olivia").id),
        take_out_of_collection,
    ],
)
def test_nobody_changes_somebody_elses(cast: Cast, birds: int, deed: Callable[[Account, int, int], object]) -> None:
    item = place(birds, cast.bob)
    with pytest.raises(NotAllowed):
        deed(cast.bob, birds, item)
    with pytest.raises(NotFound):
        deed(cast.hal, birds + 1, item)
    block(cast.hal, cast.dan.id)
    with pytest.raises(NotFound):
        deed(cast.dan, birds, item)
    suspend(cast.olivia, cast.hal.id, "Noise", None)
    with pytest.raises(NotAllowed):
        deed(Account.objects.get(id=cast.hal.id), birds, item)
    assert CollectionItem.objects.count() == 2
    assert Collection.objects.get().name == "Bird people"


# Who can be in one


def test_who_wants_to_be_found_can_be_added_by_all(cast: Cast, birds: int) -> None:
    assert inside(cast.olivia, birds) == [cast.bob.id, cast.frank.id]


def test_who_chooses_their_followers_is_added_by_those_alone(cast: Cast) -> None:
    for who, may in ((cast.hal, False), (cast.bob, True)):
        made = make_collection(who, BIRDS)
        if may:
            add_to_collection(who, made, cast.alice.id)
        else:
            with pytest.raises(Invalid):
                add_to_collection(who, made, cast.alice.id)
        assert inside(who, made) == ([cast.alice.id] if may else [])


@pytest.mark.parametrize(
    ("who", "error"), [("undiscoverable", Invalid), ("blocking", Invalid), ("hal", NotAllowed), ("gina", NotFound)]
)
def test_who_cannot_be_added(cast: Cast, birds: int, who: str, error: type[Exception]) -> None:
    match who:
        case "undiscoverable":
            Account.objects.filter(id=cast.olivia.id).update(discoverable=False)
            other = cast.olivia
        case "blocking":
            block(cast.olivia, cast.hal.id)
            other = cast.olivia
        case _:
            other = getattr(cast, who)
    with pytest.raises(error):
        add_to_collection(cast.hal, birds, other.id)
    assert inside(cast.hal, birds) == [cast.bob.id, cast.frank.id]


def test_somebody_is_taken_out_and_may_be_added_again(cast: Cast, birds: int, happened: Happened) -> None:
    happened()
    take_out_of_collection(cast.hal, birds, place(birds, cast.bob))
    assert inside(cast.bob, birds) == [cast.frank.id]
    with pytest.raises(NotFound):
        take_out_of_collection(cast.hal, birds, 1)
    add_to_collection(cast.hal, birds, cast.bob.id)
    assert inside(cast.bob, birds) == [cast.frank.id, cast.bob.id]


def test_who_leaves_stays_out(cast: Cast, birds: int) -> None:
    item = place(birds, cast.bob)
    with pytest.raises(NotFound):
        leave_collection(cast.frank, birds, item)
    leave_collection(cast.bob, birds, item)
    with pytest.raises(NotFound):
        leave_collection(cast.bob, birds, item)
    assert inside(cast.hal, birds) == [cast.frank.id]
    with pytest.raises(Invalid):
        add_to_collection(cast.hal, birds, cast.bob.id)
    with pytest.raises(NotFound):
        take_out_of_collection(cast.hal, birds, item)
    assert queries.collections_with(cast.bob.id, cast.bob.id, 40, 0) == []


# Who sees what


def test_who_sees_which_collections(cast: Cast, birds: int) -> None:
    make_collection(cast.hal, CollectionDraft("For those I tell", listed=False))
    everything = ["For those I tell", "Bird people"]
    table = [(cast.hal, everything), (cast.bob, ["Bird people"]), (None, ["Bird people"])]
    assert [(who, of(who, cast.hal)) for who, _ in table] == table
    block(cast.hal, cast.dan.id)
    assert of(cast.dan, cast.hal) == []
    with pytest.raises(NotFound):
        queries.collection(cast.dan.id, birds)
    suspend(cast.olivia, cast.hal.id, "Noise", None)
    for viewer in (cast.bob.id, None):
        with pytest.raises(NotFound):
            queries.collection(viewer, birds)
    assert queries.collection(cast.hal.id, birds)


def test_they_come_in_parts(cast: Cast) -> None:
    for name in ("One", "Two", "Three"):
        add_to_collection(cast.hal, make_collection(cast.hal, CollectionDraft(name)), cast.bob.id)
    for ask, who in ((queries.collections_of, cast.hal.id), (queries.collections_with, cast.bob.id)):
        assert [each.name for each in ask(cast.bob.id, who, 2, 0)] == ["Three", "Two"]
        assert [each.name for each in ask(cast.bob.id, who, 2, 2)] == ["One"]
        assert ask(cast.bob.id, who, 2, 3) == []


def test_who_sees_whom_in_one(cast: Cast, birds: int) -> None:
    both = [cast.bob.id, cast.frank.id]
    assert [inside(who, birds) for who in (cast.olivia, None)] == [both, both]
    block(cast.olivia, cast.bob.id)
    assert inside(cast.olivia, birds) == [cast.frank.id]
    Account.objects.filter(id=cast.frank.id).update(discoverable=False)
    assert inside(cast.olivia, birds) == []
    assert inside(None, birds) == [cast.bob.id]
    assert inside(cast.hal, birds) == inside(cast.frank, birds) == both
    suspend(cast.olivia, cast.bob.id, "Noise", None)
    assert inside(None, birds) == []
    assert inside(cast.hal, birds) == [cast.frank.id]


def test_in_which_collections_somebody_is(cast: Cast, birds: int) -> None:
    secret = make_collection(cast.hal, CollectionDraft("For those I tell", listed=False))
    add_to_collection(cast.hal, secret, cast.bob.id)

    def names(viewer: Account | None) -> list[str]:
        found = queries.collections_with(viewer.id if viewer else None, cast.bob.id, 40, 0)
        return [each.name for each in found]

    everything = ["For those I tell", "Bird people"]
    assert [names(who) for who in (cast.bob, cast.hal, cast.frank, None)] == [
        everything,
        everything,
        ["Bird people"],
        ["Bird people"],
    ]
    Account.objects.filter(id=cast.bob.id).update(discoverable=False)
    assert [names(who) for who in (cast.bob, cast.frank, None)] == [everything, [], []]


def test_accounts_without_any_cost_no_statement_more(
    cast: Cast, queries: Callable[[int], AbstractContextManager[None]]
) -> None:
    of(cast.bob, cast.frank)
    with queries(1):
        assert of(cast.bob, cast.frank) == []


def test_a_page_of_them_costs_the_same_however_many(
    cast: Cast, birds: int, queries: Callable[[int], AbstractContextManager[None]]
) -> None:
    of(cast.bob, cast.hal)
    with queries(3):
        of(cast.bob, cast.hal)
    for name in ("Two", "Three"):
        add_to_collection(cast.hal, make_collection(cast.hal, CollectionDraft(name)), cast.bob.id)
    of(cast.bob, cast.hal)
    with queries(3):
        assert len(of(cast.bob, cast.hal)) == 3


# What a block ends, and who is told


def test_a_block_takes_both_out(cast: Cast, birds: int) -> None:
    other = make_collection(cast.bob, CollectionDraft("Swimmers"))
    add_to_collection(cast.bob, other, cast.hal.id)
    assert told(cast.bob) == [("collected", birds)]
    block(cast.bob, cast.hal.id)
    drain()
    unblock(cast.bob, cast.hal.id)
    assert inside(cast.hal, birds) == [cast.frank.id]
    assert inside(cast.bob, other) == []
    assert (told(cast.bob), told(cast.hal)) == ([], [])


def test_who_left_is_not_brought_back_by_a_block(cast: Cast, birds: int) -> None:
    leave_collection(cast.bob, birds, place(birds, cast.bob))
    block(cast.bob, cast.hal.id)
    unblock(cast.bob, cast.hal.id)
    with pytest.raises(Invalid):
        add_to_collection(cast.hal, birds, cast.bob.id)


def test_who_is_put_into_one_is_told_of_each(cast: Cast, birds: int) -> None:
    second = make_collection(cast.hal, CollectionDraft("Second"))
    add_to_collection(cast.hal, second, cast.bob.id)
    assert told(cast.bob) == [("collected", birds), ("collected", second)]
    assert told(cast.hal) == []


def test_a_new_name_is_told_once_and_the_newest_counts(cast: Cast, birds: int) -> None:
    drain()
    for name in ("Heron people", "Stork people"):
        change_collection(cast.hal, birds, CollectionDraft(name))
        drain()
    assert told(cast.bob) == [("collected", birds), ("collection", birds)]
    change_collection(cast.hal, birds, CollectionDraft("Stork people", sensitive=True, listed=False))
    before = list(Notification.objects.values_list("id", flat=True))
    drain()
    assert list(Notification.objects.values_list("id", flat=True)) == before, "nothing that is said of them"


@pytest.mark.parametrize("end", ["taken out", "left", "removed"])
def test_whoever_is_out_again_hears_no_more_of_it(cast: Cast, birds: int, end: str) -> None:
    drain()
    match end:
        case "taken out":
            take_out_of_collection(cast.hal, birds, place(birds, cast.bob))
        case "left":
            leave_collection(cast.bob, birds, place(birds, cast.bob))
        case "removed":
            remove_collection(cast.hal, birds)
    assert told(cast.bob) == []
    assert told(cast.frank) == ([] if end == "removed" else [("collected", birds)])


def test_nothing_is_told_of_what_is_over_before_the_worker_comes(cast: Cast) -> None:
    made = make_collection(cast.hal, BIRDS)
    take_out_of_collection(cast.hal, made, add_to_collection(cast.hal, made, cast.bob.id))
    assert told(cast.bob) == []


def test_what_is_told_of_a_place_that_was_given_back_meanwhile_stays(cast: Cast, birds: int) -> None:
    drain()
    take_out_of_collection(cast.hal, birds, place(birds, cast.bob))
    add_to_collection(cast.hal, birds, cast.bob.id)
    assert told(cast.bob) == [("collected", birds)]


def test_a_follow_that_ends_leaves_the_collection_as_it_is(cast: Cast) -> None:
    made = make_collection(cast.bob, BIRDS)
    add_to_collection(cast.bob, made, cast.alice.id)
    follow(cast.alice, cast.bob.id)
    assert inside(cast.alice, made) == [cast.alice.id]
