"""The event table as its users meet it: publishing, reactions, lanes, failing, parking, leases."""

from collections.abc import Callable, Generator
from dataclasses import dataclass

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.transaction import TransactionManagementError

from folkmoot.core.events import Event, Reaction, drain, kinds, lanes, parked, publish, table, waiting, wire
from folkmoot.core.models import Event as Row
from folkmoot.core.storage import CannotSave

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class TreePlanted(Event):
    tree_id: int
    name: str = ""


@dataclass(frozen=True)
class RoundDone(Event):
    left: int


done: list[object] = []


def waters(event: TreePlanted) -> None:
    done.append(("water", event))


def measures(event: TreePlanted) -> None:
    done.append(("measure", event))


def sends_word(event: TreePlanted) -> None:
    done.append(("word", event))


def stumbles(event: TreePlanted) -> None:
    Row.objects.create(kind="left behind by a failed reaction", data={}, lane="now", lease_until=table.PARKED)
    raise ValueError("the bucket has a hole")


def breaks_the_statement(event: TreePlanted) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM no_such_table")


def goes_on(event: RoundDone) -> None:
    done.append(event.left)
    if event.left:
        publish(RoundDone(event.left - 1))


@pytest.fixture(autouse=True)
def own_wiring(monkeypatch: pytest.MonkeyPatch) -> Generator[None]:
    monkeypatch.setattr(kinds, "_types", {})
    monkeypatch.setattr(kinds, "_reactions", {})
    monkeypatch.setattr(kinds, "_inline", {})
    done.clear()
    yield
    done.clear()


def happen(event: Event) -> None:
    with transaction.atomic():
        publish(event)


def make_due() -> None:
    Row.objects.filter(lease_until__lt=table.PARKED).update(lease_until=0)


def test_a_reaction_gets_the_event_as_it_was() -> None:
    wire(TreePlanted, Reaction(waters), Reaction(measures))
    happen(TreePlanted(2**62, name="Ülme „x“ \U0001f333"))
    assert done == []
    assert drain() == 1
    assert done == [("water", TreePlanted(2**62, "Ülme „x“ \U0001f333")), ("measure", done[0][1])]
    assert not Row.objects.exists()
    assert drain() == 0


def test_names_are_short_and_stable() -> None:
    from folkmoot.relations.events import Followed

    assert kinds.kind_of(Followed) == "relations.Followed"
    assert kinds.kind_of(TreePlanted) == "tests.core.test_events.TreePlanted"
    assert Reaction(drain).name == "core.events.lanes.drain"


@pytest.mark.django_db(transaction=True)
def test_publishing_needs_a_transaction() -> None:
    with pytest.raises(TransactionManagementError):
        publish(TreePlanted(1))


def test_what_is_rolled_back_never_happened() -> None:
    wire(TreePlanted, Reaction(waters))
    with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012 - the write is what must vanish
        publish(TreePlanted(1))
        raise RuntimeError
    assert drain() == 0


def test_an_event_without_consequences_costs_no_row() -> None:
    wire(TreePlanted)
    happen(TreePlanted(1))
    assert not Row.objects.exists()


def test_what_belongs_to_the_write_is_part_of_it() -> None:
    wire(TreePlanted, Reaction(measures), Reaction(waters, lane="inline"))
    happen(TreePlanted(1))
    assert [word for word, _ in done] == ["water"]
    assert drain() == 1
    assert [word for word, _ in done] == ["water", "measure"]


def test_a_write_fails_with_what_belongs_to_it() -> None:
    wire(TreePlanted, Reaction(stumbles, lane="inline"), Reaction(waters))
    with pytest.raises(ValueError, match="hole"):
        happen(TreePlanted(1))
    assert not Row.objects.exists()


def test_what_follows_only_inline_costs_no_row() -> None:
    wire(TreePlanted, Reaction(waters, lane="inline"))
    happen(TreePlanted(1))
    assert [word for word, _ in done] == ["water"]
    assert not Row.objects.exists()


def test_an_event_nobody_wired_is_kept_for_somebody_to_look_at() -> None:
    happen(TreePlanted(1))
    assert drain() == 1
    assert [(p.kind.endswith("TreePlanted"), p.reaction, "nothing is wired" in p.error) for p in parked()] == [
        (True, "", True)
    ]


