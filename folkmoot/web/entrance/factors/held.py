"""What factors a login has."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser

TOTP, PASSKEY, CODES = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN, Authenticator.Type.RECOVERY_CODES


@dataclass(frozen=True)
class Passkey:
    """One passkey, as its owner knows it."""

    id: int
    name: str
    added: datetime
    used: datetime | None


@dataclass(frozen=True)
class Held:
    """Everything that a login has besides an address."""

    password: bool = False
    totp: datetime | None = None
    passkeys: tuple[Passkey, ...] = ()
    codes: int | None = None  # how many are left; none were ever made

    @property
    def any(self) -> bool:
        """Whether there is a second factor; codes on paper alone are none."""
        return bool(self.totp or self.passkeys)


def held(login: AbstractBaseUser) -> Held:
    """Everything that a login has besides an address."""
    rows = list(Authenticator.objects.filter(user_id=login.pk).order_by("id"))
    of = {row.type: row for row in rows}
    keys = tuple(Passkey(r.id, r.data["name"], r.created_at, r.last_used_at) for r in rows if r.type == PASSKEY)
    return Held(
        password=login.has_usable_password(),
        totp=of[TOTP].created_at if TOTP in of else None,
        passkeys=keys,
        codes=len(of[CODES].data["codes"]) if CODES in of else None,
    )


def passkeys_of(login: AbstractBaseUser) -> Any:
    """The rows of a login's passkeys."""
    return Authenticator.objects.filter(user_id=login.pk, type=PASSKEY)
