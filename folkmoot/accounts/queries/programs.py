"""Bearer tokens of programs and what they may do."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.utils.timezone import now

from folkmoot.accounts.models import Account, Token
from folkmoot.core.rows import select

_THINGS = {
    "read": "accounts blocks bookmarks favourites filters follows lists mutes notifications search statuses",
    "write": "accounts blocks bookmarks conversations favourites filters follows lists media mutes notifications"
    " reports statuses",
}
SCOPES = frozenset({"read", "write", "follow", "push"}) | frozenset(
    f"{verb}:{thing}" for verb, things in _THINGS.items() for thing in things.split()
)


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whom a token speaks for, and what it may do."""

    token_id: int
    account_id: int
    scopes: frozenset[str]

    @property
    def account(self) -> Account:
        """The account as it stands."""
        return Account.objects.get(id=self.account_id)

    def may(self, scope: str) -> bool:
        """Whether the token covers ``scope``: ``write`` covers ``write:statuses``."""
        return scope in self.scopes or scope.partition(":")[0] in self.scopes


@dataclass(frozen=True)
class TokenView:
    """A token in its owner's list; the token itself is kept nowhere."""

    id: int
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime


def token_digest(raw: str) -> str:
    """What is kept of a token (SHA-256, hexadecimal): its 256 random bits need no salt."""
    return hashlib.sha256(raw.encode(errors="replace")).hexdigest()


def bearer(raw: str) -> Bearer | None:
    """Who holds this token; ``None`` when it is unknown, expired, revoked, or its account is not active."""
    found = select(_LIVE, {"digest": token_digest(raw), "now": now()})
    return Bearer(found[0][0], found[0][1], _scopes(found[0][2])) if found else None


def tokens(actor: Account) -> list[TokenView]:
    """The member's live tokens, newest first."""
    live = Token.objects.filter(account=actor, revoked_at=None, expires_at__gt=now()).order_by("-id")
    return [TokenView(t.id, tuple(t.scopes.split()), t.created_at, t.expires_at) for t in live]


_LIVE = """SELECT t.id, t.account_id, t.scopes FROM accounts_token t JOIN accounts_account a ON a.id = t.account_id
  WHERE t.digest = %(digest)s AND t.revoked_at IS NULL AND t.expires_at > %(now)s AND a.active"""


@lru_cache(maxsize=256)
def _scopes(text: str) -> frozenset[str]:
    return frozenset(text.split())
