"""What moderation does by the clock, and what follows from what happened."""

from folkmoot.moderation.tasks.deciding import (
    on_appeal_decided,
    on_appeal_opened,
    on_appeal_said,
    on_decided,
    on_restriction_ended,
)
from folkmoot.moderation.tasks.ending import end_due_restrictions
from folkmoot.moderation.tasks.escalating import escalate_unclaimed
from folkmoot.moderation.tasks.letting_go import forget_notifiers, let_go_of_files
from folkmoot.moderation.tasks.peace import tell_of_missed
from folkmoot.moderation.tasks.talking import on_case_escalated, on_case_said
from folkmoot.moderation.tasks.telling import on_case_opened, on_report_closed, on_reported, tell_of_cases
from folkmoot.moderation.tasks.threats import on_threat_found, remind_of_threats

__all__ = [
    "end_due_restrictions",
    "escalate_unclaimed",
    "forget_notifiers",
    "let_go_of_files",
    "on_appeal_decided",
    "on_appeal_opened",
    "on_appeal_said",
    "on_case_escalated",
    "on_case_opened",
    "on_case_said",
    "on_decided",
    "on_report_closed",
    "on_reported",
    "on_restriction_ended",
    "on_threat_found",
    "remind_of_threats",
    "tell_of_cases",
    "tell_of_missed",
]
