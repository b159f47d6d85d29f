"""Filling the index of posts from the command line."""

import sys

from folkmoot.search.actions import begin_anew, fill_some
from folkmoot.search.queries import progress

_STEP = 5_000  # posts between two lines


def rebuild() -> None:
    """Fill the index from the beginning; one that was broken off goes on."""
    before = progress()
    if before.is_complete:
        begin_anew()
        sys.stdout.write("The index is empty now and is being filled, the oldest posts first.\n")
    else:
        sys.stdout.write(f"The index is being filled already; going on after {before.done} posts.\n")
    told = before.done
    while fill_some():
        now = progress()
        if now.done - told >= _STEP or now.done < told:
            told = now.done
            sys.stdout.write(f"{now.done} of {now.total} posts ({100 * now.done // max(now.total, 1)} %)\n")
            sys.stdout.flush()
    sys.stdout.write(f"Done: all {progress().done} posts.\n")
