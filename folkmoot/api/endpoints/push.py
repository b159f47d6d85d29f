"""Telling a program of news while its device sleeps: one subscription for each token."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from folkmoot.api.answers import answer
from folkmoot.api.calls import Call, holder, route
from folkmoot.api.entities.subscriptions import kinds_of_alerts, subscription
from folkmoot.api.parameters import Parameters
from folkmoot.core.errors import Invalid
from folkmoot.notifications import webpush
from folkmoot.notifications.webpush import Program, SubscriptionDraft


def create(call: Call) -> HttpResponse:
    """Tell the program of news from now on, where and of what it says; its subscription of before is gone."""
    where = _part(call.sent, "subscription")
    keys = _part(where, "keys")
    kinds, policy = _wishes(call.sent)
    draft = SubscriptionDraft(
        where.text("endpoint"),
        keys.text("p256dh"),
        keys.text("auth"),
        standard=where.flag("standard"),
        kinds=kinds or frozenset(),
        policy=policy or "all",
    )
    return answer(subscription(webpush.subscribe(call.actor, _program(call), draft)))


def show(call: Call) -> HttpResponse:
    """The subscription of this token."""
    return answer(subscription(webpush.subscription_of(call.viewer, _program(call).token_id)))


def update(call: Call) -> HttpResponse:
    """Choose anew of what the program is told; what is not sent stays as it is."""
    token_id = _program(call).token_id
    known = webpush.subscription_of(call.viewer, token_id)
    kinds, policy = _wishes(call.sent)
    kept = known.kinds if kinds is None else kinds
    return answer(subscription(webpush.change_subscription(call.actor, token_id, kept, policy or known.policy)))


def delete(call: Call) -> HttpResponse:
    """Tell the program of nothing any more."""
    webpush.unsubscribe(call.actor, _program(call).token_id)
    return answer({})


def _program(call: Call) -> Program:
    token = call.request.META["HTTP_AUTHORIZATION"].partition(" ")[2].strip()
    return Program(holder(call.request).token_id, token)


def _wishes(sent: Parameters) -> tuple[frozenset[str] | None, str]:
    """The kinds that are asked for, if alerts are spoken of at all, and of whom."""
    data = _part(sent, "data")
    alerts = _part(data, "alerts")
    kinds = kinds_of_alerts(name for name in alerts.values if alerts.flag(name)) if "alerts" in data.values else None
    return kinds, data.text("policy") or sent.text("policy")


def _part(sent: Parameters, name: str) -> Parameters:
    value: Any = sent.values.get(name) or {}
    if not isinstance(value, dict):
        raise Invalid(name, _("This must be an object."))
    return Parameters(value)


ROUTES = {
    "POST /api/v1/push/subscription": route(create, "push"),
    "GET /api/v1/push/subscription": route(show, "push"),
    "PUT /api/v1/push/subscription": route(update, "push"),
    "DELETE /api/v1/push/subscription": route(delete, "push"),
}
