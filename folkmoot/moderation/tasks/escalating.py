"""A grave case that nobody takes: told to the next on the rota, then to all staff, then to the owners."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from folkmoot.core.ids import made_at
from folkmoot.moderation.categories import DANGER, URGENT, patience
from folkmoot.moderation.duty import Keeper, next_up, on_duty, owners_among, reachable, reachable_in_danger
from folkmoot.moderation.models import Case, Step
from folkmoot.moderation.queries.rota import keepers
from folkmoot.moderation.tasks import letters
from folkmoot.moderation.tasks.peace import QUEUE, people
from folkmoot.moderation.visibility import roster

PAUSE = timedelta(minutes=30)  # between letters about what is no danger to life
MOST = 500  # cases in one go


class _Due(NamedTuple):
    """A case, and the last step that was made for it, if any: of those since a life may be in danger, if one may."""

    case: Case
    last: Step | None

    @property
    def danger(self) -> bool:
        """Whether a life may be in danger."""
        return self.case.severity >= DANGER

    @property
    def moment(self) -> datetime:
        """When the next step is due: half of the promised time before its end, and each as long after the last."""
        wait = patience(self.case.severity) / 2
        begins = (self.case.due_at or made_at(self.case.id)) - wait
        return max(begins, self.last.at + wait) if self.last else begins

    @property
    def ahead(self) -> list[Step.Whom]:
        """The steps that are left."""
        return [whom for whom in Step.Whom if self.last is None or whom > self.last.whom]


@transaction.atomic
def escalate_unclaimed() -> int:
    """Make the next step for every grave case that nobody took in time; how many. Meant to run every minute.

    Nothing happens where nobody entered anything in the rota: there, everybody was told at the beginning.
    """
    now = timezone.now()
    due = _due(now)
    seen = roster().sights() if due else {}
    staff = keepers(list(seen))
    if not any(each.is_listed for each in staff):
        return 0
    cases = {some_id: each.shown(one.case for one in due) for some_id, each in seen.items()}
    told: dict[tuple[int, bool], list[int]] = {}
    for each in due:
        able = [keeper for keeper in staff if each.case in cases[keeper.id]]
        for keeper in _step(each, able, now):
            told.setdefault((keeper.id, each.danger), []).append(each.case.id)
    for (account_id, danger), case_ids in told.items():
        _write(account_id, case_ids, _DANGER if danger else _URGENT)
    return len({case_id for case_ids in told.values() for case_id in case_ids})


_DANGER = gettext_noop("Nobody has taken it: somebody’s life may be in danger")
_URGENT = gettext_noop("Nobody has taken what is urgent")
_TAKE = gettext_noop("It has waited for half of the time that was promised, or longer. Please take it:")


def _due(now: datetime) -> list[_Due]:
    free = Q(assignee_id=None) | Q(claimed_until__lte=now)
    found = Case.objects.filter(free, state=Case.State.OPEN, priority__gte=URGENT, due_at__isnull=False)
    cases = list(found.exclude(_over()).order_by("-priority", "id")[:MOST])
    steps = Step.objects.filter(case__in=[case.id for case in cases]).order_by("whom")
    last = {(step.case_id, step.danger): step for step in steps}
    paused = Step.objects.filter(at__gt=now - PAUSE, danger=False).exists()
    due = [_Due(case, last.get((case.id, case.severity >= DANGER))) for case in cases]
    return [each for each in due if each.ahead and now >= each.moment and (each.danger or not paused)]


def _over() -> Q:
    """Cases for which the last step was made."""
    last = Step.objects.filter(case=OuterRef("id"), whom=Step.Whom.OWNERS)
    danger = Q(severity__gte=DANGER)
    return (danger & Exists(last.filter(danger=True))) | (~danger & Exists(last.filter(danger=False)))


def _step(due: _Due, able: Collection[Keeper], now: datetime) -> list[Keeper]:
    """Those who are told next; nobody where that happened already, or all wait for the end of their quiet hours."""
    for whom in due.ahead:
        if found := _whom(whom, due, able, now):
            row = {"at": now, "people": len(found)}
            _row, made = Step.objects.get_or_create(case=due.case, danger=due.danger, whom=whom, defaults=row)
            return found if made else []
    return []


def _whom(whom: Step.Whom, due: _Due, staff: Collection[Keeper], now: datetime) -> list[Keeper]:
    able = (reachable_in_danger if due.danger else reachable)(staff, now)
    if whom == Step.Whom.STAFF:
        return able
    if whom == Step.Whom.OWNERS:
        return owners_among(staff, able, now)
    before = on_duty(staff, due.case.told_at or made_at(due.case.id))
    return next_up(able, now, [each.id for each in before])


def _write(account_id: int, case_ids: Collection[int], subject: str) -> None:
    path = f"{QUEUE}/{next(iter(case_ids))}" if len(case_ids) == 1 else QUEUE
    letters.tell_staff(people([account_id]), subject, _TAKE, path)
