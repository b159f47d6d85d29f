"""How codes and tokens are made, where oauthlib leaves it to us."""

import secrets
from time import time
from typing import Any, ClassVar, override

from oauthlib.common import Request
from oauthlib.oauth2.rfc6749.grant_types import AuthorizationCodeGrant
from oauthlib.oauth2.rfc6749.grant_types.authorization_code import code_challenge_method_s256
from oauthlib.oauth2.rfc6749.tokens import BearerToken, OAuth2Token

from folkmoot.accounts.actions.apps_rules import SHORT_LIFE, Rules, stays

ADDRESS = "https://localhost/"  # oauthlib wants one; it reads nothing from it
_MOST = 8_000  # characters of each parameter


class CodeGrant(AuthorizationCodeGrant):
    """Codes with as much chance in them as tokens have, and no proof but S256."""

    _code_challenge_methods: ClassVar[dict[str, Any]] = {"S256": code_challenge_method_s256}

    @override
    def create_authorization_code(self, request: Request) -> dict[str, str]:
        return {"code": secrets.token_urlsafe(32)}

    @override
    def prepare_authorization_response(
        self, request: Request, token: dict[str, Any], headers: dict[str, str], body: str | None, status: int | None
    ) -> tuple[dict[str, str], str | None, int | None]:
        return {"Code": token["code"]}, body, status


class _Bearer(BearerToken):
    """Tokens that last, as Mastodon's do; two hours where the app asked for one to renew them with."""

    @override
    def create_token(self, request: Request, refresh_token: bool = False, **kwargs: Any) -> OAuth2Token:
        token: dict[str, Any] = {
            "access_token": secrets.token_urlsafe(32),
            "token_type": "Bearer",
            "scope": " ".join(request.scopes or ()),
            "created_at": int(time()),
        }
        if stays(request):
            token |= {"expires_in": int(SHORT_LIFE.total_seconds()), "refresh_token": secrets.token_urlsafe(32)}
        return OAuth2Token(token)


def is_sound(value: str) -> bool:
    """Whether a parameter can be one of OAuth: of some length, and nothing in it that cannot be seen."""
    return len(value) <= _MOST and value.isprintable()


RULES = Rules()
BEARER: Any = _Bearer(RULES)  # oauthlib's stubs want a word where it takes an object
CODE = CodeGrant(RULES)
