"""What is still to be told."""

from dataclasses import dataclass

from folkmoot.core.events import Event


@dataclass(frozen=True)
class TellingContinues(Event):
    """Many people are concerned by what happened to a post; those who were not told yet come next."""

    kind: str
    post_id: int
