"""A little sign-in service on this machine, which says what a test wants it to say."""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "folkmoot", "a secret: with a colon"
_keys = {name: rsa.generate_private_key(public_exponent=65_537, key_size=2048) for name in ("good", "other")}


class Service:
    """What it says of itself, who signs in there, and what it was asked."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.asked: list[str] = []
        self.person: dict[str, Any] = {"sub": "s-1", "email": "bob@example.org", "email_verified": True}
        self.described: dict[str, Any] = {
            "issuer": address,
            "authorization_endpoint": f"{address}/authorize",
            "token_endpoint": f"{address}/token",
            "jwks_uri": f"{address}/keys",
        }
        self.claims: dict[str, Any] = {}  # said instead of what is right
        self.left_out: tuple[str, ...] = ()
        self.signed: dict[str, Any] = {"key": _keys["good"], "algorithm": "RS256", "headers": {"kid": "good"}}
        self.token: dict[str, Any] | None = None
        self.status = 200
        self.more_keys: tuple[str, ...] = ()
        self.grants: dict[str, dict[str, str]] = {}

    def authorize(self, query: str) -> str:
        """Somebody signs in there at once; gives where they are sent."""
        asked = dict(parse_qsl(query))
        assert (asked["response_type"], asked["client_id"]) == ("code", CLIENT)
        assert asked["code_challenge_method"] == "S256"
        assert {"openid", "email"} == set(asked["scope"].split())
        code = secrets.token_urlsafe(9)
        self.grants[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def exchange(self, form: str, authorization: str) -> tuple[int, Any]:
        """A token for a code, once, to whoever asked for it."""
        sent = {name: values[0] for name, values in parse_qs(form).items()}
        known = base64.b64decode(authorization.removeprefix("Basic ")).decode() if authorization else ""
        name, _, secret = known.partition(":")
        mine = (unquote(name), unquote(secret)) if known else (sent.get("client_id"), sent.get("client_secret"))
        asked = self.grants.pop(sent["code"], None)
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if mine != (CLIENT, SECRET) or not asked or asked["code_challenge"] != challenge:
            return 400, {"error": "invalid_grant"}
        assert sent["redirect_uri"] == asked["redirect_uri"]
        return self.status, self.token if self.token is not None else {"id_token": self.said(asked["nonce"])}

    def said(self, nonce: str) -> str:
        now = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 60, "nonce": nonce, **self.person}
        claims = {name: value for name, value in (claims | self.claims).items() if name not in self.left_out}
        return jwt.encode(claims, **self.signed)

    def keys(self) -> dict[str, Any]:
        made = {name: json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key())) for name, key in _keys.items()}
        published = ["good", *self.more_keys]
        return {"keys": [{**made[name], "kid": name, "use": "sig"} for name in published]}

    @staticmethod
    def other_key() -> Any:
        return _keys["other"]


@contextmanager
def served() -> Generator[Service]:
    """The service, on a port of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    service = Service(f"http://127.0.0.1:{server.server_port}")
    vars(server)["service"] = service
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        service: Service = vars(self.server)["service"]
        parts = urlsplit(self.path)
        service.asked.append(parts.path)
        if parts.path == "/authorize":
            self.send_response(302)
            self.send_header("Location", service.authorize(parts.query))
            self.end_headers()
            return
        known = {"/.well-known/openid-configuration": service.described, "/keys": service.keys()}
        self._say(200 if parts.path in known else 404, known.get(parts.path))

    def do_POST(self) -> None:
        service: Service = vars(self.server)["service"]
        service.asked.append(urlsplit(self.path).path)
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        here = self.path == "/token"
        self._say(*(service.exchange(form, self.headers.get("Authorization", "")) if here else (404, None)))

    def _say(self, status: int, what: Any) -> None:
        body = what if isinstance(what, bytes) else json.dumps(what).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""
