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
