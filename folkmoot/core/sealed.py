"""Words that few may read again, as they lie in the database: nothing without the key in the data directory."""

import base64
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

_FOR = b"folkmoot sealed words"


def seal(words: str) -> str:
    """The words as they may be kept; of nothing it is nothing."""
    return _box().encrypt(words.encode(errors="replace")).decode() if words else ""


def unseal(sealed: str) -> str:
    """The words again; nothing where the key is another one."""
    from cryptography.fernet import InvalidToken  # takes 8 MB, and hardly any request asks

    try:
        return _box().decrypt(sealed.encode()).decode() if sealed else ""
    except InvalidToken:
        return ""


def _box() -> "Fernet":
    from cryptography.fernet import Fernet
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    drawn = HKDF(SHA256(), 32, salt=None, info=_FOR).derive(settings.HASH_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(drawn))
