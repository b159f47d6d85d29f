"""Tokens for apps. Where members allow them is a page: ``folkmoot/web/consent``."""

from typing import TYPE_CHECKING

from django.http import HttpResponse

from folkmoot.accounts.actions import Said, exchange, revoke_by_app
from folkmoot.accounts.actions.apps_consent import MODES
from folkmoot.accounts.actions.apps_tokens import SENDS, grants
from folkmoot.accounts.hydrate import views
from folkmoot.accounts.queries import SCOPES
from folkmoot.api.addresses import METADATA, REVOKE, TOKEN, USERINFO
from folkmoot.api.answers import ORIGIN, answer
from folkmoot.api.calls import Call, Visit, free_route, route
from folkmoot.api.entities.accounts import account

if TYPE_CHECKING:
    from collections.abc import Mapping

DOCUMENTATION = "https://docs.joinmastodon.org/"


def token(visit: Visit) -> HttpResponse:
    """A token for a code, for an app's own secret, or for a token to renew one with."""
    return _said(exchange(_sent(visit), visit.request.META.get("HTTP_AUTHORIZATION", "")))


def revoke(visit: Visit) -> HttpResponse:
    """Make an end of a token."""
    return _said(revoke_by_app(_sent(visit), visit.request.META.get("HTTP_AUTHORIZATION", "")))


def userinfo(call: Call) -> HttpResponse:
    """Who the member is, in the words of OpenID Connect."""
    me = account(views([call.viewer])[call.viewer])
    return answer(
        {
            "iss": f"{ORIGIN}/",
            "sub": me["uri"],
            "name": me["display_name"],
            "preferred_username": me["username"],
            "profile": me["url"],
            "picture": me["avatar"],
        }
    )


def metadata(visit: Visit) -> HttpResponse:
    """Where apps sign in here, and how (RFC 8414)."""
    del visit
    ways = ["client_secret_basic", "client_secret_post", "none"]
    return answer(
        {
            "issuer": f"{ORIGIN}/",
            "service_documentation": DOCUMENTATION,
            "authorization_endpoint": f"{ORIGIN}/oauth/authorize",
            "token_endpoint": f"{ORIGIN}{TOKEN}",
            "app_registration_endpoint": f"{ORIGIN}/api/v1/apps",
            "revocation_endpoint": f"{ORIGIN}{REVOKE}",
            "userinfo_endpoint": f"{ORIGIN}{USERINFO}",
            "scopes_supported": sorted(SCOPES),
            "response_types_supported": ["code"],
            "response_modes_supported": MODES,
            "code_challenge_methods_supported": ["S256"],
            "grant_types_supported": grants(),
            "token_endpoint_auth_methods_supported": ways,
            "revocation_endpoint_auth_methods_supported": ways,
        }
    )


def _sent(visit: Visit) -> "Mapping[str, str]":
    """What OAuth knows of; a parameter that holds nothing was not sent."""
    return {name: value for name in SENDS if (value := visit.sent.text(name))}


def _said(said: Said) -> HttpResponse:
    response = answer(said.body, status=said.status)
    if "WWW-Authenticate" in said.headers:
        response.headers["WWW-Authenticate"] = said.headers["WWW-Authenticate"]
    return response


ROUTES = {
    f"POST {TOKEN}": free_route(token),
    f"POST {REVOKE}": free_route(revoke),
    f"GET {USERINFO}": route(userinfo, "profile"),
    f"POST {USERINFO}": route(userinfo, "profile"),
    f"GET {METADATA}": free_route(metadata),
}
