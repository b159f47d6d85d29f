"""What changes logins and accounts."""

from folkmoot.accounts.actions.counts import count_post
from folkmoot.accounts.actions.decide import approve, decline
from folkmoot.accounts.actions.grant import grant_role, revoke_role
from folkmoot.accounts.actions.invite import create_invitation, revoke_invitation
from folkmoot.accounts.actions.join import SignUp, confirm_address, open_account, sign_up, validate_application
from folkmoot.accounts.actions.language import choose_language
from folkmoot.accounts.actions.look import THEMES, Look, choose_look
from folkmoot.accounts.actions.make import create_account, create_first_owner
from folkmoot.accounts.actions.profile import (
    ProfileDraft,
    edit_profile,
    remove_avatar,
    remove_header,
    set_avatar,
    set_header,
)
from folkmoot.accounts.actions.quoting import choose_quoting
from folkmoot.accounts.actions.seen import seen_today
from folkmoot.accounts.actions.suspend import hide_account, show_account
from folkmoot.accounts.actions.tokens import create_token, revoke_token
from folkmoot.accounts.queries import token_digest

__all__ = [
    "THEMES",
    "Look",
    "ProfileDraft",
    "SignUp",
    "approve",
    "choose_language",
    "choose_look",
    "choose_quoting",
    "confirm_address",
    "count_post",
    "create_account",
    "create_first_owner",
    "create_invitation",
    "create_token",
    "decline",
    "edit_profile",
    "grant_role",
    "hide_account",
    "open_account",
    "remove_avatar",
    "remove_header",
    "revoke_invitation",
    "revoke_role",
    "revoke_token",
    "seen_today",
    "set_avatar",
    "set_header",
    "show_account",
    "sign_up",
    "token_digest",
    "validate_application",
]
