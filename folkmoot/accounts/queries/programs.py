"""Bearer tokens of programs and what they may do."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import now

from folkmoot.accounts.models import Account, Token

_THINGS = {
    "read": "accounts blocks bookmarks favourites filters follows lists mutes notifications search statuses",
    "write": "accounts blocks bookmarks conversations favourites filters follows lists media mutes notifications"
    " reports statuses",
}
SCOPES = frozenset({"read", "write", "follow", "push"}) | frozenset(
    f"{verb}:{thing}" for verb, things in _THINGS.items() for thing in things.split()
)


@dataclass(frozen=True)
class Bearer:
    """Whom a token speaks for, and what it may do."""

    token_id: int
    account: Account
    scopes: frozenset[str]

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
    live = Token.objects.filter(digest=token_digest(raw), revoked_at=None, expires_at__gt=now(), account__active=True)
    token = live.select_related("account").first()
    return token and Bearer(token.id, token.account, frozenset(token.scopes.split()))


def tokens(actor: Account) -> list[TokenView]:
    """The member's live tokens, newest first."""
    live = Token.objects.filter(account=actor, revoked_at=None, expires_at__gt=now()).order_by("-id")
    return [TokenView(t.id, tuple(t.scopes.split()), t.created_at, t.expires_at) for t in live]
