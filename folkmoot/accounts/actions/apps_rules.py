"""What an app's codes and tokens are worth, as oauthlib asks: the protocol is its, the rows are ours, all digests."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, override

from django.db.models import Q
from django.utils import timezone
from oauthlib.common import Request
from oauthlib.oauth2.rfc6749 import errors

from folkmoot.accounts.actions.apps import revoke_all
from folkmoot.accounts.actions.apps_clients import ClientRules, app_of
from folkmoot.accounts.events import AppAllowed, TokenCreated
from folkmoot.accounts.models import Account, Grant, Login, Token
from folkmoot.accounts.queries.programs import SCOPES, STAYING, covers, token_digest
from folkmoot.core.events import publish

CODE_LIFE = timedelta(minutes=10)
SHORT_LIFE = timedelta(hours=2)  # of a token that can be renewed


@dataclass
class Ground:
    """What a token stands on: a member's word, and the token that it takes the place of."""

    grant: Grant
    replaces: int | None = None


class Rules(ClientRules):
    """Whether a code or a token is good, and what becomes of it."""

    @override
    def save_authorization_code(self, client_id: str, code: Any, request: Request, *args: Any, **kwargs: Any) -> None:
        member: Any = request.user
        grant = Grant.objects.create(
            app=app_of(request),
            account_id=member,
            digest=token_digest(code["code"]),
            redirect_uri=request.redirect_uri or "",
            challenge=request.code_challenge or "",
            scopes=" ".join(request.scopes or ()),
            expires_at=timezone.now() + CODE_LIFE,
        )
        publish(AppAllowed(grant.id))

    @override
    def validate_code(
        self, client_id: str, code: str, client: Any, request: Request, *args: Any, **kwargs: Any
    ) -> bool:
        """For this app, this address, in time, and the first time: a second use ends what came of the first."""
        grant = Grant.objects.select_related("account").filter(digest=token_digest(code), app=app_of(request)).first()
        if grant is None:
            return False
        if grant.used_at:
            _end(grant)
            return False
        is_good = grant.expires_at > timezone.now() and grant.account.active
        request.user, request.scopes = Ground(grant), grant.scopes.split()
        return (
            is_good
            and grant.redirect_uri == request.redirect_uri
            and bool(grant.challenge)
            >= bool(
                request.code_verifier  # a verifier for nothing: somebody took the challenge away on the road
            )
        )

    @override
    def get_code_challenge(self, code: str, request: Request) -> str:
        return _grant(request).challenge or None  # type: ignore[return-value]  # oauthlib takes None for "there is none"

    @override
    def get_code_challenge_method(self, code: str, request: Request) -> str:
        return "S256"

    @override
    def confirm_redirect_uri(
        self, client_id: str, code: str, redirect_uri: str, client: Any, request: Request, *args: Any, **kwargs: Any
    ) -> bool:
        return redirect_uri == _grant(request).redirect_uri

    @override
    def invalidate_authorization_code(
        self, client_id: str, code: str, request: Request, *args: Any, **kwargs: Any
    ) -> None:
        """It was when its token was saved."""

    @override
    def validate_refresh_token(
        self, refresh_token: str, client: Any, request: Request, *args: Any, **kwargs: Any
    ) -> bool:
        """One for each time: whoever comes with an old one has stolen it, or was stolen from."""
        rows = Token.objects.select_related("grant__account").filter(app=app_of(request))
        row = rows.filter(refresh_digest=token_digest(refresh_token)).first()
        if row is None or row.grant is None:
            return False
        if row.revoked_at:
            _end(row.grant)
            return False
        request.user = Ground(row.grant, row.id)
        return row.grant.account.active

    @override
    def validate_user(
        self, username: str, password: str, client: Any, request: Request, *args: Any, **kwargs: Any
    ) -> bool:
        """Only the test profile asks: an address or a user name, and the password."""
        who = Q(email=username.lower()) | Q(account__username=username.lower(), account__domain="")
        login = Login.objects.select_related("account").filter(who, is_active=True).first()
        if login is None or not login.check_password(password) or not login.account.active:
            return False
        request.user = Ground(_allowed(login.account, request))
        return True

    @override
    def get_original_scopes(self, refresh_token: str, request: Request, *args: Any, **kwargs: Any) -> list[str]:
        return _grant(request).scopes.split()

    @override
    def is_within_original_scope(
        self, request_scopes: list[str], refresh_token: str, request: Request, *args: Any, **kwargs: Any
    ) -> bool:
        allowed = frozenset(_grant(request).scopes.split())
        return all(scope in SCOPES and covers(allowed, scope) for scope in request_scopes)

    @override
    def save_token(self, token: Mapping[str, Any], request: Request, *args: Any, **kwargs: Any) -> None:
        ground: Ground | None = request.user
        if ground and not _taken(ground):  # two came at once with one code
            _end(ground.grant)
            raise errors.InvalidGrantError(request=request)
        renewal = token.get("refresh_token")
        row = Token.objects.create(
            account_id=ground.grant.account_id if ground else None,
            app=app_of(request),
            grant=ground.grant if ground else None,
            digest=token_digest(token["access_token"]),
            refresh_digest=token_digest(renewal) if renewal else None,
            scopes=token["scope"],
            expires_at=timezone.now() + SHORT_LIFE if renewal else None,
        )
        publish(TokenCreated(row.id))

    @override
    def revoke_token(self, token: str, token_type_hint: str, request: Request, *args: Any, **kwargs: Any) -> None:
        """The app's own alone, by either of its names; what is not there is gone already."""
        digest = token_digest(token)
        row = Token.objects.filter(Q(digest=digest) | Q(refresh_digest=digest)).first()
        if row and row.app_id != app_of(request).id:
            raise errors.UnauthorizedClientError(request=request)
        if row:
            revoke_all([row.id])


def stays(request: Request) -> bool:
    """Whether the member allowed the app to renew its tokens."""
    return request.user is not None and STAYING in _grant(request).scopes.split()


def _grant(request: Request) -> Grant:
    ground: Any = request.user
    grant: Grant = ground.grant
    return grant


def _allowed(account: Account, request: Request) -> Grant:
    """The member's word as it stands in a password."""
    return Grant.objects.create(
        app=app_of(request),
        account=account,
        digest=token_digest(secrets.token_urlsafe(32)),
        scopes=request.scope or "",
        expires_at=timezone.now() + CODE_LIFE,
    )


def _taken(ground: Ground) -> bool:
    """Whether nobody else was faster with this code, or with this token to renew."""
    if ground.replaces:
        return bool(revoke_all([ground.replaces]))
    return bool(Grant.objects.filter(id=ground.grant.id, used_at=None).update(used_at=timezone.now()))


def _end(grant: Grant) -> None:
    revoke_all(Token.objects.filter(grant=grant).values_list("id", flat=True))
