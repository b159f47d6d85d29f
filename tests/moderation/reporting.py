"""What tests do with reports."""

from folkmoot.accounts.models import Account
from folkmoot.moderation.actions.closing import close_without_action
from folkmoot.moderation.models import Report


def set_aside(actor: Account, report_id: int) -> None:
    """Nothing had to be done about the case that a report is in."""
    close_without_action(actor, Report.objects.get(id=report_id).case_id or 0)
