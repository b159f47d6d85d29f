"""What members report and what staff decide."""

from folkmoot.moderation.actions.lift import end_restriction, lift, lift_suspensions
from folkmoot.moderation.actions.report import dismiss, report
from folkmoot.moderation.actions.restrict import remove_post, suspend

__all__ = ["dismiss", "end_restriction", "lift", "lift_suspensions", "remove_post", "report", "suspend"]
