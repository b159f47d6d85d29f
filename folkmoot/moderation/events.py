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


@dataclass(frozen=True)
class CaseOpened(Event):
    """There is something to decide."""

    case_id: int


@dataclass(frozen=True)
class CaseEscalated(Event):
    """A moderator left a case to the owners."""

    case_id: int


@dataclass(frozen=True)
class CaseDecided(Event):
    """Staff came to an end with a case: something was done, or nothing had to be."""

    case_id: int


@dataclass(frozen=True)
class CaseSaid(Event):
    """Something was said in a case, to or by the member or a reporter."""

    message_id: int


@dataclass(frozen=True)
class Decided(Event):
    """A decision was made about a post or an account, and its statement of reasons written."""

    restriction_id: int


@dataclass(frozen=True)
class AppealOpened(Event):
    """Somebody asks for a decision to be looked at again."""

    appeal_id: int


@dataclass(frozen=True)
class AppealDecided(Event):
    """An appeal was decided."""

    appeal_id: int


@dataclass(frozen=True)
class AppealSaid(Event):
    """Something was said while an appeal is looked at."""

    message_id: int


@dataclass(frozen=True)
class TrustDecided(Event):
    """Staff put a member on a level of trust."""

    account_id: int


@dataclass(frozen=True)
class ThreatFound(Event):
    """Somebody's life may be in danger: the police are to be told."""

    referral_id: int
