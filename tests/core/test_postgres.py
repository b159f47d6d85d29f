"""PostgreSQL's trouble in the same words as SQLite's."""

import psycopg
import pytest
from django.db import OperationalError, ProgrammingError
from psycopg import _queries
from psycopg.adapt import Transformer

from folkmoot.core import storage
from folkmoot.core.errors import Busy
from folkmoot.core.postgres.base import DatabaseWrapper
from folkmoot.core.storage import CannotSave
from folkmoot.posts.visibility import visible_sql
from folkmoot.project import database
from folkmoot.project.environment import Environment


@pytest.fixture
def wrapper(tmp_path) -> DatabaseWrapper:
    settings = database.settings_of(Environment(database_url="postgres://x@127.0.0.1:1/x"), tmp_path)
    settings |= {"TIME_ZONE": None, "CONN_MAX_AGE": 0, "AUTOCOMMIT": True, "CONN_HEALTH_CHECKS": False, "TEST": {}}
    return DatabaseWrapper(settings, "probe")


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
