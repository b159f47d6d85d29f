"""The log, for those who may read it."""

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
