"""Those who signed up with an app and are not members yet: their token says so, and nothing else."""

import hmac
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.utils.crypto import salted_hmac
from django.utils.timezone import now

from folkmoot.accounts.queries.programs import token_digest
from folkmoot.core.rows import select

_SALT = "folkmoot.accounts.stand-in"
_BYTES = 14  # a tag is of as many: with the 18 before it, a stand-in is of 32 bytes like any token
_TAG = 19  # characters that they make, without the padding


@dataclass(frozen=True, slots=True)
class Waiting:
    """Whose token it is, and whether the address is confirmed, so that only an approval is missing."""

    login_id: int | None  # none: the address was a member's already, which an app is not told
    is_confirmed: bool
    digest: str  # of the token

    @property
    def email(self) -> str | None:
        """The address that waits to be confirmed."""
        found = EmailAddress.objects.filter(user_id=self.login_id, verified=False).values_list("email", flat=True)
        email: str | None = found.first()
        return email


def waiting_bearer(raw: str) -> Waiting | None:
    """Who holds this token and waits; ``None`` for members, and for those who were turned away or suspended."""
    digest = token_digest(raw)
    if _is_stand_in(raw):
        return Waiting(None, is_confirmed=False, digest=digest)
    found = select(_WAITS, {"digest": digest, "now": now()})
    return Waiting(found[0][0], bool(found[0][1]), digest) if found else None


def stand_in() -> str:
    """What an app gets for an address that is a member's already: nobody but us can tell it from a token."""
    start = secrets.token_urlsafe(18)
    return start + _tag(start)


def _is_stand_in(raw: str) -> bool:
    start, tag = raw[:-_TAG], raw[-_TAG:]
    return hmac.compare_digest(tag.encode(errors="replace"), _tag(start).encode())


def _tag(start: str) -> str:
    digest = salted_hmac(_SALT, start.encode(errors="replace"), algorithm="sha256").digest()
    return urlsafe_b64encode(digest[:_BYTES]).decode()[:_TAG]


_WAITS = """SELECT a.login_id, EXISTS (SELECT 1 FROM account_emailaddress e WHERE e.user_id = a.login_id AND e.verified)
  FROM accounts_token t JOIN accounts_account a ON a.id = t.account_id JOIN accounts_login l ON l.id = a.login_id
  WHERE t.digest = %(digest)s AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > %(now)s)
    AND NOT a.active AND a.suspended_at IS NULL AND a.deleted_at IS NULL AND l.declined_at IS NULL"""