def test_a_reaction_or_field_of_another_version_is_kept_too() -> None:
    wire(TreePlanted, Reaction(waters))
    kind = kinds.kind_of(TreePlanted)
    Row.objects.create(kind=kind, data={"tree_id": 1}, lane="now", reaction="gone.reaction")
    Row.objects.create(kind=kind, data={"tree": 1}, lane="now")
    drain()
    assert sorted("gone.reaction" in p.error for p in parked()) == [False, True]
    assert done == []


def test_lanes_split_and_do_not_wait_for_each_other() -> None:
    wire(TreePlanted, Reaction(waters), Reaction(sends_word, lane="net"), Reaction(measures, lane="media"))
    happen(TreePlanted(1))
    assert drain(["now"]) == 1
    assert [word for word, _ in done] == ["water"]
    assert {w.lane: w.count for w in waiting()} == dict.fromkeys(kinds.LANES, 0) | {"net": 1, "media": 1}
    assert drain(["media"]) == 1
    assert [word for word, _ in done] == ["water", "measure"]
    assert drain() == 1
    assert [word for word, _ in done] == ["water", "measure", "word"]
    assert [w.oldest for w in waiting()] == [None] * len(kinds.LANES)


def test_only_lane_now_runs_inside_a_transaction_of_the_worker() -> None:
    depths = {}

    def depth_of(lane: str) -> Callable[[TreePlanted], None]:
        def looks(_event: TreePlanted) -> None:
            depths[lane] = len(connection.savepoint_ids)

        looks.__qualname__ = f"looks_{lane}"
        return looks

    wire(TreePlanted, *(Reaction(depth_of(lane), lane=lane) for lane in kinds.LANES))
    happen(TreePlanted(1))
    drain()
    assert depths == dict.fromkeys(kinds.LANES, depths["net"]) | {"now": depths["net"] + 2}


@pytest.mark.parametrize(
    ("broken", "lane"),
    [
        (stumbles, "now"),
        (stumbles, "net"),
        (breaks_the_statement, "now"),
        # a test's own transaction does not survive a broken statement outside a savepoint
        pytest.param(breaks_the_statement, "net", marks=pytest.mark.only("sqlite")),
    ],
)
def test_a_failing_reaction_alone_is_tried_again(broken: Callable[[TreePlanted], None], lane: kinds.Lane) -> None:
    wire(TreePlanted, Reaction(waters), Reaction(broken, lane=lane), Reaction(measures))
    happen(TreePlanted(1))
    drain()
    assert [word for word, _ in done] == ["water", "measure"]
    row = Row.objects.exclude(kind__startswith="left").get()
    assert row.reaction.endswith(broken.__name__)
    assert row.tries == 1
    assert broken.__name__ in row.error
    assert "Traceback" in row.error
    assert drain() == 0, "it waits before it tries again"
    make_due()
    drain()
    row.refresh_from_db()
    assert row.tries == 2
    assert [word for word, _ in done] == ["water", "measure"], "the others are not run again"


def test_what_a_failing_reaction_wrote_is_undone() -> None:
    wire(TreePlanted, Reaction(stumbles))
    happen(TreePlanted(1))
    drain()
    assert not Row.objects.filter(kind__startswith="left").exists()


def test_a_reaction_that_recovers_leaves_nothing() -> None:
    moods = iter([ValueError("not today"), None])

    def moody(_event: TreePlanted) -> None:
        if mood := next(moods):
            raise mood

    wire(TreePlanted, Reaction(moody))
    happen(TreePlanted(1))
    drain()
    make_due()
    drain()
    assert not Row.objects.exists()


def test_pauses_grow_and_then_it_is_parked() -> None:
    wire(TreePlanted, Reaction(stumbles))
    happen(TreePlanted(1))
    pauses = []
    for _ in range(table.MOST_TRIES):
        drain()
        row = Row.objects.get()
        pauses.append((row.lease_until - table._now()) / 1000)
        make_due()
    assert [round(pause) for pause in pauses[:4]] == pytest.approx([10, 40, 160, 640], abs=2)
    assert pauses[:-1] == sorted(pauses[:-1])
    assert drain() == 0
    (gone,) = parked()
    assert (gone.tries, "the bucket has a hole" in gone.error) == (table.MOST_TRIES, True)
    assert {w.count for w in waiting()} == {0}


def test_a_large_job_lets_small_events_through() -> None:
    wire(RoundDone, Reaction(goes_on))
    wire(TreePlanted, Reaction(waters))
    happen(RoundDone(3))
    happen(TreePlanted(1))
    drain()
    assert done == [3, ("water", TreePlanted(1)), 2, 1, 0]


