"""Drafts on the server: nothing typed is lost, nothing is shown to anybody else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.core.ids import as_of
from folkmoot.media.models import Picture, Recording
from folkmoot.media.tasks import forget_uploads
from folkmoot.posts.actions import Draft, publish_post
from folkmoot.posts.actions.saved import (
    BYTES_MOST,
    DRAFTS_MOST,
    UPLOADS_KEPT,
    Begun,
    Saved,
    discard_draft,
    forget_draft,
    save_draft,
)
from folkmoot.posts.models import SavedDraft
from folkmoot.posts.queries.saved import draft, drafts
from folkmoot.project.cast import Cast
from tests.happened import at_once
from tests.pictures import lay
from tests.posts.writing import say


def typed(text: str = "Half a thought", key: str = "a desk", **more: list[str]) -> dict[str, list[str]]:
    return {"text": [text], "scope": ["public"], "key": [key], **more}


def keep(cast: Cast, text: str = "Half a thought", *, into: Saved | None = None, key: str = "a desk") -> Saved:
    begun = Begun(typed(text, key), version=into.version if into else 0)
    return save_draft(cast.alice, into.id if into else None, begun)


def texts(cast: Cast) -> list[str]:
    return [each.text for each in drafts(cast.alice.id)]


def test_a_draft_is_kept_as_its_form_holds_it(cast: Cast) -> None:
    form = typed("Wörter\n\nund mehr", poll_option=["tea", "coffee"], scope=["followers"])
    kept = save_draft(cast.alice, None, Begun(form))
    found = draft(cast.alice.id, kept.id)
    assert (found.form, found.text, found.version) == (form, "Wörter\n\nund mehr", kept.version)


def test_who_goes_on_writing_writes_over_it(cast: Cast) -> None:
    first = keep(cast)
    second = keep(cast, "Half a thought, and", into=first)
    third = keep(cast, "Half a thought, and the rest", into=second)
    assert first.id == second.id == third.id
    assert first.version < second.version < third.version
    assert texts(cast) == ["Half a thought, and the rest"]


def test_an_answer_that_got_lost_makes_no_second_draft(cast: Cast) -> None:
    """The same form goes on with what it saved itself, whatever it knows of that."""
    first = keep(cast)
    assert keep(cast, "It did not hear back").id == first.id
    keep(cast, "Nor now", into=first)
    assert keep(cast, "And on", into=first).id == first.id
    assert texts(cast) == ["And on"]


def test_the_same_words_again_change_nothing(cast: Cast) -> None:
    first = keep(cast)
    assert keep(cast, into=first) == first
    assert keep(cast, into=Saved(first.id, 12)) == first


def test_another_device_that_has_seen_it_goes_on_with_it(cast: Cast) -> None:
    first = keep(cast)
    assert keep(cast, "From the phone", into=first, key="a phone").id == first.id
    assert texts(cast) == ["From the phone"]


def test_of_two_devices_neither_writes_over_the_other(cast: Cast) -> None:
    first = keep(cast)
    phone = keep(cast, "From the phone", into=first, key="a phone")
    desk = keep(cast, "From the desk", into=first)
    assert phone.id == first.id != desk.id
    assert set(texts(cast)) == {"From the phone", "From the desk"}
    assert keep(cast, "From the desk again", into=desk).id == desk.id
    assert keep(cast, "From the phone again", into=phone, key="a phone").id == phone.id
    assert set(texts(cast)) == {"From the phone again", "From the desk again"}


def test_what_was_thrown_away_elsewhere_becomes_another_draft(cast: Cast) -> None:
    first = keep(cast)
    discard_draft(cast.alice, first.id)
    again = keep(cast, "Still typing", into=first)
    assert again.id != first.id
    assert texts(cast) == ["Still typing"]


def test_the_newest_stands_first(cast: Cast) -> None:
    first, _second = keep(cast, "one", key="1"), keep(cast, "two", key="2")
    keep(cast, "one more", into=first, key="1")
    assert texts(cast) == ["one more", "two"]


@pytest.mark.parametrize("text", ["", "  \n ", "\0"])
def test_nothing_is_no_draft(cast: Cast, text: str) -> None:
    with pytest.raises(Invalid, match="nothing to keep"):
        keep(cast, text)
    assert texts(cast) == []


def test_a_question_alone_is_a_draft(cast: Cast) -> None:
    save_draft(cast.alice, None, Begun(typed("", poll_option=["", "tea"])))
    with pytest.raises(Invalid):
        save_draft(cast.alice, None, Begun(typed("", "elsewhere", poll_option=["", " "])))


def test_what_no_database_can_hold_is_left_out(cast: Cast) -> None:
    keep(cast, "a\0b \ud83d c")
    assert texts(cast) == ["ab ? c"]


def test_a_draft_has_an_end(cast: Cast) -> None:
    with pytest.raises(Invalid, match="too long"):
        keep(cast, "ß" * (BYTES_MOST // 2))
    keep(cast, "ß" * (BYTES_MOST // 2 - 100))


def test_there_are_fifty_at_most_and_the_old_ones_stay(cast: Cast) -> None:
    kept = [keep(cast, f"number {n}", key=str(n)) for n in range(DRAFTS_MOST)]
    with pytest.raises(Invalid, match="Throw one away") as refused:
        keep(cast, "one more", key="more")
    assert refused.value.field == "drafts"
    assert len(texts(cast)) == DRAFTS_MOST
    assert keep(cast, "still written over", into=kept[0], key="0").id == kept[0].id
    discard_draft(cast.alice, kept[7].id)
    keep(cast, "one more", key="more")
    save_draft(cast.bob, None, Begun(typed("Bob's own")))


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_make_fifty_one(cast: Cast) -> None:
    for number in range(DRAFTS_MOST - 1):
        keep(cast, f"number {number}", key=str(number))
    outcomes = at_once(*(lambda n=n: keep(cast, f"late {n}", key=f"late {n}") for n in range(4)))
    assert sum(isinstance(each, Saved) for each in outcomes) == 1, outcomes
    assert SavedDraft.objects.count() == DRAFTS_MOST


class TestOthers:
    def test_cannot_read_it(self, cast: Cast) -> None:
        kept = keep(cast)
        for other in (cast.bob, cast.olivia, cast.frank):
            assert drafts(other.id) == []
            with pytest.raises(NotFound):
                draft(other.id, kept.id)

    def test_cannot_throw_it_away(self, cast: Cast) -> None:
        kept = keep(cast)
        with pytest.raises(NotFound):
            discard_draft(cast.bob, kept.id)
        forget_draft(cast.bob, kept.id, "a desk")
        assert texts(cast) == ["Half a thought"]

    def test_cannot_write_over_it(self, cast: Cast) -> None:
        kept = keep(cast)
        theirs = save_draft(cast.bob, kept.id, Begun(typed("Bob was here"), version=kept.version))
        assert theirs.id != kept.id
        assert texts(cast) == ["Half a thought"]

    def test_cannot_let_it_go_by_publishing(self, cast: Cast) -> None:
        kept = keep(cast)
        publish_post(cast.bob, Draft("Mine", "public", saved_as=kept.id, hand="a desk"))
        assert texts(cast) == ["Half a thought"]


class TestPublishing:
    def test_the_draft_goes_with_it(self, cast: Cast) -> None:
        kept, other = keep(cast), keep(cast, "Another", key="elsewhere")
        publish_post(cast.alice, Draft("Half a thought", "public", saved_as=kept.id))
        assert [each.id for each in drafts(cast.alice.id)] == [other.id]

    def test_also_when_the_form_never_learnt_its_number(self, cast: Cast) -> None:
        keep(cast)
        publish_post(cast.alice, Draft("Half a thought", "public", hand="a desk"))
        assert texts(cast) == []

    def test_it_stays_when_the_post_is_refused(self, cast: Cast) -> None:
        kept, closed = keep(cast), say(cast.hal, reply_policy="mentioned")
        with pytest.raises(NotAllowed):
            publish_post(cast.alice, Draft("Half a thought", "public", reply_to=closed, saved_as=kept.id))
        assert texts(cast) == ["Half a thought"]

    def test_a_program_pays_nothing_for_drafts(self, cast: Cast) -> None:
        with CaptureQueriesContext(connection) as statements:
            publish_post(cast.alice, Draft("From a program", "public"))
        assert not [each for each in statements.captured_queries if "saveddraft" in each["sql"]]


class TestUploads:
    def test_are_kept_with_the_draft(self, cast: Cast) -> None:
        mine, theirs, used = lay(cast.alice.id), lay(cast.bob.id), lay(cast.alice.id)
        sound = Recording.objects.create(owner_id=cast.alice.id, kind="sound")
        Picture.objects.filter(id=used.id).update(used_at=timezone.now(), use="post")
        save_draft(cast.alice, None, Begun(typed(""), (mine.id, theirs.id, used.id), (sound.id,)))
        kept = {row.id: row.kept_until for row in Picture.objects.all()}
        kept[sound.id] = Recording.objects.get().kept_until
        due = timezone.now() + UPLOADS_KEPT
        for some_id in (mine.id, sound.id):
            assert abs(kept[some_id] - due) < timedelta(minutes=1)
        assert kept[theirs.id] is None
        assert kept[used.id] is None

    def test_outlive_the_sweep_that_takes_others(self, cast: Cast) -> None:
        with as_of(timezone.now() - timedelta(days=3)):
            mine, forgotten = lay(cast.alice.id), lay(cast.alice.id)
        save_draft(cast.alice, None, Begun(typed(""), (mine.id,)))
        forget_uploads()
        assert list(Picture.objects.values_list("id", flat=True)) == [mine.id]
        assert forgotten.id != mine.id

    def test_are_never_kept_for_less(self, cast: Cast) -> None:
        mine, far = lay(cast.alice.id), timezone.now() + timedelta(days=300)
        Picture.objects.filter(id=mine.id).update(kept_until=far)
        save_draft(cast.alice, None, Begun(typed(""), (mine.id,)))
        assert Picture.objects.get().kept_until == far


@pytest.mark.parametrize(("draft_id", "hand"), [(None, ""), (12345, ""), (None, "nowhere")])
def test_forgetting_what_is_not_there_does_nothing(cast: Cast, draft_id: int | None, hand: str) -> None:
    keep(cast)
    forget_draft(cast.alice, draft_id, hand)
    assert texts(cast) == ["Half a thought"]


def test_a_list_of_drafts_is_one_statement(cast: Cast, queries: Callable[[int], Any]) -> None:
    for number in range(5):
        keep(cast, f"number {number}", key=str(number))
    with queries(1):
        assert len(drafts(cast.alice.id)) == 5
