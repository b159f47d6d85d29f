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
from folkmoot.instance.actions.guard import post_guard, relieve_guard, send_guard_away
from folkmoot.instance.actions.opening import apply_kit, finish_step, open_community, remove_logo, set_logo
from folkmoot.instance.actions.settings import Operator, change_settings, set_rules
from folkmoot.instance.actions.setup import begin_for_tests, begin_open, finish_setup, new_setup_link, use_setup_link

__all__ = [
    "Notice",
    "Operator",
    "add_emoji",
    "announce",
    "answer_announcement",
    "apply_kit",
    "begin_for_tests",
    "begin_open",
    "change_settings",
    "dismiss_announcement",
    "finish_setup",
    "finish_step",
    "hide_emoji",
    "new_setup_link",
    "open_community",
    "post_guard",
    "recategorise_emoji",
    "relieve_guard",
    "remove_logo",
    "rewrite_announcement",
    "send_guard_away",
    "set_logo",
    "set_rules",
    "show_emoji",
    "unanswer_announcement",
    "use_setup_link",
    "withdraw_announcement",
]
