"""Events: what happened is written with the write itself, and the worker does all that follows from it."""

from folkmoot.core.events.clock import every
from folkmoot.core.events.holding import hold_on
from folkmoot.core.events.kinds import Event, Lane, Reaction, wire
from folkmoot.core.events.lanes import drain
from folkmoot.core.events.publishing import publish
from folkmoot.core.events.table import Parked, Waiting, parked, waiting

__all__ = [
    "Event",
    "Lane",
    "Parked",
    "Reaction",
    "Waiting",
    "drain",
    "every",
    "hold_on",
    "parked",
    "publish",
    "waiting",
    "wire",
]
