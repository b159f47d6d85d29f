"""Apps register themselves, and ask whether they are known."""

from typing import Any

from django.http import HttpResponse

from folkmoot.accounts.actions import AppDraft, register_app
from folkmoot.accounts.queries import AppView, app_by_id
from folkmoot.api.answers import answer
from folkmoot.api.calls import Visit, app_route, free_route
from folkmoot.api.limits import count, tell
from folkmoot.core.limits.rules import REGISTER_APP
from folkmoot.notifications.webpush import public_key


def create(visit: Visit) -> HttpResponse:
    """Register an app: how it is called, where members come back to it, what it may ask them for."""
    limit = count(visit.request, REGISTER_APP)
    sent = visit.sent
    draft = AppDraft(
        sent.text("client_name"),
        tuple(sent.texts("redirect_uris")),
        tuple(" ".join(sent.texts("scopes")).split()),
        sent.text("website"),
        keeps_secrets=sent.text("token_endpoint_auth_method") != "none",
    )
    new = register_app(draft)
    secret = {"client_id": new.client_id, "client_secret": new.secret, "client_secret_expires_at": 0}
    return tell(answer({**application(new.app), **secret}), limit)


def verify_credentials(visit: Visit) -> HttpResponse:
    """Whose token this is, as far as apps go; a member's own token is of no app."""
    return answer(application(app_by_id(visit.app_id)))


def application(app: AppView) -> dict[str, Any]:
    """An Application."""
    return {
        "id": str(app.id),
        "name": app.name,
        "website": app.website or None,
        "scopes": app.scopes,
        "redirect_uri": "\n".join(app.redirect_uris),
        "redirect_uris": app.redirect_uris,
        "vapid_key": public_key(),
    }


ROUTES = {
    "POST /api/v1/apps": free_route(create),
    "GET /api/v1/apps/verify_credentials": app_route(verify_credentials),
}
