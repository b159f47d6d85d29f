"""What happens when members take their things, or leave."""

from dataclasses import dataclass

from folkmoot.core.events import Event


@dataclass(frozen=True)
class ExportAsked(Event):
    """A member wants everything of theirs in one file."""

    export_id: int


@dataclass(frozen=True)
class ExportReady(Event):
    """The file is there."""

    export_id: int


@dataclass(frozen=True)
class LeavingAsked(Event):
    """A member wants to be erased, after a while in which they may come back."""

    account_id: int


@dataclass(frozen=True)
class ErasureDue(Event):
    """That while is over."""

    account_id: int
