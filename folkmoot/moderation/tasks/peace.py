"""Letters to staff who want to be left in peace at times: kept for them until then, and told of in one."""

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.accounts.models import Account
from folkmoot.core.rows import insert_once
from folkmoot.moderation.duty import Keeper, all_away, reachable, rests
from folkmoot.moderation.models import LIVE, Missed
from folkmoot.moderation.queries.rota import keepers
from folkmoot.moderation.tasks import letters
from folkmoot.moderation.visibility import roster, sight
from folkmoot.notifications.letters.sending import speaking

if TYPE_CHECKING:
    from django.db.models import QuerySet

QUEUE = "/staff/cases"


@transaction.atomic
def tell_of_missed() -> int:
    """One letter to everybody whose time of peace is over, about what came meanwhile; how many. Safe to run twice."""
    waiting = set(Missed.objects.values_list("account_id", flat=True))
    if not waiting:
        return 0
    now, staff = timezone.now(), [some_id for some_id in roster().sights() if some_id in waiting]
    over = [each.id for each in keepers(staff) if not rests(each, now)]
    rows = Missed.objects.select_for_update(no_key=True, of=("self",)).select_related("case")
    missed = list(rows.filter(account__in={*over, *(waiting - set(staff))}).order_by("id"))
    Missed.objects.filter(id__in=[each.id for each in missed]).delete()
    return sum(_write(account, [each for each in missed if each.account_id == account.id]) for account in people(over))


def tell_or_keep(ids: Collection[int], subject: str, text: str, path: str, *, among: Collection[int] = ()) -> None:
    """A letter to some of the staff: at once, or after their time of peace; at once, too, where all ``among`` are away.

    ``among``: who could do instead, if not these alone.
    """
    now, found = timezone.now(), keepers(ids)
    able = reachable(found, now) or (found if all_away(keepers(among or ids), now) else [])
    letters.tell_staff(people(each.id for each in able), subject, text, path)
    for each in found:
        if each not in able:
            Missed.objects.create(account_id=each.id, subject=subject, path=path)


def keep_for_later(resting: Iterable[Keeper], seen: Mapping[int, Iterable[int]]) -> None:
    """Note for whoever is left in peace which cases came; ``seen``: those that each of them is shown."""
    for each in resting:
        for case_id in sorted(seen[each.id]):
            insert_once(Missed, account_id=each.id, case_id=case_id, subject="", path="")


def people(ids: Iterable[int]) -> "QuerySet[Account]":
    """Accounts with what a letter to them takes."""
    return Account.objects.select_related("login").filter(id__in=list(ids)).order_by("id")


def _write(account: Account, missed: Iterable[Missed]) -> bool:
    missed = list(missed)
    fresh = sight(account.id).shown(each.case for each in missed if each.case and each.case.state in LIVE)
    others = list(dict.fromkeys((each.subject, each.path) for each in missed if each.case is None))
    if not fresh and not others:
        return False
    with speaking(account):
        subject = _came(len(fresh)) if fresh else _("While you were away")
        parts = [f"{_('Please have a look when you can:')}\n{letters.origin()}{QUEUE}"] if fresh else []
        letters.send(account, subject, [*parts, *(f"{_(words)}\n{letters.origin()}{path}" for words, path in others)])
    return True


def _came(number: int) -> str:
    words = ngettext("%(count)d case came while you were away", "%(count)d cases came while you were away", number)
    return words % {"count": number}
