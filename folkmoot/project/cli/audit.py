"""Proving from the command line that nobody changed the log of staff."""

import argparse
import sys
from datetime import UTC, datetime

from folkmoot.audit.queries import Break, KeptHead, breach, head, heads_file, kept_heads
from folkmoot.core.errors import Invalid

_SIGNS = {
    "changed": "is not as it was written, or one is missing before it",
    "words": "has other words than those it was written with",
    "cut": "is missing: the log was cut off, it reached further when its head was kept",
    "head": "is another one than when its head was kept",
}


def verify(options: argparse.Namespace) -> int:
    """Go through the whole log; 1 when something is wrong with it, naming the first bad entry."""
    kept, foreign = kept_heads()
    if foreign:
        sys.stdout.write(
            f"Line {foreign} of {heads_file()} was not written by this server: what follows it is not used.\n"
        )
    found = breach([*kept, *(_typed(text) for text in options.head)])
    if found:
        sys.stdout.write(f"{_sentence(found)}\n")
    else:
        seq, digest = head()
        sys.stdout.write(f"All {seq} entries are as they were written.\nThe head is {seq}:{digest}\n")
    return int(bool(found or foreign))


def _sentence(found: Break) -> str:
    return f"Entry {found.seq} {_SIGNS[found.sign]}."


def _typed(text: str) -> KeptHead:
    seq, _, digest = text.strip().partition(":")
    if not seq.isascii() or not seq.isdigit() or len(digest) != 64:  # noqa: PLR2004 - of SHA-256
        raise Invalid(
            "head", f"{text!r} is not a head. It is a number, a colon and 64 letters, as this command prints it."
        )
    return KeptHead(datetime.now(UTC), int(seq), digest)
