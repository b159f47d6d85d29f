"""The progress of long work on the index."""

from dataclasses import dataclass

from folkmoot.core.events import Event


@dataclass(frozen=True)
class FillingContinues(Event):
    """Some older posts are in the index; the rest is to come.

    How far it is stands in a table; ``above`` said so before, and what still waits in line may hold it.
    """

    above: int = 0
