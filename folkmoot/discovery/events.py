"""What staff decide about things on the rise."""

from dataclasses import dataclass

from folkmoot.core.events import Event


@dataclass(frozen=True)
class TrendDecided(Event):
    """Somebody of the staff decided whether a thing may be shown on the rise."""

    decision_id: int
