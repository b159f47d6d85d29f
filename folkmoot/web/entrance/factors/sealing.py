"""Secrets that have to be read again, as they lie in the database: nothing without the key in the data directory."""

import base64
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction

if TYPE_CHECKING:
    from cryptography.fernet import Fernet, MultiFernet

_FOR = b"folkmoot second factors"  # the same secret key serves other ends, under other names


def seal(text: str) -> str:
    """The secret as it may be kept."""
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The secret again, empty if the key is another one now; keys that were in use before still open it."""
    from cryptography.fernet import InvalidToken  # takes 8 MB, and hardly any request asks

    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return ""


def renew(key: str) -> int:
    """Seal everything anew with a key that was drawn just now; how much there was."""
    with transaction.atomic():
        rows = list(Authenticator.objects.select_for_update().filter(type=Authenticator.Type.TOTP))
        for row in rows:
            row.data["secret"] = _box([key]).encrypt(unseal(row.data["secret"]).encode()).decode()
            row.save(update_fields=["data"])
    return len(rows)


def _box(keys: Collection[str] = ()) -> "MultiFernet":
    from cryptography.fernet import MultiFernet

    return MultiFernet(_each(keys or [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]))


def _each(keys: Iterable[str]) -> list["Fernet"]:
    from cryptography.fernet import Fernet
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    drawn = (HKDF(SHA256(), 32, salt=None, info=_FOR).derive(key.encode()) for key in keys)
    return [Fernet(base64.urlsafe_b64encode(key)) for key in drawn]
