"""Leaving: for a while, or for good after a time in which one may still come back."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.actions import come_back, deactivate
from folkmoot.accounts.models import Account
from folkmoot.accounts.queries import is_owner, owners
from folkmoot.core.errors import NotAllowed
from folkmoot.core.events import publish
from folkmoot.instance.queries import community
from folkmoot.privacy.events import LeavingAsked
from folkmoot.privacy.models import Absence, Departure


@transaction.atomic
def hide_myself(actor: Account) -> None:
    """Leave for a while: nobody sees the account or anything of it until its member signs in and comes back."""
    require_another_owner(actor)
    deactivate(actor)


@transaction.atomic
def leave(actor: Account) -> None:
    """Leave for good: hidden at once, and erased after the days that the community gives for coming back."""
    require_another_owner(actor)
    send_off(actor, Departure.Cause.ASKED)


@transaction.atomic
def stay(actor: Account) -> None:
    """Come back: the account is seen again, and nothing will be erased."""
    held = Account.objects.select_for_update(no_key=True).get(id=actor.id)
    if held.deleted_at is not None:
        return
    Departure.objects.filter(account=actor.id).delete()
    Absence.objects.filter(account=actor.id).delete()
    come_back(actor)


def send_off(account: Account, cause: str) -> None:
    """Hide an account and note when it is erased, inside the caller's transaction."""
    now = timezone.now()
    if account.active:
        deactivate(account)
    due = now + timedelta(days=community().deletion_days)
    made = {"cause": cause, "asked_at": now, "due_at": due}
    if Departure.objects.get_or_create(account_id=account.id, defaults=made)[1]:
        publish(LeavingAsked(account.id))


def require_another_owner(actor: Account) -> None:
    """A community is never left without somebody who may change it: ``NotAllowed`` says what to do first."""
    if is_owner(actor.id) and owners() == [actor.id]:
        raise NotAllowed(
            _(
                "You are the only owner of this community, and it cannot be without one. Make somebody else an owner "
                "first; on the server, “folkmoot account role” does that."
            )
        )
