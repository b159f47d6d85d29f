"""The progress of long work on the index."""

from dataclasses import dataclass

from folkmoot.core.events import Event


@dataclass(frozen=True)
class FillingContinues(Event):
    """Some older posts are in the index; the rest is to come."""
