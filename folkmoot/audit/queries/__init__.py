"""The log as it is read, and the proof that nobody changed it."""

from folkmoot.audit.queries.chain import Break, breach, head, verify
from folkmoot.audit.queries.heads import KeptHead, heads_file, kept_heads, line_after, published_head
from folkmoot.audit.queries.log import EntryView, count_acts, done_to, entries

__all__ = [
    "Break",
    "EntryView",
    "KeptHead",
    "breach",
    "count_acts",
    "done_to",
    "entries",
    "head",
    "heads_file",
    "kept_heads",
    "line_after",
    "published_head",
    "verify",
]
