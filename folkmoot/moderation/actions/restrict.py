"""To suspend an account, to remove a post."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.audit.actions import record
from folkmoot.core.errors import Invalid, NotFound
from folkmoot.core.events import publish
from folkmoot.core.html import clean
from folkmoot.moderation.actions import state
from folkmoot.moderation.actions.report import close
from folkmoot.moderation.events import AccountSuspended, PostRemoved
from folkmoot.moderation.interaction import require_power_over
from folkmoot.moderation.models import Report, Restriction
from folkmoot.posts.models import Post

LONGEST_REASON = 2_000


@transaction.atomic
def suspend(actor: Account, account_id: int, reason: str, ends_at: datetime | None) -> Restriction:
    """Hide an account and end its sessions and tokens, until a moment or until it is lifted; closes its reports."""
    why = _reason(reason)
    if ends_at is not None and ends_at <= timezone.now():
        raise Invalid("ends_at", _("The end of a suspension must lie ahead."))
    require_power_over(actor, _concerned(Restriction.Kind.ACCOUNT, account_id))
    restriction = Restriction.objects.create(
        kind=Restriction.Kind.ACCOUNT,
        object_id=account_id,
        action=Restriction.Action.SUSPEND,
        reason=why,
        starts_at=timezone.now(),
        ends_at=ends_at,
        decided_by=actor.id,
    )
    state.apply(Restriction.Kind.ACCOUNT, account_id)
    close(actor, Report.objects.filter(account=account_id), Report.Outcome.ACTED)
    record(actor.id, "account.suspend", "account", account_id, why)
    publish(AccountSuspended(restriction.id, account_id))
    return restriction


@transaction.atomic
def remove_post(actor: Account, post_id: int, reason: str) -> Restriction:
    """Hide a post from all but its author until that is lifted; closes the reports about it."""
    why = _reason(reason)
    require_power_over(actor, _concerned(Restriction.Kind.POST, post_id))
    if Post.objects.filter(id=post_id, deleted_at__isnull=False).exists():
        raise NotFound
    restriction = Restriction.objects.create(
        kind=Restriction.Kind.POST,
        object_id=post_id,
        action=Restriction.Action.REMOVE,
        reason=why,
        starts_at=timezone.now(),
        decided_by=actor.id,
    )
    state.apply(Restriction.Kind.POST, post_id)
    close(actor, Report.objects.filter(post_id=post_id), Report.Outcome.ACTED)
    record(actor.id, "post.remove", "post", post_id, why)
    publish(PostRemoved(restriction.id, post_id))
    return restriction


def _reason(text: str) -> str:
    why = clean(text).strip()
    if not why:
        raise Invalid("reason", _("Please say why: whoever is concerned has a right to know."))
    if len(why) > LONGEST_REASON:
        raise Invalid("reason", _("Please say it in at most 2,000 characters."))
    return why


def _concerned(kind: str, object_id: int) -> Account:
    account = state.hold(kind, object_id)
    if account is None:
        raise NotFound
    return account
