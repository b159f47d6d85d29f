"""Check sums of words that are not kept: they show whether somebody quotes them rightly, and cannot be read."""

import hashlib
import hmac

from django.conf import settings

_SALT = b"folkmoot.proofs:"


def proof(words: str) -> str:
    """The keyed check sum of some words, 64 hexadecimal digits; of nothing it is nothing."""
    key = hashlib.sha256(_SALT + settings.HASH_KEY.encode()).digest()
    return hmac.new(key, words.encode(errors="replace"), "sha256").hexdigest() if words else ""
