"""What is said against decisions, as those who run the community see it, and who of them may decide on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.hydrate import AccountView, views
from folkmoot.accounts.models import Account
from folkmoot.core.cursors import Page, Slice
from folkmoot.core.ids import made_at
from folkmoot.moderation.interaction import reviewers
from folkmoot.moderation.models import Appeal, Report, Restriction
from folkmoot.moderation.models.decisions import POSSIBLE
from folkmoot.moderation.visibility import about_children, sight


class Facts(NamedTuple):
    """What an appeal is about: whom the decision concerned, who made it, and who may look at it again."""

    target: Account | None
    decided_by: int | None
    able: frozenset[int]


@dataclass(frozen=True)
class AppealRow:
    """An appeal in the list; ``target`` is whom the decision was about, ``by`` who appeals (None: a notifier)."""

    id: int
    by: str
    appellant: AccountView | None
    target: AccountView | None
    action: str
    text: str
    outcome: str
    due_at: datetime
    at: datetime
    is_late: bool


def facts_of(appeal: Appeal) -> Facts:
    """Whom the decision was about that somebody appeals against, who made it, and who may look at it again."""
    target_id, decided_by = _decision(appeal)
    target = Account.objects.filter(id=target_id or 0).first()
    involved = [some_id for some_id in (target_id, appeal.account_id) if some_id is not None]
    return Facts(target, decided_by, reviewers(target_id, appeal.case_id, decided_by, involved))


def milder_than(kind: str, action: str) -> list[str]:
    """What can take the place of a decision that went too far, the mildest first; the same for a shorter time, too."""
    graver = GRAVITY[GRAVITY.index(action) + 1 :] if action in GRAVITY else GRAVITY
    possible = POSSIBLE.get(Restriction.Kind(kind), ()) if kind else ()
    return [each for each in GRAVITY if each in possible and each not in graver and each != "terminate"]


def open_appeals(viewer: int, moment: datetime) -> list[AppealRow]:
    """What waits for an answer, the most urgent first: of what the viewer is shown (``NotFound``)."""
    return rows_of(viewer, Appeal.objects.filter(outcome="").order_by("due_at", "id")[:_MOST], moment)


def decided_appeals(viewer: int, page: Page, moment: datetime) -> Slice[AppealRow]:
    """What was answered, the newest first: of what the viewer is shown (``NotFound``)."""
    found = Appeal.objects.exclude(outcome="").filter(id__gt=page.above, id__lt=page.below)
    rows = list(found.order_by("id" if page.ascending else "-id")[: page.limit + 1])
    cut = Slice.cut(rows, page, lambda row: row.id)
    return cut.filled(rows_of(viewer, cut.items, moment))


def rows_of(viewer: int, found: Iterable[Appeal], moment: datetime) -> list[AppealRow]:
    """These appeals as rows, without what concerns the viewer, or whoever stands above them."""
    seen, appeals = sight(viewer, Capability.APPEALS), list(found)
    about = {row.id: row for row in Restriction.objects.filter(id__in=[one.restriction_id or 0 for one in appeals])}
    reports = dict(
        Report.objects.filter(id__in=[one.report_id or 0 for one in appeals]).values_list("id", "account_id")
    )
    targets = {one.id: _target(one, about, reports) for one in appeals}
    harmed = frozenset() if seen.is_whole else about_children(one.case_id for one in appeals if one.case_id)
    shown = [one for one in appeals if seen.allows(targets[one.id], of_children=one.case_id in harmed)]
    people = views(some_id for one in shown for some_id in (targets[one.id], one.account_id) if some_id)
    return [
        AppealRow(
            one.id,
            one.by,
            people.get(one.account_id or 0),
            people.get(targets[one.id] or 0),
            about[one.restriction_id].action if one.restriction_id in about else "",
            one.text,
            one.outcome,
            one.due_at,
            made_at(one.id),
            is_late=not one.outcome and one.due_at < moment,
        )
        for one in shown
    ]


GRAVITY = ("warn", "strike", "age_gate", "demote", "limit", "hide", "remove", "suspend", "terminate")
_MOST = 200  # on one page, the most urgent first


def _target(one: Appeal, about: dict[int, Restriction], reports: Mapping[int, int | None]) -> int | None:
    if one.restriction_id in about:
        return about[one.restriction_id].account_id
    return reports.get(one.report_id or 0)


def _decision(appeal: Appeal) -> tuple[int | None, int | None]:
    if appeal.restriction_id is not None:
        made = Restriction.objects.filter(id=appeal.restriction_id).values_list("account_id", "decided_by")
        return made.first() or (None, None)
    closed = Report.objects.filter(id=appeal.report_id or 0).values_list("account_id", "closed_by")
    return closed.first() or (None, None)
