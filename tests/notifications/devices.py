"""A device for tests: it has keys, a push service on loopback that takes its letters, and opens them by itself."""

import json
import os
import socket
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Generator
from dataclasses import dataclass, field, replace
from typing import Any, Self

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from folkmoot.accounts.actions import create_token
from folkmoot.accounts.models import Account, Token
from folkmoot.notifications.queries import KINDS
from folkmoot.notifications.webpush import Program, SubscriptionDraft, public_key, sending, subscribe, subscriptions
from folkmoot.project.cast import Cast
from tests.core.strange_server import StrangeServer, answer

CREATED = "201 Created"


@dataclass(frozen=True)
class Request:
    """What the push service was handed."""

    path: str
    headers: dict[str, str]
    body: bytes


class PushService(StrangeServer):
    """Takes letters, and says ``status`` to each; one after the other when there are several."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[Request] = []
        self.status = [CREATED]

    def at(self, path: str = "/device") -> str:
        self.answers[path] = lambda guest: self._take(path, guest)
        return self.url(path, "push.test")

    def _take(self, path: str, guest: socket.socket) -> None:
        question = next(each for each in reversed(self.asked) if each.startswith(f"POST {path} ")).encode("latin-1")
        head, _, body = question.partition(b"\r\n\r\n")
        lines = [line.partition(": ") for line in head.decode("latin-1").split("\r\n")[1:]]
        headers = {name.lower(): value for name, _, value in lines}
        while len(body) < int(headers["content-length"]):
            body += guest.recv(65_536)
        self.taken.append(Request(path, headers, body))
        status = self.status.pop(0) if len(self.status) > 1 else self.status[0]
        guest.sendall(answer(b"", status, Location="http://push.test/elsewhere" if status.startswith("30") else "/1"))


@dataclass
class Device:
    """Its keys never leave it."""

    endpoint: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    secret: bytes = field(default_factory=lambda: os.urandom(16))

    @property
    def public(self) -> str:
        return coded(self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

    def draft(self, **more: Any) -> SubscriptionDraft:
        whole = {"standard": True, "kinds": KINDS, "policy": "all", **more}
        return SubscriptionDraft(self.endpoint, self.public, coded(self.secret), **whole)

    def subscribed(self, account: Account, token_id: int, **more: Any) -> Self:
        subscribe(account, Program(token_id, "the token itself"), self.draft(**more))
        return self

    def opened(self, request: Request) -> dict[str, Any]:
        """By somebody else's library."""
        coding = request.headers["content-encoding"]
        more: dict[str, Any] = {}
        if coding == "aesgcm":
            keys = dict(part.split("=", 1) for part in request.headers["crypto-key"].split(";"))
            more = {"salt": raw(request.headers["encryption"].removeprefix("salt=")), "dh": raw(keys["dh"])}
        words = http_ece.decrypt(
            request.body, private_key=self.key, auth_secret=self.secret, version=coding, keylabel="P-256", **more
        )
        found: dict[str, Any] = json.loads(words)
        return found


def claims_in(request: Request) -> dict[str, Any]:
    """Who says that this is from us, if the signature is right and made with the key that is told to everybody."""
    authorization = request.headers["authorization"]
    if authorization.startswith("vapid "):
        parts = dict(each.strip().split("=", 1) for each in authorization.removeprefix("vapid ").split(","))
        token, key = parts["t"], parts["k"]
    else:
        token = authorization.removeprefix("WebPush ")
        key = dict(each.split("=", 1) for each in request.headers["crypto-key"].split(";"))["p256ecdsa"]
    assert key == public_key()
    head, body, signature = token.split(".")
    assert json.loads(raw(head)) == {"typ": "JWT", "alg": "ES256"}
    both = raw(signature)
    whole = encode_dss_signature(int.from_bytes(both[:32]), int.from_bytes(both[32:]))
    known = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw(key))
    known.verify(whole, f"{head}.{body}".encode(), ec.ECDSA(SHA256()))
    found: dict[str, Any] = json.loads(raw(body))
    return found


def token_of(account: Account) -> int:
    create_token(account, "push", 1)
    return Token.objects.filter(account=account).latest("id").id


def coded(some: bytes) -> str:
    return urlsafe_b64encode(some).rstrip(b"=").decode()


def raw(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Generator[PushService]:
    """The one client as it is, but for the loopback, the port and the missing encryption, and with time enough."""
    real = socket.getaddrinfo

    def found(host: Any, *rest: Any, **more: Any) -> Any:
        return real("127.0.0.1" if str(host).endswith(".test") else host, *rest, **more)

    with PushService() as open_service:
        monkeypatch.setattr(socket, "getaddrinfo", found)
        wider = replace(subscriptions.DOOR, loopback=True, ports=frozenset({open_service.port, 443}), seconds=60)
        monkeypatch.setattr(subscriptions, "DOOR", wider)
        monkeypatch.setattr(sending, "monotonic", lambda: 0.0)
        monkeypatch.setattr(subscriptions, "SCHEMES", frozenset({"http", "https"}))
        yield open_service


@pytest.fixture
def device(cast: Cast, service: PushService) -> Device:
    """Alice's."""
    return Device(service.at()).subscribed(cast.alice, token_of(cast.alice))
