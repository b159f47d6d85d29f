"""Whether somebody has a second factor, and what a token stands on with which a program is to do what staff do."""

from datetime import timedelta
from typing import NamedTuple

from folkmoot.accounts.models import RoleGrant
from folkmoot.accounts.powers import HAS_PAGES
from folkmoot.core.ids import made_at
from folkmoot.core.rows import select

_GRAIN = timedelta(milliseconds=1)  # of the time in an id


class Footing(NamedTuple):
    """What a token stands on: a second factor of its account, and a role that was there before it."""

    has_factor: bool
    has_role: bool


def has_factor(login_id: int) -> bool:
    """Whether there is a second factor; codes on paper alone are none."""
    return bool(select(f"{_factors('%(login)s')} LIMIT 1", {"login": login_id}))


def footing(token_id: int) -> Footing:
    """Whether the account of a token has a second factor now, and had a role of today when the token was given.

    Members let programs in without a second factor, whatever they ask for: that is worth nothing later.
    """
    found = select(_TOKEN, {"token": token_id})
    if not found:
        return Footing(has_factor=False, has_role=False)
    ((given, account_id, has_one),) = found
    held = RoleGrant.objects.filter(HAS_PAGES, account_id=account_id, granted_at__lt=made_at(given) + _GRAIN)
    return Footing(bool(has_one), held.exists())


def _factors(login: str) -> str:
    return f"SELECT 1 FROM mfa_authenticator WHERE user_id = {login} AND type <> 'recovery_codes'"


_TOKEN = f"""SELECT COALESCE(t.grant_id, t.id), t.account_id, EXISTS ({_factors("a.login_id")})
  FROM accounts_token t JOIN accounts_account a ON a.id = t.account_id WHERE t.id = %(token)s"""
