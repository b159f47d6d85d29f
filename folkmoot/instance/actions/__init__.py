"""What operators change about the community."""

from folkmoot.instance.actions.announcements import (
    Notice,
    announce,
    answer_announcement,
    dismiss_announcement,
    rewrite_announcement,
    unanswer_announcement,
    withdraw_announcement,
)
from folkmoot.instance.actions.emoji import add_emoji, hide_emoji, recategorise_emoji, show_emoji
from folkmoot.instance.actions.settings import Operator, change_settings, set_rules
from folkmoot.instance.actions.setup import begin_for_tests, finish_setup, new_setup_link, use_setup_link

__all__ = [
    "Notice",
    "Operator",
    "add_emoji",
    "announce",
    "answer_announcement",
    "begin_for_tests",
    "change_settings",
    "dismiss_announcement",
    "finish_setup",
    "hide_emoji",
    "new_setup_link",
    "recategorise_emoji",
    "rewrite_announcement",
    "set_rules",
    "show_emoji",
    "unanswer_announcement",
    "use_setup_link",
    "withdraw_announcement",
]
