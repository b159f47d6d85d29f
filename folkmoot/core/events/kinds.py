"""Kinds of events and the reactions wired to each."""

import json
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, Literal

type Lane = Literal["now", "net", "letters", "push", "web", "media", "long"]
LANES: tuple[Lane, ...] = ("now", "net", "letters", "push", "web", "media", "long")


@dataclass(frozen=True)
class Event:
    """Something that happened, past tense: a frozen dataclass of ids and short texts in ``<package>/events.py``."""


@dataclass(frozen=True)
class Reaction:
    """What follows from an event.

    ``function(event)`` reads the current state and reconciles it, so running it twice does no harm. In the lane
    *now* it touches only the database, for a few milliseconds, inside a transaction of the worker (it may open
    its own inner one, never a durable one); long work publishes an event that carries its progress, which then
    queues behind what came meanwhile. In *net* (mail that somebody waits for), *letters* (news and digests), *push*
    (devices), *web* (other sites), *media* and *long* (exports, erasing) it runs outside any transaction. *inline*
    is not a lane but part of the write: a row or two that whoever acts must find at once, such as their own post at
    home.
    """

    function: Callable[[Any], None]
    lane: Lane | Literal["inline"] = "now"

    @property
    def name(self) -> str:
        """How the event table names it, such as ``timelines.tasks.fan_out``, in whichever file of ``tasks`` it is."""
        package, tasks, _file = f"{self.function.__module__.removeprefix('folkmoot.')}.".partition(".tasks.")
        return f"{package}{tasks}{self.function.__qualname__}"


class Unknown(LookupError):  # noqa: N818 - an answer the worker expects, not a mistake
    """The table holds a kind or a reaction that this version of the software does not wire."""


_types: dict[str, type[Event]] = {}
_reactions: dict[str, tuple[Reaction, ...]] = {}
_inline: dict[str, tuple[Reaction, ...]] = {}


def wire(event_type: type[Event], *reactions: Reaction) -> None:
    """Say once and for all what follows from an event, in order; no reactions means that nothing does."""
    kind = kind_of(event_type)
    _types[kind] = event_type
    _inline[kind] = tuple(reaction for reaction in reactions if reaction.lane == "inline")
    _reactions[kind] = tuple(reaction for reaction in reactions if reaction.lane != "inline")


def run_inline(event: Event) -> None:
    """Do what belongs into the same transaction as the write."""
    for reaction in _inline.get(kind_of(type(event)), ()):
        reaction.function(event)


def kind_of(event_type: type[Event]) -> str:
    """The event's name in the table: package and class, such as ``posts.PostPublished``."""
    module = event_type.__module__.removeprefix("folkmoot.")
    return f"{module.removesuffix('.events').split('.events.')[0]}.{event_type.__name__}"


def leads_to_nothing(event_type: type[Event]) -> bool:
    """Whether the event is wired and nothing follows from it later, so that no row is needed."""
    return _reactions.get(kind_of(event_type)) == ()


def reactions_to(kind: str) -> tuple[Reaction, ...]:
    """The reactions wired to a kind; ``Unknown`` if the kind is not wired."""
    if kind not in _reactions:
        raise Unknown(f"nothing is wired to {kind}")
    return _reactions[kind]


def reaction_named(kind: str, name: str) -> Reaction:
    """One of the kind's reactions; ``Unknown`` if it is no longer wired."""
    found = next((reaction for reaction in reactions_to(kind) if reaction.name == name), None)
    if found is None:
        raise Unknown(f"{kind} is not wired to {name}")
    return found


def written(event: Event) -> str:
    """The event's fields as JSON."""
    return json.dumps({field.name: getattr(event, field.name) for field in fields(event)})


def read(kind: str, data: str) -> Event:
    """The event that was written; ``Unknown`` if its fields no longer fit."""
    reactions_to(kind)
    try:
        return _types[kind](**json.loads(data))
    except TypeError as problem:
        raise Unknown(f"{kind}: {problem}") from problem
