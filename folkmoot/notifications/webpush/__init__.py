"""News for devices that sleep: through push services, which carry what they cannot read."""

from folkmoot.notifications.webpush.keys import public_key
from folkmoot.notifications.webpush.sending import Letter, deliver, retry
from folkmoot.notifications.webpush.subscriptions import (
    DEVICES,
    Program,
    SubscriptionDraft,
    SubscriptionView,
    change_subscription,
    subscribe,
    subscription_of,
    unsubscribe,
)

__all__ = [
    "DEVICES",
    "Letter",
    "Program",
    "SubscriptionDraft",
    "SubscriptionView",
    "change_subscription",
    "deliver",
    "public_key",
    "retry",
    "subscribe",
    "subscription_of",
    "unsubscribe",
]
