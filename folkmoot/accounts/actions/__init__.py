"""What changes logins and accounts."""

from folkmoot.accounts.actions.address import (
    ask_for_address,
    forget_address_changes,
    keep_address,
    take_address,
    take_back_address,
)
from folkmoot.accounts.actions.address_rules import drop_domain_rule, keep_domain_out, let_domain_in
from folkmoot.accounts.actions.agree import agree
from folkmoot.accounts.actions.applying import Obstacle, SignUp, address_of, obstacles, validate_application
from folkmoot.accounts.actions.apps import AppDraft, NewApp, disconnect_app, register_app, token_used
from folkmoot.accounts.actions.apps_consent import Asked, AskedWrongly, allow_app, asked
from folkmoot.accounts.actions.apps_tokens import Said, exchange, revoke_by_app
from folkmoot.accounts.actions.counts import count_post
from folkmoot.accounts.actions.decide import approve, decline
from folkmoot.accounts.actions.first_steps import finish_steps, greet, pass_step
from folkmoot.accounts.actions.grant import grant_role, revoke_role
from folkmoot.accounts.actions.habits import (
    choose_audience,
    hide_people,
    keep_unindexed,
    let_be_indexed,
    show_files,
    show_people,
    warn_of_files,
)
from folkmoot.accounts.actions.identities import link_identity, unlink_identity
from folkmoot.accounts.actions.invite import (
    create_invitation,
    invite_as_member,
    revoke_invitation,
    trace_guests,
    trace_invitation,
    withdraw_invitation,
)
from folkmoot.accounts.actions.join import confirm_address, open_account, sign_up
from folkmoot.accounts.actions.join_by_app import NewToken, sign_up_by_app
from folkmoot.accounts.actions.language import choose_language
from folkmoot.accounts.actions.leave import come_back, deactivate
from folkmoot.accounts.actions.look import THEMES, Look, choose_look
from folkmoot.accounts.actions.make import create_account, create_first_owner
from folkmoot.accounts.actions.places import forget_places, is_new_place
from folkmoot.accounts.actions.profile import (
    ProfileDraft,
    edit_profile,
    remove_avatar,
    remove_header,
    set_avatar,
    set_header,
)
from folkmoot.accounts.actions.proof import challenge, is_asked, spend_proof
from folkmoot.accounts.actions.prove import send_first_link, send_link_again
from folkmoot.accounts.actions.quoting import choose_quoting
from folkmoot.accounts.actions.seen import seen_today
from folkmoot.accounts.actions.sessions import (
    end_oldest_sessions,
    end_other_sessions,
    end_sessions,
    forget_dead_sessions,
)
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
    "agree",
    "allow_app",
    "approve",
    "ask_for_address",
    "asked",
    "challenge",
    "choose_audience",
    "choose_language",
    "choose_look",
    "choose_quoting",
    "come_back",
    "confirm_address",
    "count_post",
    "create_account",
    "create_first_owner",
    "create_invitation",
    "create_token",
    "deactivate",
    "decline",
    "disconnect_app",
    "drop_domain_rule",
    "edit_profile",
    "end_oldest_sessions",
    "end_other_sessions",
    "end_sessions",
    "exchange",
    "finish_steps",
    "forget_address_changes",
    "forget_dead_sessions",
    "forget_places",
    "grant_role",
    "greet",
    "hide_account",
    "hide_people",
    "invite_as_member",
    "is_asked",
    "is_new_place",
    "keep_address",
    "keep_domain_out",
    "keep_unindexed",
    "let_be_indexed",
    "let_domain_in",
    "link_identity",
    "obstacles",
    "open_account",
    "pass_step",
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
    "show_files",
    "show_people",
    "shut_out_programs",
    "sign_up",
    "sign_up_by_app",
    "spend_proof",
    "take_address",
    "take_back_address",
    "token_digest",
    "token_used",
    "trace_guests",
    "trace_invitation",
    "unlink_identity",
    "validate_application",
    "warn_of_files",
    "withdraw_invitation",
]
