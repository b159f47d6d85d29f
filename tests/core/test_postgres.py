"""PostgreSQL's trouble in the same words as SQLite's."""

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError, ProgrammingError, connection
from django.test.utils import CaptureQueriesContext
from psycopg import _queries
from psycopg.adapt import Transformer

from folkmoot.core import storage
from folkmoot.core.errors import Busy
from folkmoot.core.postgres.base import DatabaseWrapper
from folkmoot.core.rows import select
from folkmoot.core.storage import CannotSave
from folkmoot.posts.visibility import visible_sql
from folkmoot.project import database
from folkmoot.project.environment import Environment


@pytest.fixture
def wrapper_at(tmp_path: Path) -> Callable[[str], DatabaseWrapper]:
    """A connection to a server that is not there, whose address ends so."""

    def made(options: str) -> DatabaseWrapper:
        settings = database.settings_of(Environment(database_url=f"postgres://x@127.0.0.1:1/x{options}"), tmp_path)
        settings |= {"TIME_ZONE": None, "CONN_MAX_AGE": 0, "AUTOCOMMIT": True, "CONN_HEALTH_CHECKS": False, "TEST": {}}
        return DatabaseWrapper(settings, "probe")

    return made


@pytest.fixture
def wrapper(wrapper_at: Callable[[str], DatabaseWrapper]) -> DatabaseWrapper:
    return wrapper_at("")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (psycopg.errors.DiskFull, storage.FULL),
        (psycopg.errors.ReadOnlySqlTransaction, storage.READ_ONLY),
        (psycopg.errors.LockNotAvailable, storage.LOCKED),
        (psycopg.errors.TooManyConnections, storage.GONE),
        (psycopg.errors.AdminShutdown, storage.GONE),
        (psycopg.OperationalError, storage.GONE),  # no answer at all
    ],
)
def test_trouble_with_the_server_is_told_in_words(
    wrapper: DatabaseWrapper, error: type[Exception], words: object
) -> None:
    with pytest.raises(CannotSave) as told, wrapper.wrap_database_errors:
        raise error
    assert told.value.message == str(words)
    assert isinstance(told.value, Busy)
    assert isinstance(told.value, OperationalError)
    assert wrapper.errors_occurred


@pytest.mark.parametrize("error", [psycopg.errors.UndefinedTable, psycopg.errors.SyntaxError])
def test_a_wrong_statement_is_a_mistake_of_ours(wrapper: DatabaseWrapper, error: type[Exception]) -> None:
    with pytest.raises(ProgrammingError) as told, wrapper.wrap_database_errors:
        raise error
    assert not isinstance(told.value, Busy)


def test_what_is_no_database_error_passes(wrapper: DatabaseWrapper) -> None:
    with pytest.raises(KeyError), wrapper.wrap_database_errors:
        raise KeyError


def test_the_rule_is_read_once_by_the_driver() -> None:
    text = f"SELECT {visible_sql('p', '%(viewer)s')}, {visible_sql('q', '%(viewer)s')}"
    assert 4_096 < len(text) < 16_384
    _queries._query2pg.cache_clear()
    for viewer in (1, 2):
        _queries.PostgresQuery(Transformer()).convert(text, {"viewer": viewer})
    assert _queries._query2pg.cache_info()[:2] == (1, 1), "found once, read once"


class Fresh:
    """A connection that was just made, and keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.info = self

    def parameter_status(self, name: str) -> str:
        return {"TimeZone": "UTC"}[name]

    def execute(self, text: str) -> None:
        self.told.append(text)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ("", ["SET random_page_cost = 1.1"]),
        ("?options=-c%20statement_timeout%3D5s", ["SET random_page_cost = 1.1"]),
        ("?options=-c%20random_page_cost%3D4", []),
    ],
)
def test_how_the_server_plans_is_said_to_each_new_connection(
    wrapper_at: Callable[[str], DatabaseWrapper], options: str, told: list[str]
) -> None:
    wrapper, line = wrapper_at(options), Fresh()
    assert wrapper._configure_connection(line) is bool(told), "whether there is anything to commit"
    assert line.told == told


@pytest.mark.only("postgres")
@pytest.mark.django_db(transaction=True)
def test_a_request_says_it_not_again(monkeypatch: pytest.MonkeyPatch) -> None:
    assert select("SELECT current_setting('random_page_cost')", {}) == [("1.1",)]
    said: list[object] = []
    monkeypatch.setattr(DatabaseWrapper, "_configure_connection", lambda _self, line: said.append(line))
    for _request in range(5):
        connection.close()
        with CaptureQueriesContext(connection) as caught:
            assert select("SELECT current_setting('random_page_cost')", {}) == [("1.1",)]
        assert len(caught) == 1
    assert said == []
