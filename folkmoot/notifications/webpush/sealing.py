"""Letters to devices: sealed for one device alone (RFC 8291, and the draft before it), signed as ours (RFC 8292).

Whoever needs this asks for it when it is needed: what it stands on takes 9 MB in each process.
"""

import json
import os
import time
from functools import cache
from typing import NamedTuple
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from folkmoot.notifications.webpush.keys import public_key, unwritten, written

RECORD = 4_096  # bytes a push service carries at most
SIGNED_FOR = 12 * 60 * 60  # seconds
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of the curve P-256
_CURVE, _POINT, _SECRET, _NONCE = ec.SECP256R1(), 65, 16, 12


class Lock(NamedTuple):
    """What only one device can open: its public key, and the secret it shares with us."""

    key: bytes
    secret: bytes


class Sealed(NamedTuple):
    """A sealed letter with what a push service has to know of it."""

    body: bytes
    headers: dict[str, str]


def lock_of(key: str, secret: str) -> Lock:
    """The lock that a program handed in; ``ValueError`` for what is none."""
    lock = Lock(unwritten(key), unwritten(secret))
    if len(lock.key) != _POINT or len(lock.secret) != _SECRET:
        raise ValueError("the key or the secret has the wrong length")
    _point(lock.key)
    return lock


def seal(lock: Lock, words: bytes, endpoint: str) -> Sealed:
    """Seal and sign a letter as the standard says."""
    body = encrypted(lock, words, ec.generate_private_key(_CURVE), os.urandom(16))
    headers = {"Content-Encoding": "aes128gcm", "Authorization": f"vapid t={signed(endpoint)},k={public_key()}"}
    return Sealed(body, headers)


def seal_for_older(lock: Lock, words: bytes, endpoint: str) -> Sealed:
    """The same for programs that speak the draft of before."""
    own, salt = ec.generate_private_key(_CURVE), os.urandom(16)
    headers = {
        "Content-Encoding": "aesgcm",
        "Encryption": f"salt={written(salt)}",
        "Crypto-Key": f"dh={written(_bytes(own.public_key()))};p256ecdsa={public_key()}",
        "Authorization": f"WebPush {signed(endpoint)}",
    }
    return Sealed(encrypted_for_older(lock, words, own, salt), headers)


def encrypted(lock: Lock, words: bytes, own: ec.EllipticCurvePrivateKey, salt: bytes) -> bytes:
    """RFC 8291: one record, with what the device needs to open it in front."""
    mine = _bytes(own.public_key())
    shared = own.exchange(ec.ECDH(), _point(lock.key))
    material = _derived(shared, lock.secret, b"WebPush: info\0" + lock.key + mine, 32)
    key = _derived(material, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(material, salt, b"Content-Encoding: nonce\0", _NONCE)
    head = salt + RECORD.to_bytes(4) + len(mine).to_bytes(1) + mine
    return head + AESGCM(key).encrypt(nonce, words + b"\2", None)


def encrypted_for_older(lock: Lock, words: bytes, own: ec.EllipticCurvePrivateKey, salt: bytes) -> bytes:
    """The fourth draft of it: what the device needs travels in the headers."""
    mine = _bytes(own.public_key())
    shared = own.exchange(ec.ECDH(), _point(lock.key))
    material = _derived(shared, lock.secret, b"Content-Encoding: auth\0", 32)
    both = b"P-256\0" + b"".join(len(each).to_bytes(2) + each for each in (lock.key, mine))
    key = _derived(material, salt, b"Content-Encoding: aesgcm\0" + both, 16)
    nonce = _derived(material, salt, b"Content-Encoding: nonce\0" + both, _NONCE)
    return AESGCM(key).encrypt(nonce, b"\0\0" + words, None)


def signed(endpoint: str) -> str:
    """Who sends, for the push service that stands behind an address: a JSON web token that soon runs out."""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int(time.time()) + SIGNED_FOR,
        "sub": settings.FOLKMOOT.origin,
    }
    said = ".".join(written(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, claims))
    one, other = decode_dss_signature(_own_key().sign(said.encode(), ec.ECDSA(SHA256())))
    return f"{said}.{written(one.to_bytes(32) + other.to_bytes(32))}"


def public_half() -> str:
    """By which push services and programs know this community."""
    return written(_bytes(_own_key().public_key()))


def locked_away(token: str) -> str:
    """A token as it is kept beside the address it goes to: unreadable without the secret key of the data directory."""
    nonce = os.urandom(_NONCE)
    return written(nonce + _safe().encrypt(nonce, token.encode(), None))


def taken_out(kept: str) -> str:
    """The token again; empty when the secret key is another one by now."""
    try:
        sealed = unwritten(kept)
        return _safe().decrypt(sealed[:_NONCE], sealed[_NONCE:], None).decode()
    except (InvalidTag, ValueError):
        return ""


@cache
def _own_key() -> ec.EllipticCurvePrivateKey:
    """It hangs on the secret key, which is made at the first start and kept for ever."""
    drawn = _derived(settings.SECRET_KEY.encode(), b"", b"folkmoot: web push", 48)
    return ec.derive_private_key(int.from_bytes(drawn) % (_ORDER - 1) + 1, _CURVE)


@cache
def _safe() -> AESGCM:
    return AESGCM(_derived(settings.SECRET_KEY.encode(), b"", b"folkmoot: tokens of devices", 32))


def _derived(material: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(material)


def _point(raw: bytes) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, raw)


def _bytes(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
