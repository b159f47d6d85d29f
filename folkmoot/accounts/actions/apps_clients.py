"""Who an app is, as oauthlib asks about our tables: its name, its secret, where it comes back, what it may ask."""

import hmac
import re
from base64 import b64decode
from binascii import Error as NotBase64
from dataclasses import dataclass
from typing import Any, override
from urllib.parse import unquote_plus

from oauthlib.common import Request
from oauthlib.oauth2.rfc6749 import errors
from oauthlib.oauth2.rfc6749.request_validator import RequestValidator

from folkmoot.accounts.models import App
from folkmoot.accounts.queries.programs import SCOPES, covers, token_digest

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass
class Client:
    """The app that speaks, as oauthlib wants to see it."""

    app: App

    @property
    def client_id(self) -> str:
        """The name that it was given."""
        return self.app.client_id


class ClientRules(RequestValidator):
    """Whether an app is who it says, and where it may be sent back to."""

    @override
    def validate_client_id(self, client_id: str, request: Request, *args: Any, **kwargs: Any) -> bool:
        return _is_known(client_id, request)

    @override
    def client_authentication_required(self, request: Request, *args: Any, **kwargs: Any) -> bool:
        client_id, _secret = _credentials(request)
        return not (_is_known(client_id, request) and not app_of(request).secret_digest)

    @override
    def authenticate_client(self, request: Request, *args: Any, **kwargs: Any) -> bool:
        client_id, secret = _credentials(request)
        if not secret or not _is_known(client_id, request):
            return False
        return hmac.compare_digest(app_of(request).secret_digest, token_digest(secret))

    @override
    def authenticate_client_id(self, client_id: str, request: Request, *args: Any, **kwargs: Any) -> bool:
        return _is_known(_credentials(request)[0], request) and not app_of(request).secret_digest

    @override
    def validate_redirect_uri(
        self, client_id: str, redirect_uri: str, request: Request, *args: Any, **kwargs: Any
    ) -> bool:
        return redirect_uri in app_of(request).redirect_uris.split("\n")

    @override
    def get_default_redirect_uri(self, client_id: str, request: Request, *args: Any, **kwargs: Any) -> str:
        return ""  # it must be named

    @override
    def validate_response_type(
        self, client_id: str, response_type: str, client: Any, request: Request, *args: Any, **kwargs: Any
    ) -> bool:
        if response_type != "code":
            raise errors.UnsupportedResponseTypeError(request=request)
        return True

    @override
    def get_default_scopes(self, client_id: str, request: Request, *args: Any, **kwargs: Any) -> list[str]:
        return ["read"]

    @override
    def validate_scopes(
        self, client_id: str, scopes: list[str], client: Any, request: Request, *args: Any, **kwargs: Any
    ) -> bool:
        request.scopes = sorted({scope for scope in scopes if scope})
        own = frozenset(app_of(request).scopes.split())
        return bool(request.scopes) and all(scope in SCOPES and covers(own, scope) for scope in request.scopes)

    @override
    def is_pkce_required(self, client_id: str, request: Request) -> bool:
        """For apps without a secret; and whatever challenge is sent must be one."""
        if request.code_challenge is not None and not _CHALLENGE.fullmatch(request.code_challenge):
            raise errors.InvalidRequestError("The code challenge is not one.", request=request)
        return not app_of(request).secret_digest

    @override
    def validate_grant_type(
        self, client_id: str, grant_type: str, client: Any, request: Request, *args: Any, **kwargs: Any
    ) -> bool:
        return True


def app_of(request: Request) -> App:
    """The app that speaks, once it is known."""
    client: Any = request.client
    app: App = client.app
    return app


def _is_known(client_id: str | None, request: Request) -> bool:
    if request.client is None:
        app = App.objects.filter(client_id=client_id).first() if client_id else None
        request.client = Client(app) if app else None
        request.client_id = client_id
    return request.client is not None and request.client.client_id == client_id


def _credentials(request: Request) -> tuple[str | None, str | None]:
    """The app's name and secret, from the header if there is one, else from the body; two names are none."""
    kind, _space, encoded = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "basic":
        return request.client_id, request.client_secret
    try:
        name, _colon, secret = b64decode(encoded, validate=True).decode("ascii").partition(":")
    except (NotBase64, UnicodeDecodeError):
        return None, None
    if request.client_id not in {None, unquote_plus(name)}:
        return None, None
    return unquote_plus(name).replace("\0", ""), unquote_plus(secret)
