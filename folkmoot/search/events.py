"""The progress of long work on the index."""

from dataclasses import dataclass

from folkmoot.core.events import Event


@dataclass(frozen=True)
class FillingContinues(Event):
    """Posts up to the id ``above`` are in the index; the rest is to come."""

    above: int
