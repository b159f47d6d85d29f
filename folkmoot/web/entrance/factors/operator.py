"""What the operator does from the command line: the way back for who lost everything, factors for people made up."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db import transaction

from folkmoot.accounts.actions import end_sessions
from folkmoot.accounts.queries import Account, login_of
from folkmoot.audit.actions import record
from folkmoot.core.errors import NotFound
from folkmoot.web.entrance.factors import codes, totp


@dataclass(frozen=True)
class Equipped:
    """A second factor that somebody was handed."""

    secret: str  # for an app that makes codes
    codes: list[str]


@transaction.atomic
def reset_factors(account: Account) -> int:
    """Take every second factor from an account, and sign it out everywhere; how many there were."""
    login = login_of(account)
    if login is None:
        raise NotFound
    gone: int = Authenticator.objects.filter(user_id=login.pk).delete()[0]
    end_sessions(login.pk)
    record(None, "account.reset_factors", "account", account.id, "")
    return gone


@transaction.atomic
def equip(account: Account) -> Equipped:
    """Hand somebody made up a second factor."""
    if account.login_id is None:
        raise NotFound
    drawn, secret = codes.draw(), totp.new_secret()
    totp.begin(account.login_id, secret, 0)
    codes.keep(account.login_id, drawn)
    return Equipped(secret, drawn.shown)
