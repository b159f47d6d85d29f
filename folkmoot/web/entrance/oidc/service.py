"""The sign-in service: where it is, what is asked of it, and whether an answer is one to our question.

Asked is the issuer that the operator named, and over https the addresses that it names as its own; nothing that any of
them says is believed without the issuer's signature.
"""

import base64
import hashlib
import hmac
import json
import secrets
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings

from folkmoot.core import http

if TYPE_CHECKING:
    import jwt
    from jwt.types import Options

ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
LEEWAY = 60  # seconds that two clocks may differ
LONGEST_SUBJECT = 255
_SECONDS, _LARGEST = 5.0, 256 * 1024
_DEFAULT_PORTS = {"https": 443, "http": 80}
_ELSEWHERE = http.Limits(seconds=_SECONDS, bytes=_LARGEST, redirects=0, ports={443})


class Refused(Exception):  # noqa: N818 - what happened, not a mistake of ours
    """The service did not answer, or its answer is not to be believed."""


class Question(NamedTuple):
    """What was asked, to be kept where only this browser's session has it."""

    state: str
    nonce: str
    verifier: str


class Person(NamedTuple):
    """Whoever the service says it was."""

    subject: str
    email: str  # empty unless the service says that it is proved


def is_there() -> bool:
    """Whether the operator connected a service."""
    return bool(settings.FOLKMOOT.oidc_issuer)


def issuer() -> str:
    """The service's name for itself, which is its address."""
    return str(settings.FOLKMOOT.oidc_issuer)


def ask() -> tuple[Question, str]:
    """A new question, and the address at the service that answers it."""
    question = Question(*(secrets.token_urlsafe(32) for _ in Question._fields))
    challenge = base64.urlsafe_b64encode(hashlib.sha256(question.verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": settings.FOLKMOOT.oidc_client_id,
        "redirect_uri": callback(),
        "scope": "openid email",
        "state": question.state,
        "nonce": question.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    where = _endpoint(_described(), "authorization_endpoint")
    return question, f"{where}{'&' if '?' in where else '?'}{urlencode(asked)}"


def answer(question: Question, code: str) -> Person:
    """Who it is that the code stands for; ``Refused`` for everything that is not an answer to this question."""
    described = _described()
    told = _exchanged(described, code, question.verifier).get("id_token")
    if not isinstance(told, str):
        raise Refused("no id_token")
    claims = _claims(told, _fetched(_endpoint(described, "jwks_uri")))
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), question.nonce.encode()):
        raise Refused("an answer to another question")
    subject, email = claims["sub"], claims.get("email")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT or "\x00" in subject:
        raise Refused("nobody in particular")
    is_proved = claims.get("email_verified") is True and isinstance(email, str)
    return Person(subject, str(email).strip().lower() if is_proved else "")


def is_at_issuer(address: str) -> bool:
    """Whether an address is at the very site that the operator named, to which our forms may lead."""
    return _place(address) == _place(issuer())


def callback() -> str:
    """Where the service sends people back to."""
    return f"{settings.FOLKMOOT.origin}/sign-in/service/back"


def _described() -> dict[str, Any]:
    """What the service says of itself, which has to be what we were told of it."""
    found = _fetched(f"{issuer().rstrip('/')}/.well-known/openid-configuration")
    if found.get("issuer") != issuer():
        raise Refused("it says that it is somebody else")
    return found


def _endpoint(described: dict[str, Any], name: str) -> str:
    where = described.get(name)
    if not isinstance(where, str) or not (is_at_issuer(where) or _may_be_elsewhere(where)):
        raise Refused(f"its {name} is no address to ask")
    return where


def _may_be_elsewhere(address: str) -> bool:
    """Some services have their parts on several sites; those are asked like any stranger's."""
    return address.startswith("https://") and http.may_be_asked(address, _ELSEWHERE)


def _place(address: str) -> tuple[str, str | None, int | None]:
    try:
        parts = urlsplit(address)
        return parts.scheme, parts.hostname, parts.port or _DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return "", None, None


def _limits(address: str) -> http.Limits:
    if not is_at_issuer(address):
        return _ELSEWHERE
    _scheme, host, port = _place(issuer())
    here = host in {"localhost", "127.0.0.1", "::1"}  # a service on this machine, as the operator said
    return http.Limits(seconds=_SECONDS, bytes=_LARGEST, redirects=0, ports={port or 443}, loopback=here)


def _fetched(address: str) -> dict[str, Any]:
    try:
        return _read(http.fetch(address, limits=_limits(address), accept="application/json"))
    except http.Unreachable as problem:
        raise Refused(str(problem)) from problem


def _exchanged(described: dict[str, Any], code: str, verifier: str) -> dict[str, Any]:
    mine, secret = settings.FOLKMOOT.oidc_client_id, settings.FOLKMOOT.oidc_client_secret
    sent = {"grant_type": "authorization_code", "code": code, "redirect_uri": callback(), "code_verifier": verifier}
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    if described.get("token_endpoint_auth_methods_supported") == ["client_secret_post"]:
        sent |= {"client_id": mine, "client_secret": secret}
    else:
        known = f"{quote(mine, safe='')}:{quote(secret, safe='')}"
        headers["Authorization"] = f"Basic {base64.b64encode(known.encode()).decode()}"
    where = _endpoint(described, "token_endpoint")
    try:
        return _read(http.post(where, urlencode(sent).encode(), headers=headers, limits=_limits(where)))
    except http.Unreachable as problem:
        raise Refused(str(problem)) from problem


def _read(response: http.Response) -> dict[str, Any]:
    try:
        found = json.loads(response.body)
    except (ValueError, RecursionError) as problem:
        raise Refused("no JSON") from problem
    if response.status != 200 or not isinstance(found, dict):  # noqa: PLR2004 - the status that means yes
        raise Refused(f"status {response.status}")
    return found


def _claims(told: str, keys: dict[str, Any]) -> dict[str, Any]:
    import jwt  # takes 14 MB with what it needs; most communities have no such service

    mine = settings.FOLKMOOT.oidc_client_id
    try:
        key = _key(told, jwt.PyJWKSet.from_dict(keys))
        rules: Options = {"require": ["iss", "aud", "exp", "iat", "sub"]}
        claims: dict[str, Any] = jwt.decode(
            told, key, algorithms=ALGORITHMS, audience=mine, issuer=issuer(), leeway=LEEWAY, options=rules
        )
    except (jwt.PyJWTError, ValueError, TypeError, LookupError) as problem:
        raise Refused(type(problem).__name__) from problem
    if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != mine:
        raise Refused("meant for others as well")
    return claims


def _key(told: str, keys: "jwt.PyJWKSet") -> "jwt.PyJWK":
    import jwt

    header = jwt.get_unverified_header(told)
    usable = [key for key in keys.keys if key.public_key_use in {None, "sig"} and key.key_type != "oct"]
    named = [key for key in usable if key.key_id == header["kid"]] if "kid" in header else usable
    if len(named) != 1:
        raise LookupError("not one key")
    return named[0]
