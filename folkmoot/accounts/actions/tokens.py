"""Bearer tokens for programs."""

import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.actions.apps import revoke_all
from folkmoot.accounts.events import PasswordChanged, TokenCreated, TokenRevoked
from folkmoot.accounts.interaction import require_active
from folkmoot.accounts.models import Account, Grant, Token
from folkmoot.accounts.queries import SCOPES, account_of, token_digest
from folkmoot.audit.actions import record
from folkmoot.core.errors import Invalid, NotFound
from folkmoot.core.events import publish

MOST_DAYS = 3_650


@transaction.atomic
def create_token(actor: Account, scopes: str | Iterable[str], days: int) -> str:
    """A new token that speaks for ``actor`` for ``days`` days; shown this once, kept only as a digest."""
    require_active(actor)
    wanted = sorted(set(scopes.split() if isinstance(scopes, str) else scopes))
    if unknown := sorted(set(wanted) - SCOPES):
        raise Invalid("scopes", _("There is no scope “%(scope)s”.") % {"scope": unknown[0]})
    if not wanted:
        raise Invalid("scopes", _("A token needs at least one scope, such as “read”."))
    if not 1 <= days <= MOST_DAYS:
        raise Invalid("days", _("A token lasts from 1 to 3,650 days."))
    raw = secrets.token_urlsafe(32)
    ends = timezone.now() + timedelta(days=days)
    token = Token.objects.create(account=actor, digest=token_digest(raw), scopes=" ".join(wanted), expires_at=ends)
    record(actor.id, "token.create", "token", token.id, token.scopes)
    publish(TokenCreated(token.id))
    return raw


@transaction.atomic
def revoke_token(actor: Account, token_id: int) -> None:
    """Shut a program out again; ``NotFound`` for tokens that are not the actor's."""
    own = Token.objects.filter(id=token_id, account=actor)
    if not own.exists():
        raise NotFound
    if own.filter(revoked_at=None).update(revoked_at=timezone.now()):
        record(actor.id, "token.revoke", "token", token_id, "")
        publish(TokenRevoked(token_id))


def password_changed(login_id: int) -> None:
    """Somebody has another password now: programs keep their tokens, but those that listen have to come in again."""
    if account := account_of(login_id):
        publish(PasswordChanged(account.id))


@transaction.atomic
def shut_out_programs(login_id: int) -> None:
    """Somebody proved with a mail whose account it is: every program has to be let in anew, whoever let it in."""
    revoke_all(Token.objects.filter(account__login=login_id).values_list("id", flat=True))
    Grant.objects.filter(account__login=login_id, used_at=None).delete()
