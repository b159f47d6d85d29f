"""What members do about their own data."""

from folkmoot.privacy.actions.exporting import ask_for_export, forget, make_export
from folkmoot.privacy.actions.leaving import hide_myself, leave, require_another_owner, send_off, stay

__all__ = [
    "ask_for_export",
    "forget",
    "hide_myself",
    "leave",
    "make_export",
    "require_another_owner",
    "send_off",
    "stay",
]
