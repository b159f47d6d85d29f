"""Trust that grows off the requests: days are counted and levels reached here."""

from folkmoot.accounts.actions import trust
from folkmoot.accounts.events import SeenToday


def on_seen(event: SeenToday) -> None:
    """Count the day on which a member was here, and let them rise if that was what was missing."""
    trust.count_day(event.account_id)
    trust.rise(event.account_id)


def rise_if_due() -> None:
    """Let members rise whose time has come."""
    trust.rise_if_due()
