"""Members agree to what the community stands by; which version, and when, is written down."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from folkmoot.accounts.events import PoliciesAgreed
from folkmoot.accounts.models import Account, Agreement, Login
from folkmoot.core.errors import NotFound
from folkmoot.core.events import publish
from folkmoot.core.rows import insert_once
from folkmoot.instance.policies.versions import VersionView, asked_since, in_force


@transaction.atomic
def agree(actor: Account, up_to: int) -> None:
    """Agree to every version that one is asked about, up to the newest that was on the page."""
    login = Login.objects.select_for_update(no_key=True).filter(id=actor.login_id or 0).first()
    if login is None:
        raise NotFound
    wanted = [each for each in asked_since(login.agreed) if each.id <= up_to]
    if wanted:
        _note(login, wanted, max(each.id for each in wanted))
        publish(PoliciesAgreed(login.id, login.agreed))


def agree_at_sign_up(login: Login) -> None:
    """Whoever joins agrees to what holds at this moment; of what is to come they are told like everybody else."""
    there = list(in_force().values())
    if there:
        newest = max(each.id for each in there)
        to_come = [each.id for each in asked_since(0) if not each.is_effective(timezone.now())]
        _note(login, there, min([newest, *(each - 1 for each in to_come)]))


def _note(login: Login, versions: Iterable[VersionView], newest: int) -> None:
    for each in versions:
        insert_once(Agreement, login_id=login.id, version_id=each.id, agreed_at=timezone.now())
    login.agreed = newest
    login.save(update_fields=["agreed"])
