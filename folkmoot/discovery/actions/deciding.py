"""What staff decide: whether a hashtag or a link may be shown on the rise. Hashtags wait for it, links may be hidden.

A post or a person is not decided about here: that limits the reach of one member, who is owed reasons and may object.
"""

from django.db import transaction
from django.utils import timezone

from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.interaction import require
from folkmoot.accounts.models import Account
from folkmoot.audit.actions import record
from folkmoot.core.errors import NotFound
from folkmoot.core.events import publish
from folkmoot.discovery.events import TrendDecided
from folkmoot.discovery.kinds import DECIDED
from folkmoot.discovery.models import Decision
from folkmoot.discovery.queries import words_for


def allow(actor: Account, kind: int, key: str) -> None:
    """Let a thing be shown while it rises, from now on and whenever it does again."""
    _decide(actor, kind, key, allowed=True)


def hide(actor: Account, kind: int, key: str) -> None:
    """Show a thing no more among what rises, in whatever spelling, until it is allowed again."""
    _decide(actor, kind, key, allowed=False)


@transaction.atomic
def _decide(actor: Account, kind: int, key: str, *, allowed: bool) -> None:
    require(actor, Capability.MEMBERS)
    named = words_for(kind, key) if kind in DECIDED else ""
    if not named:
        raise NotFound
    record(actor.id, "trend.allow" if allowed else "trend.hide", "trend", None, named)  # others wait here
    decision, _made = Decision.objects.update_or_create(
        kind=kind,
        key=key,
        defaults={
            "shown": named,
            "allowed": allowed,
            "made_by": actor.id,
            "made_at": timezone.now(),
        },
    )
    publish(TrendDecided(decision.id))
