"""One server for all of these tests, and what is told without one."""

from collections.abc import Callable, Generator

import pytest

from folkmoot.accounts.models import Account
from folkmoot.core.events import drain
from folkmoot.core.push import telling
from folkmoot.project.cast import Cast
from tests.streaming.hearing import Carried, News, brought, everywhere
from tests.streaming.station import Station, found

type Hear = Callable[..., list[News]]


@pytest.fixture(scope="session")
def station(tmp_path_factory: pytest.TempPathFactory) -> Generator[Station]:
    made = found(tmp_path_factory.mktemp("station"))
    yield made
    made.server.stop()


@pytest.fixture
def carried(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> Carried:
    """Everything that is told from now on goes nowhere else."""
    made = Carried()
    monkeypatch.setattr(telling, "carrier", lambda: made)
    drain()
    made.begin()
    return made


@pytest.fixture
def hear(carried: Carried) -> Hear:
    """What those who listen to everything are brought of all that has happened since."""

    def heard(*viewers: Account | None, lists: dict[int, int] | None = None) -> list[News]:
        drain()
        ids = [viewer.id if viewer else None for viewer in viewers]
        return brought(carried.taken(), everywhere(*ids, tags=("moot", "other"), lists=lists), carried.since)

    return heard
