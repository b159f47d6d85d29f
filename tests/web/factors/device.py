"""A device that makes and uses passkeys, for tests: as honest or as crooked as it is told to be."""

import json
import os
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

ORIGIN = "http://localhost:8000"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Device:
    """One passkey, and the page it thinks it is on."""

    origin: str = ORIGIN
    rp_id: str = "localhost"
    verified: bool = True
    count: int = 0
    id: bytes = field(default_factory=lambda: os.urandom(32))
    key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    user: bytes = b""

    def make(self, asked: Any, **crooked: Any) -> str:
        """The answer to a question for a new passkey, as a form sends it."""
        options = asked["publicKey"]
        self.user = websafe_decode(options["user"]["id"])
        public = ES256.from_cryptography_key(self.key.public_key())
        known = AttestedCredentialData.create(b"\0" * 16, self.id, public)
        data = AuthenticatorData.create(self._site(), self._flags() | ATTESTED, self.count, known)
        parts = {"attestationObject": websafe_encode(AttestationObject.create("none", data, {}))}
        return self._written(self._client("webauthn.create", options, crooked), parts)

    def use(self, asked: Any, **crooked: Any) -> str:
        """The answer to a question for a passkey that is there."""
        data = AuthenticatorData.create(self._site(), self._flags(), self.count)
        client = self._client("webauthn.get", asked["publicKey"], crooked)
        signature = self.key.sign(bytes(data) + sha256(client).digest(), ec.ECDSA(SHA256()))
        parts = {"authenticatorData": websafe_encode(data), "signature": websafe_encode(signature)}
        return self._written(client, parts | {"userHandle": websafe_encode(crooked.get("user", self.user))})

    def _client(self, kind: str, options: Any, crooked: dict[str, Any]) -> bytes:
        challenge = crooked.get("challenge", options["challenge"])
        return bytes(CollectedClientData.create(crooked.get("type", kind), challenge, self.origin))

    def _written(self, client: bytes, parts: dict[str, str]) -> str:
        name = websafe_encode(self.id)
        response = {"clientDataJSON": websafe_encode(client), **parts}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})

    def _site(self) -> bytes:
        return sha256(self.rp_id.encode()).digest()

    def _flags(self) -> int:
        return PRESENT | (VERIFIED if self.verified else 0)
