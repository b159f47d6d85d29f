"""What a member does with notifications, and with whom they hear of."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.core import push
from folkmoot.core.errors import Invalid, NotFound
from folkmoot.core.events import publish
from folkmoot.core.rows import execute, insert_once
from folkmoot.notifications.events import StrangersTurnedAway, StrangersWelcomed
from folkmoot.notifications.interaction import CHOOSY
from folkmoot.notifications.models import Notification, Policy, Way, Welcome
from folkmoot.notifications.queries.single import Key, bounds_of
from folkmoot.notifications.queries.strangers import Choice, named


def mark_read(actor: Account, up_to_id: int) -> None:
    """Everything up to this notification has been seen; the mark never goes back."""
    execute(_MARK, {"account": actor.id, "id": up_to_id, "now": timezone.now()})


def dismiss(actor: Account, key: Key) -> None:
    """Take away what stands under a key: it has been dealt with."""
    above, below = bounds_of(key)
    found = Notification.objects.filter(account=actor, id__gt=above, id__lt=below)
    if key.kind:
        found = found.filter(kind=key.kind, post=key.post_id, apart=False)
    if not found.delete()[0]:
        raise NotFound


def clear(actor: Account) -> None:
    """Take away everything that the member was told."""
    Notification.objects.filter(account=actor).delete()


@transaction.atomic
def choose_policy(actor: Account, choice: Choice) -> None:
    """Choose what becomes, from now on, of what people do whom the member hardly knows."""
    for name, way in choice._asdict().items():
        if way not in Way.values:
            raise Invalid(name, _("Choose whether to be told, to have a look first, or not to be told."))
    Policy.objects.update_or_create(account=actor, defaults=choice._asdict())
    CHOOSY.note(actor.id)


@transaction.atomic
def welcome(actor: Account, notification_ids: Collection[int]) -> int:
    """Let through, for good, whoever did what is kept apart under these ids; how many people these are."""
    people = named(actor.id, notification_ids)
    for person in people:
        insert_once(Welcome, account_id=actor.id, actor_id=person)
    Notification.objects.filter(account=actor, actor__in=people, apart=True).update(apart=False)
    if people:
        publish(StrangersWelcomed(actor.id, tuple(people)))
        push.tell([actor.id], "notifications")
    return len(people)


@transaction.atomic
def turn_away(actor: Account, notification_ids: Collection[int]) -> int:
    """Take away all that these people did and that was kept apart; they are not told. How many people these are."""
    people = named(actor.id, notification_ids)
    Notification.objects.filter(account=actor, actor__in=people, apart=True).delete()
    if people:
        publish(StrangersTurnedAway(actor.id, tuple(people)))
    return len(people)


_MARK = """INSERT INTO notifications_readmark (account_id, notification_id, version, moved_at)
  VALUES (%(account)s, %(id)s, 0, %(now)s)
  ON CONFLICT (account_id) DO UPDATE SET notification_id = excluded.notification_id,
    version = notifications_readmark.version + 1, moved_at = excluded.moved_at
  WHERE notifications_readmark.notification_id < excluded.notification_id"""
