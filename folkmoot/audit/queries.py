"""The log as it is read, and the proof that nobody changed it."""

from dataclasses import dataclass
from datetime import datetime

from folkmoot.audit.models import Entry, Link, digest_of
from folkmoot.core.cursors import Page, Slice

_COLUMNS = ("seq", "at", "actor_id", "verb", "object_type", "object_id", "reason")
_BATCH = 5_000


@dataclass(frozen=True)
class EntryView:
    """One act of staff; ``actor_id`` is ``None`` for the command line."""

    seq: int
    at: datetime
    actor_id: int | None
    verb: str
    object_type: str
    object_id: int | None
    reason: str


def entries(page: Page) -> Slice[EntryView]:
    """The log, latest first."""
    some = Entry.objects.filter(seq__gt=page.above, seq__lt=page.below).order_by("seq" if page.ascending else "-seq")
    rows = [EntryView(*row) for row in some.values_list(*_COLUMNS)[: page.limit + 1]]
    return Slice.cut(rows, page, lambda entry: entry.seq)


def verify() -> int | None:
    """The first entry that is not as it was written, or before which one is missing; ``None`` when all is well.

    A log cut off at its end looks whole from inside: compare ``head`` with a copy kept elsewhere.
    """
    expected, before = 1, ""
    rows = Entry.objects.order_by("seq").values_list(*_COLUMNS, "previous", "digest")
    for *facts, previous, digest in rows.iterator(chunk_size=_BATCH):
        link = Link(*facts)
        if link.seq != expected or previous != before or digest != digest_of(before, link):
            return min(link.seq, expected)
        expected, before = link.seq + 1, digest
    return None


def head() -> tuple[int, str]:
    """The number and the digest of the last entry: what to keep outside the database (0 and empty for no entry)."""
    return Entry.objects.order_by("-seq").values_list("seq", "digest").first() or (0, "")
