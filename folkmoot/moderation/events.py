"""What happens in moderation."""

from dataclasses import dataclass

from folkmoot.core.events import Event


@dataclass(frozen=True)
class Reported(Event):
    """A member said that something is not right."""

    report_id: int


@dataclass(frozen=True)
class ReportClosed(Event):
    """Staff dealt with a report."""

    report_id: int


@dataclass(frozen=True)
class AccountSuspended(Event):
    """Staff suspended an account."""

    restriction_id: int
    account_id: int


@dataclass(frozen=True)
class PostRemoved(Event):
    """Staff removed a post: nobody but its author sees it."""

    restriction_id: int
    post_id: int


@dataclass(frozen=True)
class RestrictionEnded(Event):
    """A restriction was lifted or came to its end."""

    restriction_id: int
