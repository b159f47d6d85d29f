"""Asking, and voting."""

from dataclasses import dataclass


@dataclass(frozen=True)
class NewPoll:
    """A poll as it is handed in."""

    options: tuple[str, ...]
    seconds: int  # from publishing until it ends
    multiple: bool = False


def checked_poll(poll: NewPoll | None) -> NewPoll | None:
    """A poll that can be asked; ``Invalid`` names what has to be mended."""
    return poll
