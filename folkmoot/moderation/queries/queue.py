"""The cases that staff still have to decide: the gravest first, then the oldest."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Literal, NamedTuple, Self

from django.utils import timezone

from folkmoot.accounts.hydrate import AccountView, views
from folkmoot.core.ids import LARGEST_ID, id_in, made_at
from folkmoot.core.rows import Columns, among, id_list, select
from folkmoot.moderation.categories import Category, category
from folkmoot.moderation.freezing import words_of
from folkmoot.moderation.models import LIVE, Case, Report, ReportItem
from folkmoot.moderation.visibility import Sight, sight

type Shelf = Literal["open", "mine", "free", "escalated", "waiting", "done"]
SHELVES: tuple[Shelf, ...] = ("open", "mine", "free", "escalated", "waiting", "done")
ROWS = 25


class Place(NamedTuple):
    """Where a page of the queue begins: below this priority, or at it above this id."""

    priority: int
    case_id: int

    @classmethod
    def parse(cls, typed: str) -> "Place | None":
        """The place that an address names as ``7-123``; none for anything else."""
        priority, _dash, case_id = typed.partition("-")
        found = id_in(case_id)
        return cls(int(priority), found) if found is not None and priority in _PRIORITIES else None

    def __str__(self) -> str:
        return f"{self.priority}-{self.case_id}"


@dataclass(frozen=True)
class Wanted:
    """Which cases are asked for."""

    shelf: Shelf = "open"
    category: str = ""
    after: Place | None = None

    @classmethod
    def parse(cls, query: Mapping[str, str]) -> Self:
        """What an address asks for; nonsense is the queue as a whole."""
        shelf: Shelf = next((each for each in SHELVES if each == query.get("show")), "open")
        return cls(shelf, query.get("category", ""), Place.parse(query.get("after", "")))


@dataclass(frozen=True)
class CaseRow:
    """One case in the queue; ``excerpt`` is what was reported last, ``holder`` whoever works on it just now."""

    id: int
    account: AccountView | None
    state: str
    category: Category
    severity: int
    priority: int
    reports: int
    opened_at: datetime
    due_at: datetime | None
    holder: AccountView | None
    until: datetime | None
    decided_at: datetime | None
    excerpt: str
    comment: str

    @property
    def late(self) -> bool:
        """Whether it waits for longer than the community promised itself."""
        return self.decided_at is None and self.due_at is not None and self.due_at < timezone.now()

    @property
    def place(self) -> Place:
        """Where it stands in the queue."""
        return Place(self.priority, self.id)


@dataclass(frozen=True)
class Queue:
    """One page of cases, and how many there are of each kind."""

    cases: tuple[CaseRow, ...]
    after: Place | None
    counts: Mapping[str, int]


def queue(viewer: int, wanted: Wanted) -> Queue:
    """A page of the cases on one shelf, of those that the viewer is shown (``NotFound``); none about oneself."""
    seen = sight(viewer)
    kept = id_list(seen.kept)
    after = wanted.after or (Place(_HIGHEST, LARGEST_ID if wanted.shelf == "done" else 0))
    values = {"kept": kept, "viewer": viewer, "now": timezone.now(), "limit": ROWS + 1, "category": wanted.category}
    values |= {"priority": after.priority, "id": after.case_id}
    rows = [_CASE.read(row) for row in select(_text(wanted, seen), values)]
    shown = _rows(rows[:ROWS])
    return Queue(shown, shown[-1].place if len(rows) > ROWS else None, _counts(seen, values))


def next_case(viewer: int, case_id: int) -> int | None:
    """The case that comes after one in the queue of what nobody has, or the first of it; ``None`` when it is empty."""
    row = Case.objects.filter(id=case_id).values_list("priority", "id").first()
    for after in (Place(*row), None) if row else (None,):
        found = [each.id for each in queue(viewer, Wanted("free", after=after)).cases if each.id != case_id]
        if found:
            return found[0]
    return None


_CASE = Columns(Case, "c")
_HIGHEST = 11
_PRIORITIES = {str(number) for number in range(_HIGHEST + 1)}
LIVE_ONES = f"c.state IN ({', '.join(repr(state) for state in LIVE)})"  # as the index of the queue says it
_OWNER = "EXISTS (SELECT 1 FROM accounts_rolegrant o WHERE o.account_id = %(viewer)s AND o.role = 'owner')"
MY_WORK = f"(c.state = 'open' OR (c.state = 'escalated' AND {_OWNER}))"
_MINE = "(c.assignee_id = %(viewer)s AND (c.claimed_until IS NULL OR c.claimed_until > %(now)s))"
_FREE = f"({MY_WORK} AND (c.assignee_id IS NULL OR c.claimed_until <= %(now)s))"
_SHELVES: Mapping[Shelf, str] = {  # of what is live, but for the last
    "open": MY_WORK,
    "mine": _MINE,
    "free": _FREE,
    "escalated": "c.state = 'escalated'",
    "waiting": "c.state = 'waiting'",
    "done": "c.state IN ('decided', 'closed')",
}


def _text(wanted: Wanted, seen: Sight) -> str:
    where = f"{_SHELVES[wanted.shelf]} AND {seen.sql('c')}"
    if wanted.category:
        where += " AND c.category = %(category)s"
    if wanted.shelf == "done":
        below, order = "c.id < %(id)s", "c.id DESC"
    else:
        where = f"{LIVE_ONES} AND {where}"
        below = "c.priority <= %(priority)s AND (c.priority < %(priority)s OR c.id > %(id)s)"
        order = "c.priority DESC, c.id"
    return f"SELECT {_CASE.text} FROM moderation_case c WHERE {where} AND {below} ORDER BY {order} LIMIT %(limit)s"


def _counts(seen: Sight, values: Mapping[str, Any]) -> Counter[str]:
    """How many cases stand on each shelf of what is live: read from indexes alone, but for what somebody has."""
    found: dict[str, Counter[str]] = {whose: Counter() for whose in ("all", "kept", "mine", "held", "owner")}
    for whose, state, number in select(_counts_text(seen.sql("c"), seen.kept_sql("c")), values):
        found[whose][state] = number
    shown = found["all"] - found["kept"]
    states = ("open", "escalated") if found["owner"] else ("open",)
    work = sum(shown[state] for state in states)
    taken = sum(found["mine"][state] + found["held"][state] for state in states)
    mine = found["mine"].total()
    kinds = {"escalated": shown["escalated"], "waiting": shown["waiting"]}
    return Counter({"open": work, "mine": mine, "free": work - taken, **kinds})


@cache
def _counts_text(shown: str, hidden: str) -> str:
    """Those a viewer is not shown are few: they are counted by themselves, and taken away."""
    who = "CASE WHEN c.assignee_id = %(viewer)s THEN 'mine' ELSE 'held' END"
    held = f"c.assignee_id IS NOT NULL AND (c.claimed_until IS NULL OR c.claimed_until > %(now)s) AND {shown}"
    return f"""SELECT 'all', c.state, COUNT(*) FROM moderation_case c WHERE {LIVE_ONES} GROUP BY c.state
      UNION ALL SELECT 'kept', c.state, COUNT(*) FROM moderation_case c
        WHERE {LIVE_ONES} AND {hidden} GROUP BY c.state
      UNION ALL SELECT {who}, c.state, COUNT(*) FROM moderation_case c WHERE {LIVE_ONES} AND {held} GROUP BY 1, c.state
      UNION ALL SELECT 'owner', '', 1 WHERE {_OWNER}"""


def _rows(cases: Collection[Case]) -> tuple[CaseRow, ...]:
    now = timezone.now()
    latest = _latest([case.id for case in cases])
    held = {case.id: case.assignee_id for case in cases if case.is_held(now)}
    people = views({some_id for case in cases for some_id in (case.account_id, held.get(case.id)) if some_id})
    return tuple(
        CaseRow(
            case.id,
            people.get(case.account_id or 0),
            case.state,
            category(case.category),
            case.severity,
            case.priority,
            case.reports,
            made_at(case.id),
            case.due_at,
            people.get(held.get(case.id) or 0),
            case.claimed_until,
            case.decided_at,
            *latest.get(case.id, ("", "")),
        )
        for case in cases
    )


def _latest(case_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """What was reported last in each case: the words of it, and what whoever reported wrote."""
    newest = [number for (number,) in select(_newest_text(), {"cases": id_list(case_ids)})] if case_ids else []
    reports = Report.objects.filter(id__in=newest).values_list("id", "case_id", "comment") if newest else ()
    items = ReportItem.objects.filter(report__in=newest).order_by("id") if newest else ReportItem.objects.none()
    words: dict[int, str] = {}
    for report_id, snapshot, url in items.values_list("report_id", "snapshot", "url"):
        words.setdefault(report_id, words_of(snapshot) or url)
    return {case_id or 0: (words.get(some_id, ""), comment) for some_id, case_id, comment in reports}


@cache
def _newest_text() -> str:
    return f"SELECT MAX(r.id) FROM moderation_report r WHERE {among('r.case_id', 'cases')} GROUP BY r.case_id"
