"""Where somebody has signed in before: recognised by a keyed hash, which tells nobody where that was."""

from datetime import timedelta

from django.utils import timezone

from folkmoot.accounts.models import KnownPlace
from folkmoot.core.proofs import proof
from folkmoot.core.rows import insert_once

KEPT = timedelta(days=90)


def is_new_place(login_id: int, browser: str, network: str) -> bool:
    """Note that a login came in with this browser from this network; whether it never did so before."""
    known = {"login_id": login_id, "digest": proof(f"place\n{login_id}\n{browser}\n{network}")}
    if insert_once(KnownPlace, **known, seen_at=timezone.now()):
        return True
    KnownPlace.objects.filter(**known).update(seen_at=timezone.now())
    return False


def forget_places() -> None:
    """After 90 days nobody remembers where somebody was."""
    KnownPlace.objects.filter(seen_at__lt=timezone.now() - KEPT).delete()
