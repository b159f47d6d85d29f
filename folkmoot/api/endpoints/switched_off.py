"""What Mastodon has and this community has not: the answers Mastodon gives where these are switched off or empty."""

from django.http import HttpResponse

from folkmoot.accounts.queries import get_account
from folkmoot.api.answers import answer
from folkmoot.api.calls import Call, route
from folkmoot.core.errors import NotFound


def no_proofs(call: Call) -> HttpResponse:
    """An account has no proofs of its identity elsewhere, here and on any server of today."""
    get_account(call.viewer, call.id)
    return answer([])


def absent(_call: Call) -> HttpResponse:
    """What has an id of its own and was never made."""
    raise NotFound


ROUTES = {
    "GET /api/v1/accounts/:id/identity_proofs": route(no_proofs, "read:accounts"),
    "POST /api/v1/statuses/:id/translate": route(absent, "read:statuses"),
    "GET /api/v1_alpha/async_refreshes/:id": route(absent, "read"),
}
