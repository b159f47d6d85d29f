"""What is still to be told."""

from dataclasses import dataclass

from folkmoot.core.events import Event


@dataclass(frozen=True)
class TellingContinues(Event):
    """Many people are concerned by what happened to a post; those who were not told yet come next."""

    kind: str
    post_id: int


@dataclass(frozen=True)
class StrangersWelcomed(Event):
    """A member wants to be told of what these people do, and of what they did."""

    account_id: int
    people: tuple[int, ...]


@dataclass(frozen=True)
class StrangersTurnedAway(Event):
    """A member does not want to know what these people did so far."""

    account_id: int
    people: tuple[int, ...]


@dataclass(frozen=True)
class NewsForDevices(Event):
    """Something was told to a member who has devices that may sleep."""

    account_id: int


@dataclass(frozen=True)
class NewsLetterDue(Event):
    """A member is to be written what happened to them, up to this id."""

    account_id: int
    up_to: int


@dataclass(frozen=True)
class DigestDue(Event):
    """A member is to be written what they missed in the days before ``period``, an id of that moment."""

    account_id: int
    period: int
    days: int
