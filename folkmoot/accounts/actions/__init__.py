"""What changes logins and accounts."""

from folkmoot.accounts.actions.applying import Obstacle, SignUp, address_of, obstacles, validate_application
from folkmoot.accounts.actions.apps import AppDraft, NewApp, disconnect_app, register_app, token_used
from folkmoot.accounts.actions.apps_consent import Asked, AskedWrongly, allow_app, asked
from folkmoot.accounts.actions.apps_tokens import Said, exchange, revoke_by_app
from folkmoot.accounts.actions.counts import count_post
from folkmoot.accounts.actions.decide import approve, decline
from folkmoot.accounts.actions.grant import grant_role, revoke_role
from folkmoot.accounts.actions.invite import create_invitation, revoke_invitation
from folkmoot.accounts.actions.join import confirm_address, open_account, sign_up
from folkmoot.accounts.actions.join_by_app import NewToken, sign_up_by_app
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
from folkmoot.accounts.actions.prove import send_first_link, send_link_again
from folkmoot.accounts.actions.quoting import choose_quoting
from folkmoot.accounts.actions.seen import seen_today
from folkmoot.accounts.actions.suspend import hide_account, show_account
from folkmoot.accounts.actions.tokens import create_token, password_changed, revoke_token, shut_out_programs
from folkmoot.accounts.queries import token_digest

__all__ = [
    "THEMES",
    "AppDraft",
    "Asked",
    "AskedWrongly",
    "Look",
    "NewApp",
    "NewToken",
    "Obstacle",
    "ProfileDraft",
    "Said",
    "SignUp",
    "address_of",
    "allow_app",
    "approve",
    "asked",
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
    "disconnect_app",
    "edit_profile",
    "exchange",
    "grant_role",
    "hide_account",
    "obstacles",
    "open_account",
    "password_changed",
    "register_app",
    "remove_avatar",
    "remove_header",
    "revoke_by_app",
    "revoke_invitation",
    "revoke_role",
    "revoke_token",
    "seen_today",
    "send_first_link",
    "send_link_again",
    "set_avatar",
    "set_header",
    "show_account",
    "shut_out_programs",
    "sign_up",
    "sign_up_by_app",
    "token_digest",
    "token_used",
    "validate_application",
]
