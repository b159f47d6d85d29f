"""How many came, and who runs the community: numbers for everybody, without a name."""

from datetime import datetime
from typing import NamedTuple

from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.models import Account, Login
from folkmoot.accounts.powers import holders
from folkmoot.audit.queries import count_acts, done_to
from folkmoot.core.ids import id_at, made_at

_LET_IN, _DECLINED = "application.approve", "application.decline"


class Comings(NamedTuple):
    """How many asked to join in a time, were let in, and were turned away."""

    asked: int
    let_in: int
    declined: int


def comings(since: datetime, until: datetime) -> Comings:
    """Who came in a time: by the accounts, of which a number stays, and by the log, since the declined are erased.

    Who was let in without anybody looking stands in no log: those are counted as long as their accounts are there.
    """
    made = Account.objects.filter(domain="", kind=Account.Kind.PERSON, id__gte=id_at(since), id__lt=id_at(until))
    came = Login.objects.filter(approved_at__gte=since, approved_at__lt=until, approved_by=None)
    at_once = came.exclude(id__in=done_to(_LET_IN))  # whoever let them in may have been erased
    answered = count_acts((_LET_IN, _DECLINED), since, until)
    return Comings(made.count(), at_once.count() + answered[_LET_IN], answered[_DECLINED])


def languages_of_staff() -> list[str]:
    """The language that each of those who decide cases chose; empty for who chose none."""
    return list(Account.objects.filter(id__in=holders(Capability.CASES)).values_list("language", flat=True))


def first_came_at() -> datetime | None:
    """When the first account was made here."""
    first = Account.objects.filter(domain="").order_by("id").values_list("id", flat=True).first()
    return made_at(first) if first else None
