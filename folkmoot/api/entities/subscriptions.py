"""What a program is told of its push subscription, in Mastodon's shape."""

from collections.abc import Iterable
from typing import Any

from folkmoot.api.entities.notifications import OURS, kinds_of
from folkmoot.notifications.webpush import SubscriptionView, public_key

ALERTS = (
    *("mention", "quote", "status", "reblog", "follow", "follow_request", "favourite", "poll", "update"),
    *("quoted_update", "admin.sign_up", "admin.report"),  # nothing here tells of these
)


def kinds_of_alerts(names: Iterable[str]) -> frozenset[str]:
    """Our kinds under these names of alerts."""
    return kinds_of(frozenset(names))


def subscription(view: SubscriptionView) -> dict[str, Any]:
    """A WebPushSubscription; what only we have stands there when it was asked for."""
    alerts = {name: bool(kinds_of([name]) & view.kinds) for name in ALERTS}
    ours = {name: True for kind, name in OURS.items() if kind in view.kinds}
    return {
        "id": str(view.id),
        "endpoint": view.endpoint,
        "standard": view.standard,
        "alerts": {**alerts, **ours},
        "server_key": public_key(),
        "policy": view.policy,
    }
