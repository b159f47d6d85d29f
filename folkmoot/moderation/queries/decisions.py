"""What was decided: what runs, what has ended, and what was decided in one go."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from folkmoot.accounts.hydrate import AccountView, views
from folkmoot.core.cursors import Page, Slice
from folkmoot.core.ids import id_at
from folkmoot.moderation.interaction import SHUTS_OUT, where_may_shut_out
from folkmoot.moderation.models import Restriction
from folkmoot.moderation.visibility import sight

AT_ONCE = 200  # are shown


@dataclass(frozen=True)
class RestrictionView:
    """A decision; ``account`` is the one concerned (a post's author), ``ended_at`` is ``None`` while it runs."""

    id: int
    kind: str
    object_id: int
    action: str
    account: AccountView | None
    reason: str
    label: str
    weight: int
    case_id: int | None
    batch: int | None
    starts_at: datetime
    ends_at: datetime | None
    ended_at: datetime | None
    decided_by: AccountView | None


def restrictions(viewer: int, page: Page) -> Slice[RestrictionView]:
    """The decisions that run, newest first: of what the viewer is shown (``NotFound``)."""
    return _slice(_shown(viewer).filter(ended_at=None), page)


def past_restrictions(viewer: int, page: Page) -> Slice[RestrictionView]:
    """The decisions that have ended or were lifted, newest first: of what the viewer is shown (``NotFound``)."""
    return _slice(_shown(viewer).filter(ended_at__isnull=False), page)


def decided_together(viewer: int, batch: int) -> list[RestrictionView]:
    """All that was decided in one go, whether it runs or not: of what the viewer is shown (``NotFound``)."""
    return _views(list(_shown(viewer).filter(batch=batch).order_by("id")))


def decided_by(viewer: int, account_id: int, since: datetime) -> list[RestrictionView]:
    """What somebody of the staff decided since a moment, newest first: of what the viewer is shown (``NotFound``)."""
    made = _shown(viewer).filter(decided_by=account_id, id__gte=id_at(since))
    return _views(list(made.order_by("-id")[:AT_ONCE]))


def held_by(viewer: int, account_id: int) -> list[RestrictionView]:
    """What holds about a member and what they wrote, newest first: of what the viewer is shown (``NotFound``)."""
    running = _shown(viewer).filter(account_id=account_id, ended_at=None)
    return _views(list(running.order_by("-id")[:AT_ONCE]))


def liftable(viewer: int, decisions: Iterable[RestrictionView]) -> frozenset[int]:
    """Those of some decisions that hold and that the viewer may end, by id; whom they are about is not asked."""
    holding = [each for each in decisions if each.ended_at is None]
    grave = {each.case_id for each in holding if each.action in SHUTS_OUT}
    free = where_may_shut_out(viewer, grave) if grave else frozenset()
    return frozenset(each.id for each in holding if each.action not in SHUTS_OUT or each.case_id in free)


def _shown(viewer: int) -> QuerySet[Restriction]:
    return Restriction.objects.filter(sight(viewer).decisions())


def _slice(found: QuerySet[Restriction], page: Page) -> Slice[RestrictionView]:
    within = found.filter(id__gt=page.above, id__lt=page.below)
    rows = list(within.order_by("id" if page.ascending else "-id")[: page.limit + 1])
    cut = Slice.cut(rows, page, lambda row: row.id)
    return cut.filled(_views(cut.items))


def _views(rows: Sequence[Restriction]) -> list[RestrictionView]:
    people = views(some_id for row in rows for some_id in (row.account_id, row.decided_by) if some_id)
    return [
        RestrictionView(
            row.id,
            row.kind,
            row.object_id,
            row.action,
            people.get(row.account_id or 0),
            row.reason,
            row.label,
            row.weight,
            row.case_id,
            row.batch,
            row.starts_at,
            row.ends_at,
            row.ended_at,
            people.get(row.decided_by),
        )
        for row in rows
    ]
