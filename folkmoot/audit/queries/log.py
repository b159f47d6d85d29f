"""The log, for those who may read it."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, QuerySet

from folkmoot.audit.models import COLUMNS, Entry, Link, Words
from folkmoot.core.cursors import Page, Slice


class EntryView(Link):
    """One act of staff; ``actor_id`` is ``None`` for the command line, ``words`` the digest of what was written."""

    __slots__ = ()

    @property
    def is_erased(self) -> bool:
        """Something was written here, and has been erased with the person it was about."""
        return bool(self.words) and not self.reason


def entries(page: Page) -> Slice[EntryView]:
    """The log, latest first."""
    some = Entry.objects.filter(seq__gt=page.above, seq__lt=page.below).order_by("seq" if page.ascending else "-seq")
    rows = list(some.values(*COLUMNS, "words")[: page.limit + 1])
    texts = dict(Words.objects.filter(digest__in=[row["words"] for row in rows]).values_list("digest", "text"))
    said = [EntryView(**{**row, "reason": texts.get(row["words"], row["reason"])}) for row in rows]
    return Slice.cut(said, page, lambda entry: entry.seq)


def done_to(verb: str) -> "QuerySet[Entry, int | None]":
    """The numbers of what this was done to, by anybody."""
    return Entry.objects.filter(verb=verb).values_list("object_id", flat=True)


def count_acts(verbs: Collection[str], since: datetime, until: datetime) -> Counter[str]:
    """How often each of these was done in a time, by anybody."""
    some = Entry.objects.filter(verb__in=verbs, at__gte=since, at__lt=until)
    return Counter(dict(some.values_list("verb").annotate(Count("seq"))))
