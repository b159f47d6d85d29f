"""What operators change about the community."""

from folkmoot.instance.actions.settings import Operator, change_settings, set_rules
from folkmoot.instance.actions.setup import finish_setup, new_setup_link, use_setup_link

__all__ = ["Operator", "change_settings", "finish_setup", "new_setup_link", "set_rules", "use_setup_link"]
