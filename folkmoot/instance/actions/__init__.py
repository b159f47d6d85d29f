"""What operators change about the community."""

from folkmoot.instance.actions.emoji import add_emoji, hide_emoji, recategorise_emoji, show_emoji
from folkmoot.instance.actions.settings import Operator, change_settings, set_rules
from folkmoot.instance.actions.setup import finish_setup, new_setup_link, use_setup_link

__all__ = [
    "Operator",
    "add_emoji",
    "change_settings",
    "finish_setup",
    "hide_emoji",
    "new_setup_link",
    "recategorise_emoji",
    "set_rules",
    "show_emoji",
    "use_setup_link",
]
