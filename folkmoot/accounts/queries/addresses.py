"""E-mail addresses that are to become others."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from folkmoot.accounts.models import AddressChange, Login

WAITS = timedelta(days=3)


def pending_address(change_id: int) -> AddressChange | None:
    """A change that waits for its mail to be answered, if there is such a one."""
    return _waiting().filter(id=change_id).first()


def pending_address_of(login_id: int) -> AddressChange | None:
    """The change that a login waits for."""
    return _waiting().filter(login_id=login_id).first()


def address_change(change_id: int) -> AddressChange | None:
    """A change, done or not."""
    return AddressChange.objects.filter(id=change_id).first()


def is_address_taken(email: str) -> bool:
    """Whether somebody comes in with this address."""
    return Login.objects.filter(email=email).exists()


def _waiting() -> QuerySet[AddressChange]:
    return AddressChange.objects.filter(done_at=None, asked_at__gt=timezone.now() - WAITS)
