"""Accounts for programs."""

import re

from django.conf import settings
from django.http import HttpResponse

from folkmoot.accounts.hydrate import views
from folkmoot.accounts.queries import by_username, get_account, roles
from folkmoot.api.answers import answer
from folkmoot.api.calls import Call, route
from folkmoot.api.entities.accounts import account, credentials
from folkmoot.core.errors import NotFound
from folkmoot.relations.queries import request_count

_ACCT = re.compile(r"@?([A-Za-z0-9_]{1,64})(?:@([A-Za-z0-9.:\[\]-]{1,253}))?")


def verify_credentials(call: Call) -> HttpResponse:
    """Whom the token speaks for."""
    actor = call.actor
    return answer(credentials(views([actor.id])[actor.id], actor, roles(actor.id), request_count(actor.id)))


def show(call: Call) -> HttpResponse:
    """An account by its id."""
    found = get_account(call.viewer, call.id)
    return answer(account(views([found.id])[found.id]))


def lookup(call: Call) -> HttpResponse:
    """An account by its address: ``bob``, ``@bob``, ``bob@remote.example``."""
    match = _ACCT.fullmatch(call.sent.text("acct"))
    if match is None:
        raise NotFound
    domain = (match[2] or "").lower()
    here = {settings.FOLKMOOT.host, settings.FOLKMOOT.origin.partition("://")[2]}
    found = by_username(call.viewer, match[1], "" if domain in here else domain)
    return answer(account(views([found.id])[found.id]))


ROUTES = {
    "GET /api/v1/accounts/verify_credentials": route(verify_credentials, "read:accounts"),
    "GET /api/v1/accounts/lookup": route(lookup, "read:accounts"),
    "GET /api/v1/accounts/:id": route(show, "read:accounts"),
}
