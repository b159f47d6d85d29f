"""One server for all of these tests."""

from collections.abc import Generator

import pytest

from tests.streaming.station import Station, found


@pytest.fixture(scope="session")
def station(tmp_path_factory: pytest.TempPathFactory) -> Generator[Station]:
    made = found(tmp_path_factory.mktemp("station"))
    yield made
    made.server.stop()