def test_a_lease_keeps_others_away_and_ends() -> None:
    wire(TreePlanted, Reaction(waters))
    happen(TreePlanted(1))
    (row,) = table.claim("now", 10)
    assert (row.tries, table.claim("now", 10)) == (1, [])
    assert 29 < (table.next_due("now") or 0) <= 30
    assert drain() == 0
    make_due()  # as if half a minute had passed
    assert drain() == 1
    assert done == [("water", TreePlanted(1))]


def test_an_event_that_kills_its_worker_is_not_tried_for_ever() -> None:
    wire(TreePlanted, Reaction(waters))
    happen(TreePlanted(1))
    for _ in range(table.MOST_TRIES):
        assert table.claim("now", 1)
        make_due()
    drain()
    assert done == []
    assert "the worker ended" in parked()[0].error


def test_a_new_worker_takes_over_what_its_predecessor_held() -> None:
    wire(TreePlanted, Reaction(waters), Reaction(stumbles))
    happen(TreePlanted(1))
    drain()
    happen(TreePlanted(2))
    happen(TreePlanted(3))
    table.claim("now", 1)
    table.release()
    assert drain() == 2, "the failed one still waits its time"


def test_fresh_events_come_before_second_tries() -> None:
    first, second = (Row.objects.create(kind="k", data={}, lane="now", lease_until=until) for until in (1, 0))
    assert [row.id for row in table.claim("now", 1)] == [second.id]
    assert [row.id for row in table.claim("now", 1)] == [first.id]


def test_claims_no_more_than_asked_and_in_order() -> None:
    made = [Row.objects.create(kind="k", data={}, lane="now").id for _ in range(5)]
    assert [row.id for row in table.claim("now", 3)] == made[:3]
    assert [row.id for row in table.claim("now", 3)] == made[3:]
    assert table.claim("net", 3) == []


@pytest.mark.parametrize(("error", "tries"), [(DatabaseError("what is this?"), 1), (CannotSave("disk is full"), 0)])
def test_when_saving_fails_the_rows_come_back_soon(
    monkeypatch: pytest.MonkeyPatch, error: Exception, tries: int
) -> None:
    wire(TreePlanted, Reaction(waters))
    happen(TreePlanted(1))

    def fails(_self: table.Outcome) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(table.Outcome, "save", fails)
        with pytest.raises(DatabaseError):
            drain()
    assert 0 < (table.next_due("now") or 0) <= 1
    assert Row.objects.get().tries == tries
    make_due()
    assert drain() == 1


def test_many_events_cost_few_statements(
    django_assert_max_num_queries: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "_SHARED", 60.0)  # on a slow machine, fewer of them would fit into one transaction
    wire(TreePlanted, Reaction(waters))
    for number in range(40):
        happen(TreePlanted(number))
    # a savepoint and its release for each reaction, and about ten statements for all of them together
    few = 40 * 2 + (16 if connection.vendor == "sqlite" else 40 * 4)
    with django_assert_max_num_queries(few):
        assert drain(["now"]) == 40


@pytest.mark.only("sqlite")  # which says its plan in one line
def test_finding_work_reads_the_index_only() -> None:
    text = "SELECT id FROM core_event WHERE lane = 'now' AND lease_until <= 5 ORDER BY lease_until, id LIMIT 50"
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + text)
        plan = " ".join(row[3] for row in cursor.fetchall())
    assert "event_due" in plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.django_db(transaction=True)
def test_what_points_at_something_that_went_meanwhile_runs_again(caplog: pytest.LogCaptureFixture) -> None:
    """PostgreSQL looks at keys when all is committed, and SQLite does the same: no reaction can catch that itself."""
    gone = iter([True, False])

    def points(event: TreePlanted) -> None:
        if next(gone):
            with connection.cursor() as cursor:
                cursor.execute("INSERT INTO core_pointer (tree_id) VALUES (1)")
        done.append(event)

    wire(TreePlanted, Reaction(points))
    _tables_that_point()
    with caplog.at_level("INFO"):
        happen(TreePlanted(1))
        drain()
    assert "runs again" in caplog.text
    assert "Traceback" not in caplog.text
    assert Row.objects.get().error == ""
    make_due()
    drain()
    assert len(done) == 2
    assert not Row.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE core_pointer")
        cursor.execute("DROP TABLE core_pointed")


def _tables_that_point() -> None:
    key = "REFERENCES core_pointed (id) DEFERRABLE INITIALLY DEFERRED"
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE core_pointed (id integer PRIMARY KEY)")
        cursor.execute(f"CREATE TABLE core_pointer (tree_id integer NOT NULL {key})")
