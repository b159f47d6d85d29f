"""What staff see: open reports and running restrictions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from folkmoot.accounts.hydrate import AccountView, views
from folkmoot.accounts.queries import WAITING_COUNT, is_staff, staff_sql
from folkmoot.core.cursors import Page, Slice
from folkmoot.core.errors import NotFound
from folkmoot.core.ids import made_at
from folkmoot.core.rows import select
from folkmoot.moderation.models import Report, Restriction
from folkmoot.posts.models import Post


@dataclass(frozen=True)
class ReportView:
    """An open report; ``snapshot`` is the post's text as it stood, ``post_id`` is ``None`` for the account itself."""

    id: int
    reporter: AccountView
    account: AccountView
    post_id: int | None
    snapshot: str
    comment: str
    made_at: datetime


class Waiting(NamedTuple):
    """How many reports and applications nobody has decided on yet."""

    reports: int
    applications: int


@dataclass(frozen=True)
class RestrictionView:
    """A running restriction; ``account`` is the one concerned, a removed post's author."""

    id: int
    kind: str
    object_id: int
    account: AccountView
    reason: str
    starts_at: datetime
    ends_at: datetime | None
    decided_by: AccountView | None


def reports(viewer: int, page: Page) -> Slice[ReportView]:
    """The open reports, newest first; staff only (``NotFound``)."""
    _require_staff(viewer)
    found = Report.objects.filter(outcome=Report.Outcome.OPEN, id__gt=page.above, id__lt=page.below)
    rows = list(found.order_by("id" if page.ascending else "-id")[: page.limit + 1])
    cut = Slice.cut(rows, page, lambda row: row.id)
    people = views(some_id for row in cut.items for some_id in (row.reporter_id, row.account_id))
    return cut.filled(
        ReportView(
            row.id,
            people[row.reporter_id],
            people[row.account_id],
            row.post_id,
            row.snapshot,
            row.comment,
            made_at(row.id),
        )
        for row in cut.items
    )


def open_count(viewer: int) -> int:
    """How many reports wait for a decision; staff only (``NotFound``)."""
    _require_staff(viewer)
    return Report.objects.filter(outcome=Report.Outcome.OPEN).count()


def waiting(viewer: int) -> Waiting:
    """How much waits for staff, in one statement; nothing for anybody else."""
    found = select(_WAITING, {"viewer": viewer})
    return Waiting(*found[0]) if found else Waiting(0, 0)


def restrictions(viewer: int, page: Page) -> Slice[RestrictionView]:
    """The restrictions that run, newest first; staff only (``NotFound``)."""
    _require_staff(viewer)
    found = Restriction.objects.filter(ended_at=None, id__gt=page.above, id__lt=page.below)
    rows = list(found.order_by("id" if page.ascending else "-id")[: page.limit + 1])
    cut = Slice.cut(rows, page, lambda row: row.id)
    concerned = _concerned(cut.items)
    people = views([*concerned.values(), *(row.decided_by for row in cut.items)])
    return cut.filled(
        RestrictionView(
            row.id,
            row.kind,
            row.object_id,
            people[concerned[row.id]],
            row.reason,
            row.starts_at,
            row.ends_at,
            people.get(row.decided_by),
        )
        for row in cut.items
    )


def _concerned(rows: Iterable[Restriction]) -> Mapping[int, int]:
    found = list(rows)
    posts = [row.object_id for row in found if row.kind == Restriction.Kind.POST]
    authors = dict(Post.objects.filter(id__in=posts).values_list("id", "account_id"))
    return {row.id: authors.get(row.object_id, row.object_id) for row in found}


_WAITING = f"""SELECT (SELECT COUNT(*) FROM moderation_report WHERE outcome = ''), ({WAITING_COUNT})
  WHERE {staff_sql("%(viewer)s")}"""


def _require_staff(viewer: int) -> None:
    if not is_staff(viewer):
        raise NotFound
