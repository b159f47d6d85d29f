"""What can be asked about accounts; ``Account`` is the row that an actor is, for those who only pass it on."""

from folkmoot.accounts.models import Account
from folkmoot.accounts.queries.admission import (
    WAITING_COUNT,
    Application,
    InvitationView,
    address_is_confirmed,
    applications,
    invitation_is_open,
    invitations,
    waiting_count,
)
from folkmoot.accounts.queries.names import sign_up_problem, username_of, why_username_stays
from folkmoot.accounts.queries.people import (
    account_of,
    by_username,
    get_account,
    is_owner,
    is_staff,
    login_of,
    resolve,
    roles,
    signed_in,
    staff_accounts,
    staff_sql,
)
from folkmoot.accounts.queries.programs import SCOPES, Bearer, TokenView, bearer, token_digest, tokens
from folkmoot.accounts.queries.views import AccountView, Field, view_columns, view_joins, view_of

__all__ = [
    "SCOPES",
    "WAITING_COUNT",
    "Account",
    "AccountView",
    "Application",
    "Bearer",
    "Field",
    "InvitationView",
    "TokenView",
    "account_of",
    "address_is_confirmed",
    "applications",
    "bearer",
    "by_username",
    "get_account",
    "invitation_is_open",
    "invitations",
    "is_owner",
    "is_staff",
    "login_of",
    "resolve",
    "roles",
    "sign_up_problem",
    "signed_in",
    "staff_accounts",
    "staff_sql",
    "token_digest",
    "tokens",
    "username_of",
    "view_columns",
    "view_joins",
    "view_of",
    "waiting_count",
    "why_username_stays",
]
