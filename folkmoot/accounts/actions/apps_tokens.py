"""Tokens for apps, as oauthlib hands them out over our tables, and the end of them."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from oauthlib.oauth2.rfc6749 import errors
from oauthlib.oauth2.rfc6749.endpoints import RevocationEndpoint, TokenEndpoint
from oauthlib.oauth2.rfc6749.grant_types import (
    ClientCredentialsGrant,
    RefreshTokenGrant,
    ResourceOwnerPasswordCredentialsGrant,
)

from folkmoot.accounts.actions.apps_grants import ADDRESS, BEARER, CODE, RULES, is_sound

SENDS = (  # what an app may send by itself
    *("grant_type", "client_id", "client_secret", "code", "code_verifier", "redirect_uri", "scope"),
    *("refresh_token", "token", "token_type_hint", "username", "password"),
)
_SAID = {  # in the words of RFC 6749
    "invalid_client": "Client authentication failed due to unknown client, no client authentication included, or"
    " unsupported authentication method.",
    "invalid_grant": "The provided authorization grant is invalid, expired, revoked, does not match the redirection"
    " URI used in the authorization request, or was issued to another client.",
    "invalid_scope": "The requested scope is invalid, unknown, or malformed.",
    "unsupported_grant_type": "The authorization grant type is not supported by the authorization server.",
    "unauthorized_client": "You are not authorized to revoke this token",
}


@dataclass(frozen=True)
class Said:
    """What an app is answered."""

    status: int
    body: Mapping[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)


def exchange(sent: Mapping[str, str], authorization: str) -> Said:
    """A token for an app that shows a member's code, its own secret, or a token to renew one with."""
    head = {"Authorization": authorization}
    return _answered(sent, lambda body: _tokens().create_token_response(ADDRESS, "POST", body, head))


def grants() -> list[str]:
    """The ways to a token; one is for the test profile alone: a password, which no app should ever see."""
    return [*_WAYS, *(["password"] if settings.TEST_PROFILE else [])]


def revoke_by_app(sent: Mapping[str, str], authorization: str) -> Said:
    """Make an end of a token that an app holds; one of another app's is not its to end (403)."""
    head = {"Authorization": authorization}
    said = _answered(sent, lambda body: _revocation.create_revocation_response(ADDRESS, "POST", body, head))
    is_stranger = said.body.get("error") in {"invalid_client", "unauthorized_client"}
    return Said(403, _told({"error": "unauthorized_client"})) if is_stranger else said


def _answered(sent: Mapping[str, str], respond: Callable[[str], tuple[dict[str, str], str, int | None]]) -> Said:
    """What goes wrong is an answer, and what was revoked on the way stays revoked."""
    if not all(is_sound(value) for value in sent.values()):
        return Said(400, {"error": "invalid_request", "error_description": "A parameter cannot be read."})
    with transaction.atomic():
        try:
            headers, body, status = respond(urlencode(sent))
        except errors.OAuth2Error as error:
            return Said(error.status_code, _told(dict(error.twotuples)))
    return Said(status or 200, _told(json.loads(body or "{}")), headers)


def _told(body: dict[str, Any]) -> dict[str, Any]:
    return body | {"error_description": _SAID[body["error"]]} if body.get("error") in _SAID else body


def _tokens() -> TokenEndpoint:
    return TokenEndpoint(
        default_grant_type="authorization_code",
        default_token_type=BEARER,
        grant_types={grant: (_WAYS | {"password": _PASSWORD})[grant] for grant in grants()},
    )


_WAYS: dict[str, Any] = {
    "authorization_code": CODE,
    "client_credentials": ClientCredentialsGrant(RULES),
    "refresh_token": RefreshTokenGrant(RULES),
}
_PASSWORD = ResourceOwnerPasswordCredentialsGrant(RULES)
_revocation = RevocationEndpoint(RULES)
