"""Bearer tokens of programs and what they may do."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.utils.timezone import now

from folkmoot.accounts.models import Account, Token
from folkmoot.accounts.reach import OPEN_TO_ALL
from folkmoot.core.rows import among, id_list, select

_BOTH = "accounts blocks bookmarks collections favourites filters follows lists mutes notifications statuses"
_STAFF = "accounts canonical_email_blocks domain_allows domain_blocks email_domain_blocks ip_blocks reports"
_THINGS = {
    "read": f"{_BOTH} search",
    "write": f"{_BOTH} conversations media reports",
    "admin:read": _STAFF,
    "admin:write": _STAFF,
}
STAYING = "offline_access"  # with it an app gets tokens that run out, and another to renew them with
SCOPES = frozenset({*_THINGS, "follow", "push", "profile", STAYING}) | frozenset(
    f"{verb}:{thing}" for verb, things in _THINGS.items() for thing in things.split()
)


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whom a token speaks for (nobody: the app itself), and what it may do."""

    token_id: int
    account_id: int | None
    scopes: frozenset[str]
    app_id: int | None = None
    trust: int = OPEN_TO_ALL

    @property
    def is_new(self) -> bool:
        """Whether it speaks for a newcomer, whose reading is counted."""
        return self.trust < OPEN_TO_ALL

    @property
    def account(self) -> Account:
        """The account as it stands; an app's own token speaks for none."""
        return Account.objects.get(id=self.account_id or 0)

    def may(self, scope: str) -> bool:
        """Whether the token covers ``scope``: ``write`` covers ``write:statuses``."""
        return covers(self.scopes, scope)


@dataclass(frozen=True)
class TokenView:
    """A token in its owner's list; the token itself is kept nowhere."""

    id: int
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime | None
    used_on: date | None


def covers(scopes: Collection[str], scope: str) -> bool:
    """Whether one of ``scopes`` is this one, or a wider one: ``write`` covers ``write:statuses``."""
    while scope and scope not in scopes:
        scope = scope.rpartition(":")[0]
    return bool(scope)


def token_digest(raw: str) -> str:
    """What is kept of a token (SHA-256, hexadecimal): its 256 random bits need no salt."""
    return hashlib.sha256(raw.encode(errors="replace")).hexdigest()


def bearer(raw: str) -> Bearer | None:
    """Who holds this token; ``None`` when it is unknown, expired, revoked, or its account is not active."""
    found = select(_LIVE, {"digest": token_digest(raw), "now": now()})
    if not found:
        return None
    token_id, account_id, scopes, app_id, trust = found[0]
    return Bearer(token_id, account_id, _scopes(scopes), app_id, OPEN_TO_ALL if trust is None else trust)


def still_good(token_ids: Collection[int]) -> set[int]:
    """Those of these tokens that still work."""
    text = f"SELECT t.id {_WHOSE} WHERE {among('t.id', 'ids')} AND {_WORKS}"
    return {row[0] for row in select(text, {"ids": id_list(token_ids), "now": now()})}


def tokens(actor: Account) -> list[TokenView]:
    """The live tokens that a member made, newest first; those of apps are with the apps."""
    live = Token.objects.filter(account=actor, app=None, revoked_at=None, expires_at__gt=now()).order_by("-id")
    return [TokenView(t.id, tuple(t.scopes.split()), t.created_at, t.expires_at, t.used_on) for t in live]


_WHOSE = "FROM accounts_token t LEFT JOIN accounts_account a ON a.id = t.account_id"
_WORKS = """t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > %(now)s)
    AND (a.active OR t.account_id IS NULL)"""
_LIVE = f"SELECT t.id, t.account_id, t.scopes, t.app_id, a.trust {_WHOSE} WHERE t.digest = %(digest)s AND {_WORKS}"


@lru_cache(maxsize=256)
def _scopes(text: str) -> frozenset[str]:
    return frozenset(text.split())
