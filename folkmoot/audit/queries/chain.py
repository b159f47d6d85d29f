"""Whether the log is as it was written."""

from collections.abc import Sequence
from typing import NamedTuple

from folkmoot.audit.models import COLUMNS, Entry, Link, Words, digest_of, digest_of_words
from folkmoot.audit.queries.heads import KeptHead

_BATCH = 5_000


class Break(NamedTuple):
    """The first entry that is not as it was written, and what gave it away."""

    seq: int
    sign: str  # changed, words, cut, head


def breach(kept: Sequence[KeptHead]) -> Break | None:
    """The first break in the log, seen from inside or by heads that were kept outside; ``None`` when all is well."""
    known = {each.seq: each.digest for each in kept}
    expected, before = 1, ""
    rows = Entry.objects.order_by("seq").values_list(*COLUMNS, "words", "previous", "digest")
    for row in rows.iterator(chunk_size=_BATCH):
        link, previous, digest = Link(*row[:-2]), row[-2], row[-1]
        if link.seq != expected or previous != before or digest != digest_of(before, link):
            return Break(min(link.seq, expected), "changed")
        if known.get(link.seq, digest) != digest:
            return Break(link.seq, "head")
        expected, before = link.seq + 1, digest
    if max(known, default=0) >= expected:
        return Break(expected, "cut")
    return _changed_words()


def verify() -> int | None:
    """The first entry that is not as it was written, or before which one is missing; ``None`` when all is well.

    A log cut off at its end looks whole from inside: ``breach`` compares it with heads kept elsewhere.
    """
    found = breach(())
    return found.seq if found else None


def head() -> tuple[int, str]:
    """The number and the digest of the last entry: what to keep outside the database (0 and empty for no entry)."""
    return Entry.objects.order_by("-seq").values_list("seq", "digest").first() or (0, "")


def _changed_words() -> Break | None:
    """Words may be erased, with the person they are about, but not replaced."""
    for digest, salt, text in Words.objects.values_list("digest", "salt", "text").iterator(chunk_size=_BATCH):
        if digest_of_words(salt, text) != digest:
            seq = Entry.objects.filter(words=digest).values_list("seq", flat=True).first()
            return Break(seq or 0, "words")
    return None
