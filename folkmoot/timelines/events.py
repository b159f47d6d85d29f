"""The progress of long work on feeds."""

from dataclasses import dataclass

from folkmoot.core.events import Event


@dataclass(frozen=True)
class FanOutContinues(Event):
    """A post has been put into the feeds of the followers up to ``after``; the rest is to come."""

    post_id: int
    after: int


@dataclass(frozen=True)
class TagFanOutContinues(Event):
    """A post has been put into the feeds of those who follow one of its hashtags, up to the account ``after``."""

    post_id: int
    tag_id: int
    after: int
