"""What happens to things on the rise: they are counted, and staff decide about them."""

from dataclasses import dataclass

from folkmoot.core.events import Event


@dataclass(frozen=True)
class CountWanted(Event):
    """It is time to see again what rises."""


@dataclass(frozen=True)
class TrendDecided(Event):
    """Somebody of the staff decided whether a thing may be shown on the rise."""

    decision_id: int
