"""What happens to the community itself."""

from dataclasses import dataclass

from folkmoot.core.events import Event


@dataclass(frozen=True)
class SettingsChanged(Event):
    """The settings or the rules of the community changed."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class CommunitySetUp(Event):
    """The community has its first owner; no set-up link works any more."""


@dataclass(frozen=True)
class EmojiAdded(Event):
    """The community has an emoji more."""

    name: str


@dataclass(frozen=True)
class EmojiChanged(Event):
    """An emoji is offered no more, or again, or stands in another category."""

    name: str


@dataclass(frozen=True)
class Announced(Event):
    """Those who run the community said something to all, or said it otherwise."""

    announcement_id: int


@dataclass(frozen=True)
class AnnouncementWithdrawn(Event):
    """What was said to all holds no more; or it was only planned, so that nobody had seen it."""

    announcement_id: int
    was_shown: bool = True


@dataclass(frozen=True)
class AnnouncementAnswered(Event):
    """A member read an announcement away, or put an emoji to it, or took one back."""

    announcement_id: int
    account_id: int
    emoji: str = ""


@dataclass(frozen=True)
class PolicyPublished(Event):
    """The community stands by a new version of one of its texts, from now or from a day that was named."""

    version_id: int
