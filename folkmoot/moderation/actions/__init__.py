"""What members report and what staff decide."""

from folkmoot.moderation.actions.bulk import Prospect, preview
from folkmoot.moderation.actions.decide import Decision, decide, decide_case, decide_many
from folkmoot.moderation.actions.lift import end_restriction, lift, lift_suspensions
from folkmoot.moderation.actions.notice import Notice, file_notice
from folkmoot.moderation.actions.report import Complaint, complain, report
from folkmoot.moderation.actions.restrict import close_for_good, suspend
from folkmoot.moderation.actions.undo import undo, undo_about, undo_by, undo_measures

__all__ = [
    "Complaint",
    "Decision",
    "Notice",
    "Prospect",
    "close_for_good",
    "complain",
    "decide",
    "decide_case",
    "decide_many",
    "end_restriction",
    "file_notice",
    "lift",
    "lift_suspensions",
    "preview",
    "report",
    "suspend",
    "undo",
    "undo_about",
    "undo_by",
    "undo_measures",
]
