"""What must stand before Django's settings are read: a data directory of the run's own, and its database.

Loaded as a pytest plugin (``-p tests.ground``), because pytest-django reads the settings before any conftest.py.
"""

import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from tests import databases

LAID = "FOLKMOOT_TEST_LAID"  # the folder of tests/laid.py


class Ground:
    """This process's share of the test run: its data directory, and the server if it started one."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="folkmoot-test-"))
        self.laid = f"{self.folder}-laid"
        self.server: databases.PostgresServer | None = None

    def prepare(self) -> None:
        for name in [name for name in os.environ if name.startswith("FOLKMOOT_") and "_TEST_" not in name]:
            del os.environ[name]  # an operator's own settings must not reach the tests
        os.environ["FOLKMOOT_DATA_DIR"] = str(self.folder)
        os.environ["FOLKMOOT_PROOF_PRICE"] = "0"  # what browsers compute has tests of its own
        os.environ.setdefault(LAID, self.laid)  # the workers of a run share it
        if databases.chosen() == "postgres":
            os.environ["FOLKMOOT_DATABASE_URL"] = self._server_url().rpartition("/")[0] + "/folkmoot"

    def clear(self) -> None:
        if self.server:
            self.server.stop()
            del os.environ[databases.URL_VARIABLE]
        if os.environ.get(LAID) == self.laid:
            del os.environ[LAID]
        for folder in (self.folder, self.laid):
            shutil.rmtree(folder, ignore_errors=True)

    def _server_url(self) -> str:
        """The server that the first process of the run starts and its workers inherit."""
        if databases.URL_VARIABLE not in os.environ:
            self.server = databases.PostgresServer()
            os.environ[databases.URL_VARIABLE] = self.server.start()
        return os.environ[databases.URL_VARIABLE]


_ground = pytest.StashKey[Ground]()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Lay the ground before pytest-django reads the settings."""
    ground = early_config.stash[_ground] = Ground()
    try:
        ground.prepare()
        yield
        _check_the_database()
    except BaseException:
        ground.clear()
        raise


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind, whatever became of the tests."""
    if ground := config.stash.get(_ground, None):
        ground.clear()


def _check_the_database() -> None:
    """Stop at once if the run is on another database than it says."""
    from django.db import connection

    expected = {"sqlite": "sqlite", "postgres": "postgresql"}[databases.chosen()]
    if connection.vendor != expected:
        raise pytest.UsageError(f"The tests were to run on {expected}; Django's settings say {connection.vendor}.")
