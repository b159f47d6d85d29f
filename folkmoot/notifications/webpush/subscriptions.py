"""Which programs want to be told of news while their device sleeps: one place for each token."""

from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.core.errors import Invalid, NotFound
from folkmoot.core.few import Few
from folkmoot.core.http import Limits, may_be_asked
from folkmoot.core.ids import new_id
from folkmoot.core.rows import insert_once
from folkmoot.notifications.models import PushSubscription
from folkmoot.notifications.queries import KINDS
from folkmoot.notifications.webpush.keys import written

POLICIES = ("all", "followed", "follower", "none")  # of whom one wants to be told
DEVICES = Few("notifications_pushsubscription")
DOOR = Limits(seconds=4, bytes=16_384, cut=True)
SCHEMES = frozenset({"https"})
ENDPOINT_MOST = 2_048  # characters
DEVICES_MOST = 16  # of an account; the oldest make room


class Program(NamedTuple):
    """Whose token it is that asks; the token goes into each letter, so that the program knows for whom it is."""

    token_id: int
    token: str


@dataclass(frozen=True)
class SubscriptionDraft:
    """Where a program wants to be told, sealed with what, and of what."""

    endpoint: str
    key: str
    secret: str
    standard: bool  # else as the draft before the standard says
    kinds: frozenset[str]
    policy: str


@dataclass(frozen=True, slots=True)
class SubscriptionView:
    """What a program is told of its own subscription."""

    id: int
    endpoint: str
    standard: bool
    kinds: frozenset[str]
    policy: str


@transaction.atomic
def subscribe(actor: Account, program: Program, draft: SubscriptionDraft) -> SubscriptionView:
    """Tell a program of news from now on; what it had before is gone, but for how its push service behaved."""
    from folkmoot.notifications.webpush.sealing import locked_away

    columns = {"endpoint": _endpoint(draft.endpoint), "standard": draft.standard, **_lock(draft)}
    wishes = _wishes(draft.kinds, draft.policy)
    rest = _rest(program.token_id, draft.endpoint)
    PushSubscription.objects.filter(token=program.token_id).delete()
    now_id = new_id()
    whose = {"token_id": program.token_id, "account_id": actor.id, "sealed_token": locked_away(program.token)}
    insert_once(PushSubscription, id=now_id, sent_id=now_id, **whose, **columns, **wishes, **rest)
    _make_room(actor)
    DEVICES.note(actor.id)
    return subscription_of(actor.id, program.token_id)


@transaction.atomic
def change_subscription(actor: Account, token_id: int, kinds: frozenset[str], policy: str) -> SubscriptionView:
    """Choose anew of what a program is told."""
    found = PushSubscription.objects.filter(account=actor, token=token_id)
    if not found.update(**_wishes(kinds, policy)):
        raise NotFound
    return subscription_of(actor.id, token_id)


def unsubscribe(actor: Account, token_id: int) -> None:
    """Tell a program of nothing any more."""
    PushSubscription.objects.filter(account=actor, token=token_id).delete()


def forget_devices() -> None:
    """No device gets push letters until its program asks anew: the key that they trust is drawn anew."""
    PushSubscription.objects.all().delete()


def subscription_of(viewer: int, token_id: int) -> SubscriptionView:
    """What a program of the viewer's is told, and where."""
    row = PushSubscription.objects.filter(account=viewer, token=token_id).first()
    if row is None:
        raise NotFound
    return SubscriptionView(row.id, row.endpoint, row.standard, frozenset(row.kinds.split()), row.policy)


def _endpoint(text: str) -> str:
    """An address of a push service: encrypted, on the open internet, of a size that one can keep."""
    schemes = SCHEMES | {"http"} if settings.TEST_PROFILE else SCHEMES
    is_address = len(text) <= ENDPOINT_MOST and text.isascii() and text.isprintable() and " " not in text
    if not is_address or not may_be_asked(text, DOOR) or urlsplit(text).scheme not in schemes:
        raise Invalid("subscription.endpoint", _("This is not an address of a push service."))
    return text


def _rest(token_id: int, endpoint: str) -> dict[str, Any]:
    """Whoever asks anew at a push service that does not answer has to wait as before."""
    row = PushSubscription.objects.filter(token=token_id).first()
    if row is None or urlsplit(row.endpoint).hostname != urlsplit(endpoint).hostname:
        return {}
    return {"failures": row.failures, "rests_until": row.rests_until}


def _lock(draft: SubscriptionDraft) -> dict[str, str]:
    from folkmoot.notifications.webpush.sealing import lock_of

    try:
        lock = lock_of(draft.key, draft.secret)
    except ValueError:
        raise Invalid("subscription.keys", _("These keys are not valid.")) from None
    return {"key": written(lock.key), "secret": written(lock.secret)}


def _wishes(kinds: frozenset[str], policy: str) -> dict[str, str]:
    if policy not in POLICIES:
        raise Invalid("data.policy", _("Choose of whom to be told: %(words)s.") % {"words": ", ".join(POLICIES)})
    return {"kinds": " ".join(sorted(kinds & KINDS)), "policy": policy}


def _make_room(actor: Account) -> None:
    newest = PushSubscription.objects.filter(account=actor).order_by("-id")
    PushSubscription.objects.filter(id__in=list(newest.values_list("id", flat=True)[DEVICES_MOST:])).delete()
