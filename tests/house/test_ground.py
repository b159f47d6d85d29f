"""The ground that every test stands on."""

import os
import socket
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import TestCase

from folkmoot.accounts.models import Account
from folkmoot.core import few
from folkmoot.relations.models import Follow
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


@pytest.mark.parametrize("time", ["first", "again"])
def test_the_cast_is_as_if_it_had_just_been_made(cast: Any, time: str) -> None:
    """It stands there from one test to the next; what a test does to it, in the database and beside it, is gone."""
    assert cast.alice.username == "alice", time
    assert Account.objects.get(id=cast.alice.id).username == "alice"
    assert Follow.objects.filter(followed=cast.alice).count() == 2
    assert not any(each._known for each in few.every())
    cast.alice.username = "spoilt"
    cast.alice.save()
    Follow.objects.all().delete()
    next(few.every())._known.add(cast.alice.id)


@pytest.mark.parametrize("time", ["first", "again"])
def test_it_comes_back_after_a_test_that_closed_the_connection(cast: Any, time: str) -> None:
    assert Account.objects.filter(id=cast.alice.id).exists(), time
    connection.close()


def test_who_does_not_ask_for_the_cast_does_not_meet_it(db: None) -> None:
    assert not Account.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_who_commits_has_a_cast_of_their_own(cast: Any) -> None:
    assert not connection.in_atomic_block
    assert Account.objects.count() == len(cast.everybody())


def test_it_is_there_again_after_one_that_committed(cast: Any) -> None:
    assert Account.objects.count() == len(cast.everybody())


class UnitTests(TestCase):
    """What brings its own transactions."""

    def test_meet_nobody(self) -> None:
        assert not Account.objects.exists()
