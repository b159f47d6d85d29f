"""What Mastodon has and this community has not: the answers Mastodon gives where these are switched off or empty."""

from django.http import HttpResponse

from folkmoot.accounts.queries import get_account
from folkmoot.api.answers import answer
from folkmoot.api.calls import Call, Visit, open_route, route
from folkmoot.api.endpoints.accounts import id_at
from folkmoot.core.errors import NotFound


def no_proofs(call: Call) -> HttpResponse:
    """An account has no proofs of its identity elsewhere, here and on any server of today."""
    get_account(call.viewer, call.id)
    return answer([])


def no_collections(visit: Visit) -> HttpResponse:
    """An account has made no collections and is in none."""
    id_at(visit)
    return answer({"collections": []})


def no_reports(_call: Call) -> HttpResponse:
    """No report about a year of one's own was ever made."""
    return answer({"annual_reports": [], "accounts": [], "statuses": []})


def no_report(_call: Call) -> HttpResponse:
    """The report about this year cannot be made."""
    return answer({"state": "ineligible"})


def absent(_call: Call) -> HttpResponse:
    """What has an id of its own and was never made."""
    raise NotFound


ROUTES = {
    "GET /api/v1/accounts/:id/identity_proofs": route(no_proofs, "read:accounts"),
    "GET /api/v1/accounts/:id/collections": open_route(no_collections, "read:accounts"),
    "GET /api/v1/accounts/:id/in_collections": open_route(no_collections, "read:accounts"),
    "POST /api/v1/collections": route(absent, "write:accounts"),
    "GET /api/v1/collections/:id": route(absent, "read:accounts"),
    "PATCH /api/v1/collections/:id": route(absent, "write:accounts"),
    "DELETE /api/v1/collections/:id": route(absent, "write:accounts"),
    "POST /api/v1/collections/:id/items": route(absent, "write:accounts"),
    "DELETE /api/v1/collections/:id/items/:id": route(absent, "write:accounts"),
    "POST /api/v1/collections/:id/items/:id/revoke": route(absent, "write:accounts"),
    "GET /api/v1/annual_reports": route(no_reports, "read:accounts"),
    "GET /api/v1/annual_reports/:id": route(absent, "read:accounts"),
    "GET /api/v1/annual_reports/:id/state": route(no_report, "read:accounts"),
    "POST /api/v1/annual_reports/:id/generate": route(absent, "write:accounts"),
    "POST /api/v1/annual_reports/:id/read": route(absent, "write:accounts"),
    "POST /api/v1/statuses/:id/translate": route(absent, "read:statuses"),
    "GET /api/v1_alpha/async_refreshes/:id": route(absent, "read"),
}
