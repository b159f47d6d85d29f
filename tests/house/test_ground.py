"""The ground that every test stands on."""

import os
import socket

import pytest
from django.conf import settings
from django.db import connection

from tests import databases


@pytest.mark.django_db
def test_the_database_is_the_chosen_one_and_migrated() -> None:
    assert connection.vendor.startswith(databases.chosen())
    assert "accounts_account" in connection.introspection.table_names()


def test_the_data_directory_belongs_to_this_run() -> None:
    assert str(settings.DATA_DIR) == os.path.realpath(os.environ["FOLKMOOT_DATA_DIR"])
    assert "folkmoot-test-" in settings.DATA_DIR.name


def test_nothing_reaches_beyond_this_machine() -> None:
    with socket.socket() as outside, pytest.raises(RuntimeError, match="connect"):
        outside.connect(("192.0.2.1", 80))


@pytest.mark.django_db
def test_a_test_that_counts_queries_sees_them(queries) -> None:
    with queries(1), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    with pytest.raises(AssertionError), queries(2), connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def test_an_unknown_database_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOLKMOOT_TEST_DATABASE", "oracle")
    with pytest.raises(ValueError, match="oracle"):
        databases.chosen()
