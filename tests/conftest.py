"""Fixtures for every test. The data directory and the database are laid before this, in ``tests/ground.py``."""

import email
import email.policy
import importlib
import shutil
import unittest
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, TransactionTestCase

from tests import databases, doors, memory, swept
from tests.stage import Stage

if TYPE_CHECKING:
    from django.test.utils import CaptureQueriesContext

    from folkmoot.accounts.models import Account

# The same examples everywhere, however busy the machine is: what passes here passes elsewhere.
hypothesis.settings.register_profile(
    "ours", deadline=None, derandomize=True, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("ours")
_stage = pytest.StashKey[Stage]()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """SQLite in a file, as in production (an in-memory database has other locks)."""
    if connection.vendor == "sqlite":
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(settings.DATA_DIR / "tests.sqlite3")
        connection.settings_dict["TEST"]["NAME"] = str(settings.DATA_DIR / "tests.sqlite3")


@pytest.fixture(scope="session")
def django_test_environment(django_test_environment: None) -> Generator[None]:
    """Mail goes its real way, into the folder below the data directory (Django's test runner would catch it).

    Passwords are hashed cheaply: what a slow hash is worth is not ours to test, and the cast has ten of them. What
    every request asks of the community is kept as long as a test lasts: none counts one statement more for being slow.
    """
    project = importlib.import_module(settings.SETTINGS_MODULE)
    community = importlib.import_module("folkmoot.instance.queries")
    name = "MAILERS" if hasattr(project, "MAILERS") else "EMAIL_BACKEND"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"])
        patch.setattr(community, "MANNER_SECONDS", 3_600)
        if hasattr(project, name):
            patch.setattr(settings, name, getattr(project, name))
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: swept.sweep())
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Tests that commit are swept away afterwards, which the triggers on the audit log would refuse."""
    append_only = importlib.import_module("folkmoot.audit.migrations.0002_append_only")
    few = importlib.import_module("folkmoot.core.few")
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for text in append_only.UNGUARD[connection.vendor]:
            cursor.execute(text)
        for each in few.every():  # read once while empty, so that no test pays for it
            each.has(None)


@pytest.fixture(autouse=True)
def fresh_cache(request: pytest.FixtureRequest) -> None:
    """What one test cached is nothing to the next."""
    stage = request.config.stash.get(_stage, None)
    memory.forget(laid=stage is not None and stage.is_closed)


@pytest.fixture(scope="session")
def stage(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Generator[Stage]:
    """Where the cast stands from one test to the next (``tests/stage.py``)."""
    stage = request.config.stash[_stage] = Stage(django_db_blocker)
    yield stage
    stage.strike()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """The test cases of unittest lay their own ground."""
    if issubclass(getattr(item, "cls", None) or object, unittest.TestCase) and (
        stage := item.config.stash.get(_stage, None)
    ):
        stage.prepare(wanted=False)


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest) -> None:
    """Just before a test's own transaction begins, the cast comes or goes."""
    if fixturedef.argname == "_django_db_helper" and (stage := request.config.stash.get(_stage, None)):
        stage.prepare(wanted="cast" in request.node.fixturenames and not _commits(request.node))


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    marked = marker is not None and (marker.args or marker.kwargs)
    return bool(marked or {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ())))


@pytest.fixture
def cast(stage: Stage, db: None) -> Any:
    """Alice and the others, with their documented relations (``folkmoot/project/cast.py``)."""
    return stage.cast()


@pytest.fixture
def client_of(db: None) -> Callable[["Account | None"], Client]:
    """``client_of(account)``: the requests of a signed-in browser; ``client_of(None)``: a visitor's."""
    return lambda account: doors.client_of(account.login if account else None)


@pytest.fixture
def api_of(db: None) -> Callable[..., doors.Door]:
    """``api_of(account, "read write")``: a program with that account's token; ``api_of(None)``: without one."""

    def door(account: "Account | None", scopes: str = "read write follow") -> doors.Door:
        from folkmoot.accounts.actions import create_token

        return doors.Door(create_token(account, scopes, 1) if account else "")

    return door


@pytest.fixture
def drain(db: None) -> Callable[..., int]:
    """``drain()``: everything that is due happens now, in this process, with the worker's own code."""
    from folkmoot.core import events

    return events.drain


@pytest.fixture
def queries() -> Callable[[int], AbstractContextManager["CaptureQueriesContext"]]:
    """``with queries(3): ...`` fails, and shows the statements, unless there were exactly three."""
    from django.test import TestCase

    return lambda number: TestCase().assertNumQueries(number)


class Mail:
    """The mail folder: what was really handed over, oldest first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def all(self) -> list[EmailMessage]:
        files = sorted(path for path in self.folder.rglob("*") if path.is_file())
        return [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in files]

    def to(self, address: str) -> list[EmailMessage]:
        return [message for message in self.all() if address in str(message["To"])]


@pytest.fixture
def mail(drain: Callable[..., int]) -> Mail:
    """The mails of this test, once ``drain()`` has run: ``mail.all()``, ``mail.to("bob@example.org")``."""
    folder = Path(settings.DATA_DIR) / "mail"
    shutil.rmtree(folder, ignore_errors=True)
    return Mail(folder)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What the chosen database can make a difference to; browsers last, since they keep a loop running."""
    left_out = {item for item in items if not _belongs_to(databases.chosen(), item)}
    config.hook.pytest_deselected(items=list(left_out))
    items[:] = [item for item in items if item not in left_out]
    items.sort(key=lambda item: item.get_closest_marker("journey") is not None)


def _belongs_to(database: str, item: pytest.Item) -> bool:
    only = item.get_closest_marker("only")
    if only:
        return only.args == (database,)
    return database == "sqlite" or _depends_on_the_database(item)


def _depends_on_the_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("variant"):
        return False
    if any(item.get_closest_marker(marker) for marker in ("django_db", "journey", "both_databases")):
        return True
    return bool({"db", "transactional_db"} & set(getattr(item, "fixturenames", ())))
