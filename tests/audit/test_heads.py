"""Heads of the log that are kept outside the database, and words that can be erased without breaking it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.db import transaction
from django.utils import timezone

from folkmoot.audit import tasks
from folkmoot.audit.actions import record
from folkmoot.audit.models import Entry, Link, Words, digest_of
from folkmoot.audit.queries import (
    Break,
    breach,
    count_acts,
    entries,
    heads_file,
    kept_heads,
    published_head,
    verify,
)
from folkmoot.core.cursors import Page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def write(*texts: str) -> None:
    with transaction.atomic():
        for text in texts:
            record(7, "account.suspend", "account", 9, text)


def forge_all_after(first: int) -> None:
    """Somebody who may write into the database makes the chain anew from an entry on: from inside it looks whole."""
    before = Entry.objects.filter(seq=first - 1).values_list("digest", flat=True).first() or ""
    for seq in range(first, Entry.objects.count() + 1):
        old = Entry.objects.get(seq=seq)
        link = Link(seq, old.at, 8, old.verb, old.object_type, old.object_id, "", "")
        digest = digest_of(before, link)
        Entry.objects.filter(seq=seq).update(actor_id=8, words="", previous=before, digest=digest)
        before = digest


def cut_after(last: int) -> None:
    Entry.objects.filter(seq__gt=last).delete()


def cut_and_write_on() -> None:
    cut_after(2)
    write("something harmless", "and more", "and more still")


@pytest.mark.parametrize(
    ("attack", "found"),
    [
        (lambda: cut_after(2), Break(3, "cut")),
        (lambda: cut_after(0), Break(1, "cut")),
        (cut_and_write_on, Break(4, "head")),
        (lambda: forge_all_after(4), Break(4, "head")),
        (lambda: forge_all_after(2), Break(4, "head")),
        (lambda: Words.objects.filter(text="two").update(text="nothing much"), Break(2, "words")),
        (lambda: None, None),
    ],
)
def test_whoever_makes_the_chain_anew_is_found_by_the_head_that_was_kept(
    attack: Callable[[], object], found: Break | None
) -> None:
    write("one", "two", "three", "four")
    tasks.keep_head()
    attack()
    assert breach(kept_heads()[0]) == found


def test_a_head_is_kept_when_the_log_has_grown_and_only_then() -> None:
    tasks.keep_head()
    assert kept_heads() == ([], None)
    write("one")
    tasks.keep_head()
    tasks.keep_head()
    write("two", "three")
    tasks.keep_head()
    assert [each.seq for each in kept_heads()[0]] == [1, 3]
    assert heads_file().stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("spoil", "foreign"),
    [
        (lambda lines: lines[1:], 1),  # the first line taken out
        (lambda lines: [lines[0], lines[2]], 2),
        (lambda lines: [lines[1], lines[0], lines[2]], 1),
        (lambda lines: [lines[0].replace(" 1 ", " 2 "), *lines[1:]], 1),
        (lambda lines: [*lines, "2026-03-01T00:00:00+00:00 9 " + "a" * 64 + " " + "b" * 64], 4),
        (lambda lines: [*lines, "nonsense"], 4),
        (lambda lines: [*lines[:2], "", lines[2]], 3),
    ],
)
def test_a_line_that_nobody_of_ours_wrote_is_found(spoil: Callable[[list[str]], list[str]], foreign: int) -> None:
    for text in ("one", "two", "three"):
        write(text)
        tasks.keep_head()
    heads_file().write_text("".join(f"{line}\n" for line in spoil(heads_file().read_text().splitlines())))
    assert kept_heads()[1] == foreign


def test_without_the_key_no_line_can_be_made(settings: Any) -> None:
    write("one")
    settings.HASH_KEY = "another"
    tasks.keep_head()
    settings.HASH_KEY = "ours"
    assert kept_heads() == ([], 1)


def test_words_lie_beside_the_chain_and_can_be_erased() -> None:
    write("because of bob@example.org", "")
    assert "example.org" not in "".join(Entry.objects.values_list("reason", flat=True))
    assert [entry.reason for entry in entries(Page(limit=9)).items] == ["", "because of bob@example.org"]
    Words.objects.all().delete()
    assert verify() is None
    assert [(entry.reason, entry.is_erased) for entry in entries(Page(limit=9)).items] == [("", False), ("", True)]


def test_equal_words_cannot_be_told_from_their_digests() -> None:
    write("spam", "spam")
    assert len(set(Entry.objects.values_list("words", flat=True))) == 2


def test_entries_from_before_there_were_words_beside_it_are_whole_still() -> None:
    link = Link(1, timezone.now(), 7, "account.suspend", "account", 9, "as it was written then")
    Entry.objects.create(**link._asdict(), previous="", digest=digest_of("", link))
    write("new")
    assert verify() is None
    assert [entry.reason for entry in entries(Page(limit=9)).items] == ["new", "as it was written then"]
    Entry.objects.filter(seq=1).update(reason="something else")
    assert verify() == 1


class TestPublished:
    """The head that everybody may read and note."""

    def kept_at(self, moment: datetime, text: str) -> None:
        write(text)
        with mock.patch.object(timezone, "now", return_value=moment):
            tasks.keep_head()

    def test_nothing_before_the_first_day_has_passed(self) -> None:
        assert published_head(timezone.now()) is None
        write("one")
        tasks.keep_head()
        assert published_head(timezone.now() - timedelta(days=1)) is None

    @pytest.mark.parametrize(
        ("today", "seq"),
        [
            (datetime(2026, 3, 1, tzinfo=UTC), None),
            (datetime(2026, 3, 2, tzinfo=UTC), 2),
            (datetime(2026, 3, 3, tzinfo=UTC), 3),
            (datetime(2026, 3, 9, tzinfo=UTC), 4),  # nothing was done for days
            (datetime(2026, 3, 3, 12, tzinfo=UTC), 4),
        ],
    )
    def test_the_newest_of_the_days_before(self, today: datetime, seq: int | None) -> None:
        for day, hour in ((1, 8), (1, 23), (2, 10), (3, 11)):
            self.kept_at(datetime(2026, 3, day, hour, tzinfo=UTC), f"on {day}")
        found = published_head(today)
        assert (found.seq if found else None) == seq

    def test_read_anew_when_the_file_has_grown(self) -> None:
        self.kept_at(datetime(2026, 3, 1, tzinfo=UTC), "one")
        today = datetime(2026, 3, 9, tzinfo=UTC)
        first, again = published_head(today), published_head(today)
        assert first is again
        self.kept_at(datetime(2026, 3, 2, tzinfo=UTC), "two")
        found = published_head(today)
        assert found
        assert found.seq == 2

    def test_what_nobody_of_ours_wrote_is_not_published(self) -> None:
        self.kept_at(datetime(2026, 3, 1, tzinfo=UTC), "one")
        with heads_file().open("a") as file:
            file.write("2026-03-02T00:00:00+00:00 9 " + "a" * 64 + " " + "b" * 64 + "\n")
        found = published_head(datetime(2026, 3, 9, tzinfo=UTC))
        assert found
        assert found.seq == 1

    def test_whoever_noted_it_finds_that_the_end_was_cut(self) -> None:
        write("one", "two", "three")
        self.kept_at(datetime(2026, 3, 1, tzinfo=UTC), "four")
        noted = published_head(datetime(2026, 3, 2, tzinfo=UTC))
        assert noted
        assert breach([noted]) is None
        assert noted.typed == f"4:{Entry.objects.get(seq=4).digest}"
        cut_after(2)
        heads_file().unlink()
        assert breach([noted]) == Break(3, "cut")


def test_acts_are_counted_by_what_was_done_and_when() -> None:
    write("one", "two")
    with transaction.atomic():
        record(7, "account.limit", "account", 9, "")
    first = Entry.objects.get(seq=1).at
    last = Entry.objects.get(seq=3).at
    verbs = ("account.suspend", "account.limit")
    assert count_acts(verbs, first, last) == {"account.suspend": 2}, "the moment it ends is none of it"
    assert count_acts(verbs, first, last + timedelta(seconds=1)) == {"account.suspend": 2, "account.limit": 1}
    assert count_acts(("account.limit",), first, last)["account.limit"] == 0
    assert count_acts((), first, last) == {}
