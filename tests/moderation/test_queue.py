"""The queue: the gravest first, then the oldest; what is on which shelf; and that it stays quick."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from folkmoot.accounts.actions import grant_role
from folkmoot.accounts.models import Account
from folkmoot.core.errors import NotFound
from folkmoot.core.ids import new_id
from folkmoot.moderation.actions.casework import escalate
from folkmoot.moderation.actions.talking import say_to_member
from folkmoot.moderation.models import Case, Report, ReportItem
from folkmoot.moderation.queries.queue import ROWS, SHELVES, Place, Queue, Wanted, next_case, queue
from folkmoot.moderation.queries.waiting import MOST, waiting
from folkmoot.project.cast import Cast
from tests.moderation.casing import complained, held, laid, reported

pytestmark = pytest.mark.django_db
NAMES = ("hal", "frank", "bob", "olivia", "alice", "carol", "dan", "gina", "ivy")


def ids(found: Queue) -> list[int]:
    return [row.id for row in found.cases]


def asked(**query: str) -> Wanted:
    return Wanted.parse(query)


def test_the_gravest_first_then_the_oldest(cast: Cast) -> None:
    old, grave, new = laid(cast.hal), laid(cast.bob, priority=10, severity=7), laid(cast.alice)
    assert ids(queue(cast.frank.id, Wanted())) == [grave.id, old.id, new.id]


def test_a_row_says_what_it_is_about(cast: Cast) -> None:
    case, _post = reported(cast, "Buy my nets")
    complained(case, cast.alice, "Oars", comment="Me too")
    (row,) = queue(cast.frank.id, Wanted()).cases
    assert row.account is not None
    assert (row.id, row.account.username, row.excerpt, row.comment) == (case.id, "hal", "Oars", "Me too")
    assert (row.state, row.category.key, row.reports, row.holder) == ("open", "other", 1, None)
    assert row.late is False
    Case.objects.update(due_at=timezone.now() - timedelta(hours=1))
    assert queue(cast.frank.id, Wanted()).cases[0].late


def test_a_case_about_nobody_known(cast: Cast) -> None:
    case = laid(None)
    ReportItem.objects.create(report=Report.objects.create(case=case), kind="other", url="https://example.org/x")
    (row,) = queue(cast.frank.id, Wanted()).cases
    assert (row.account, row.excerpt) == (None, "https://example.org/x")


def test_whoever_works_on_it_is_named_until_their_time_is_over(cast: Cast) -> None:
    case = laid(cast.hal)
    held(case, cast.olivia)
    (row,) = queue(cast.frank.id, Wanted()).cases
    assert row.holder is not None
    assert row.holder.username == "olivia"
    held(case, cast.olivia, minutes=-1)
    assert queue(cast.frank.id, Wanted()).cases[0].holder is None
    Case.objects.update(assignee_id=cast.olivia.id, claimed_until=None)
    assert queue(cast.frank.id, Wanted()).cases[0].holder is not None


@pytest.mark.parametrize("who", ["bob", "gina", "ivy"])
def test_for_nobody_else(cast: Cast, who: str) -> None:
    with pytest.raises(NotFound):
        queue(getattr(cast, who).id, Wanted())


def test_nobody_reads_cases_about_themselves_nor_moderators_about_each_other(cast: Cast) -> None:
    grant_role(cast.olivia, cast.carol.id, "moderator")
    about = {who: laid(getattr(cast, who)).id for who in ("frank", "carol", "olivia", "hal")}
    assert ids(queue(cast.frank.id, Wanted())) == [about["hal"]]
    assert ids(queue(cast.olivia.id, Wanted())) == [about["frank"], about["carol"], about["hal"]]
    assert (waiting(cast.frank.id).cases, waiting(cast.olivia.id).cases) == (1, 3)


def test_shelves(cast: Cast) -> None:
    free, mine, others, left, asked_of, done = (
        laid(account) for account in (cast.hal, cast.bob, cast.alice, cast.carol, cast.dan, cast.erin)
    )
    held(mine, cast.frank)
    held(others, cast.olivia)
    escalate(cast.frank, left.id, "I know them.")
    say_to_member(cast.olivia, asked_of.id, "What did you mean?")
    Case.objects.filter(id=done.id).update(state="decided", decided_at=timezone.now())
    expected = {
        "open": [free, mine, others],
        "mine": [mine],
        "free": [free],
        "escalated": [left],
        "waiting": [asked_of],
        "done": [done],
    }
    for shelf, cases in expected.items():
        assert ids(queue(cast.frank.id, asked(show=shelf))) == [case.id for case in cases], shelf
    counts = queue(cast.frank.id, Wanted()).counts
    assert counts == {"open": 3, "mine": 1, "free": 1, "escalated": 1, "waiting": 1}
    assert ids(queue(cast.olivia.id, asked(show="open"))) == [free.id, mine.id, others.id, left.id]
    assert ids(queue(cast.olivia.id, asked(show="mine"))) == [others.id, asked_of.id]


def test_what_is_counted_is_what_is_shown(cast: Cast) -> None:
    """Whoever looks, whoever it is about, whoever has it, for how long."""
    people, states = (*(getattr(cast, name) for name in NAMES), None), ("open", "escalated", "waiting", "closed")
    for number, account in enumerate(people):
        case = laid(account, state=states[number % 4])
        held(case, (cast.frank, cast.olivia)[number % 2], minutes=(30, -30, 30)[number % 3])
        if not number % 5:
            Case.objects.filter(id=case.id).update(assignee_id=None, claimed_until=None)
    Case.objects.filter(account=cast.bob).update(assignee_id=cast.frank.id, claimed_until=None)
    for viewer in (cast.frank, cast.olivia):
        counts = queue(viewer.id, Wanted()).counts
        for shelf in SHELVES[:-1]:
            assert counts[shelf] == len(queue(viewer.id, asked(show=shelf)).cases), (viewer.username, shelf)
        assert counts["open"] == waiting(viewer.id).cases


def test_what_waits_costs_two_statements(cast: Cast, queries: Callable[..., Any]) -> None:
    for each in (cast.frank, cast.olivia, cast.hal):
        with queries(2):
            waiting(each.id)


def test_only_one_kind(cast: Cast) -> None:
    spam, _hate = laid(cast.hal, category="spam"), laid(cast.bob, category="hate")
    assert ids(queue(cast.frank.id, asked(category="spam"))) == [spam.id]
    assert ids(queue(cast.frank.id, asked(category="'; DROP"))) == []


def many(count: int) -> list[Account]:
    made = [Account(username=f"crowd{number}", active=True) for number in range(count)]
    return Account.objects.bulk_create(made)


@pytest.mark.parametrize("shelf", ["open", "done"])
def test_pages_leave_nothing_out_and_bring_nothing_twice(cast: Cast, shelf: str) -> None:
    state = "open" if shelf == "open" else "closed"
    people = many(2 * ROWS + 3)
    Case.objects.bulk_create(
        Case(id=new_id(), account=account, state=state, priority=number % 4) for number, account in enumerate(people)
    )
    found: list[int] = []
    wanted = asked(show=shelf)
    for _page in range(3):
        page = queue(cast.frank.id, wanted)
        found += ids(page)
        wanted = asked(show=shelf, after=str(page.after))
    assert page.after is None
    assert sorted(found) == sorted(Case.objects.values_list("id", flat=True))
    if shelf == "open":
        rows = dict(Case.objects.values_list("id", "priority"))
        assert found == sorted(rows, key=lambda case_id: (-rows[case_id], case_id))
    else:
        assert found == sorted(found, reverse=True)


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("7-123", Place(7, 123)),
        ("10-5", Place(10, 5)),
        ("", None),
        ("7", None),
        ("12-5", None),
        ("-1-5", None),
        ("7-x", None),
        ("x-5", None),
        (f"7-{2**63}", None),
    ],
)
def test_where_a_page_begins(typed: str, place: Place | None) -> None:
    assert Place.parse(typed) == place
    if place:
        assert str(place) == typed


def test_nonsense_is_the_whole_queue() -> None:
    assert asked(show="everything", after="?") == Wanted()


def test_after_one_comes_the_next_that_nobody_has(cast: Cast) -> None:
    first, second, third = (laid(account, priority=p) for account, p in ((cast.hal, 9), (cast.bob, 5), (cast.alice, 1)))
    held(second, cast.olivia)
    assert next_case(cast.frank.id, first.id) == third.id
    assert next_case(cast.frank.id, third.id) == first.id
    assert next_case(cast.frank.id, 1) == first.id
    Case.objects.exclude(id=third.id).update(state="closed")
    assert next_case(cast.frank.id, third.id) is None


def test_it_costs_the_same_for_one_and_for_many(cast: Cast, queries: Callable[..., Any]) -> None:
    complained(laid(cast.hal), cast.bob)
    with queries(7):
        queue(cast.frank.id, Wanted())
    for account in many(ROWS):
        complained(laid(account), cast.bob)
    with queries(7):
        assert len(queue(cast.frank.id, Wanted()).cases) == ROWS


def test_ten_thousand_cases_are_no_slower_to_open(cast: Cast) -> None:
    laid(cast.hal)
    one = _best(lambda: queue(cast.frank.id, Wanted()))
    people = many(10_000)
    Case.objects.bulk_create(
        [Case(id=new_id(), account=each, priority=number % 10) for number, each in enumerate(people)], batch_size=500
    )
    full = queue(cast.frank.id, Wanted())
    assert (len(full.cases), full.counts["open"]) == (ROWS, 10_001)
    assert waiting(cast.frank.id).cases == MOST
    many_more = _best(lambda: queue(cast.frank.id, Wanted()))
    assert many_more < one + 0.06, f"{one * 1000:.1f} ms, then {many_more * 1000:.1f} ms"
    assert _best(lambda: waiting(cast.frank.id)) < 0.02


def _best(ask: Callable[[], object]) -> float:
    """The quickest of many, which says least about whatever else the machine does."""
    took: list[float] = []
    for _time in range(25):
        began = time.perf_counter()
        ask()
        took.append(time.perf_counter() - began)
    return min(took)
