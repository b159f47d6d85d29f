"""Erasing a member: everything the inventory names, in bounded steps that can be begun again at any point."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from folkmoot.accounts.actions.suspend import end_doors
from folkmoot.accounts.events import AccountHidden
from folkmoot.accounts.models import Account, Login
from folkmoot.accounts.queries import erased_name
from folkmoot.core.events import publish
from folkmoot.core.inventory import Held, everything, held
from folkmoot.posts.actions.years import forget_in_years
from folkmoot.privacy.actions.erasing_files import remove_files
from folkmoot.privacy.actions.erasing_posts import remove_posts, take_back_votes
from folkmoot.privacy.actions.evidence import seal
from folkmoot.privacy.actions.removing import Facts, blank, remove
from folkmoot.privacy.archive.facts import facts_of
from folkmoot.privacy.models import Departure

_EMPTY: dict[str, Any] = {
    "name": "",
    "bio": "",
    "bio_html": "",
    "fields": [],
    "uri": None,
    "language": "",
    "time_zone": "",
    "theme": "",
}
_LAST = {"privacy_departure", "accounts_login"}  # as long as they are there, erasing can be begun again
_NOTHING = {"avatar_id": None, "header_id": None, "login": None, "active": False, "locked": False, "indexable": False}


def begin_erasing(account_id: int) -> bool:
    """Let nobody in any more, and have the account count as gone; whether there is anything to erase."""
    with transaction.atomic():
        account = Account.objects.select_for_update(no_key=True).select_related(None).get(id=account_id)
        departure = Departure.objects.filter(account=account_id, due_at__lte=timezone.now())
        if not departure.update(begun_at=timezone.now()):
            return False
        end_doors(account)
        if account.deleted_at is None:
            account.deleted_at, account.active = timezone.now(), False
            account.version += 1
            account.save(update_fields=["deleted_at", "active", "version"])
            publish(AccountHidden(account_id))
    return True


def erase(account_id: int, breathe: Callable[[], None]) -> None:
    """Erase all that is left of a member but what the inventory says stays; ``breathe`` is called between steps."""
    facts = facts_of(Account.objects.select_related("login").get(id=account_id))
    seal(account_id)
    _erase(held("audit_words"), facts, breathe)  # while it can be seen whose posts some of them are about
    take_back_votes(account_id)
    remove_posts(account_id, facts, breathe)
    forget_in_years(account_id)
    remove_files(account_id, facts, breathe)
    for each in everything():  # first of all, since the rows it is about lean on some that go
        for what in each.blanks:
            blank(each, what, facts, breathe)
    for each in everything():
        if each.name not in _LAST:
            _erase(each, facts, breathe)
    _leave_a_number(account_id)


def _erase(table: Held, facts: Facts, breathe: Callable[[], None]) -> None:
    for condition in table.erased:
        remove(table, condition, facts, breathe)


@transaction.atomic
def _leave_a_number(account_id: int) -> None:
    """Of the account a number is left, and a check sum in the place of its name; the login goes with the rest."""
    account = Account.objects.select_for_update(no_key=True).select_related(None).get(id=account_id)
    if not account.username.startswith("-"):
        account.username = erased_name(account.username)
    fresh = {"deactivated_at": None, "suspended_at": None, "discoverable": False, "version": F("version") + 1}
    changes: dict[str, Any] = {**_EMPTY, **_NOTHING, **fresh, "username": account.username}
    Account.objects.filter(id=account_id).update(**changes)
    Login.objects.filter(id=account.login_id or 0).delete()
    Departure.objects.filter(account=account_id).delete()
