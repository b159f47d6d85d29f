"""What is reported, the cases it gathers in, what was decided and why, and what was said against it."""

from folkmoot.moderation.models.appeals import Appeal, AppealMessage
from folkmoot.moderation.models.cases import LIVE, Case, CaseMessage
from folkmoot.moderation.models.decisions import Restriction
from folkmoot.moderation.models.reports import Report, ReportItem
from folkmoot.moderation.models.rota import Duty, Missed, Rest, Step
from folkmoot.moderation.models.statements import Statement
from folkmoot.moderation.models.threats import ThreatReferral

__all__ = [
    "LIVE",
    "Appeal",
    "AppealMessage",
    "Case",
    "CaseMessage",
    "Duty",
    "Missed",
    "Report",
    "ReportItem",
    "Rest",
    "Restriction",
    "Statement",
    "Step",
    "ThreatReferral",
]
