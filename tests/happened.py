"""What was published, in order, whatever is wired to it."""

import threading
from collections.abc import Callable, Sequence

import pytest
from django.db import connection

from folkmoot.core.events import publishing
from folkmoot.core.models import Event

type Happened = Callable[[], list[tuple[str, dict[str, object]]]]


@pytest.fixture
def happened(monkeypatch: pytest.MonkeyPatch, db: None) -> Happened:
    """``happened()`` gives the events since it was last asked, as (name, fields)."""
    monkeypatch.setattr(publishing, "leads_to_nothing", lambda event_type: False)
    seen: set[int] = set()

    def news() -> list[tuple[str, dict[str, object]]]:
        rows = [row for row in Event.objects.order_by("id") if row.id not in seen]
        seen.update(row.id for row in rows)
        return [(row.kind.rpartition(".")[2], row.data) for row in rows]

    news()
    return news


def at_once(*jobs: Callable[[], object]) -> list[object]:
    """Run these at the same moment, each in a thread with a connection of its own; what each gave or raised."""
    outcomes: list[object] = [None] * len(jobs)
    gate = threading.Barrier(len(jobs))

    def run(place: int) -> None:
        try:
            gate.wait()
            outcomes[place] = jobs[place]()
        except Exception as problem:  # noqa: BLE001 - the outcome is what the test looks at
            outcomes[place] = problem
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def problems(outcomes: Sequence[object]) -> list[object]:
    """Those that went wrong."""
    return [outcome for outcome in outcomes if isinstance(outcome, Exception)]
