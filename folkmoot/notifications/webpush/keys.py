"""What programs and push services know this community by, and how these standards write bytes.

The key that signs hangs on the secret key. Working its public half out takes a library that most processes can do
without, so that it is done once, and kept as a small file in the data directory.
"""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings


@cache
def public_key() -> str:
    """The public half of the key that signs every letter."""
    file = Path(settings.DATA_DIR) / f"push-{sha256(settings.SECRET_KEY.encode()).hexdigest()[:16]}.pub"
    with suppress(FileNotFoundError):
        return file.read_text()
    from folkmoot.notifications.webpush.sealing import public_half  # takes 9 MB

    draft = file.with_name(f".{file.name}.{os.getpid()}")
    draft.write_text(public_half())
    draft.replace(file)
    return public_half()


def written(raw: bytes) -> str:
    """Bytes as these standards write them."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def unwritten(text: str) -> bytes:
    """Bytes from either alphabet, with or without signs at the end; ``ValueError`` for what is none."""
    plain = text.strip().rstrip("=").replace("+", "-").replace("/", "_")
    if not all(sign.isascii() and (sign.isalnum() or sign in "-_") for sign in plain):
        raise ValueError("not base64")
    try:
        return urlsafe_b64decode(plain + "=" * (-len(plain) % 4))
    except Error:
        raise ValueError("not base64") from None
