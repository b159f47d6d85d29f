"""New keys: who stays signed in, what dies, and what is recognised for ever."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core import signing

from folkmoot.project import keys
from tests.project.test_settings import settings_with
from tests.servers import folkmoot

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    keys.draw(tmp_path)
    return tmp_path


def test_a_new_key_signs_and_the_old_one_counts_for_two_weeks(folder: Path) -> None:
    old = keys.signing(folder)
    until = keys.rotate(folder, NOW)
    assert until == NOW + timedelta(days=14)
    assert keys.signing(folder) != old
    assert keys.earlier(folder, until - timedelta(seconds=1)) == [old]
    assert keys.earlier(folder, until) == []


def test_keys_that_count_no_more_are_not_kept(folder: Path) -> None:
    first = keys.signing(folder)
    keys.rotate(folder, NOW)
    second = keys.signing(folder)
    keys.rotate(folder, NOW + timedelta(days=1))
    assert keys.earlier(folder, NOW + timedelta(days=2)) == [second, first]
    keys.rotate(folder, NOW + timedelta(days=20))
    assert first not in (folder / "secret.key.old").read_text()


def test_at_once_means_that_nothing_signed_before_counts(folder: Path) -> None:
    keys.rotate(folder, NOW)
    old = keys.signing(folder)
    keys.rotate_at_once(folder)
    assert keys.signing(folder) != old
    assert keys.earlier(folder, NOW) == []


def test_what_is_recognised_without_being_kept_is_so_still(folder: Path) -> None:
    before = keys.hashing(folder)
    assert before != keys.signing(folder)
    keys.rotate(folder, NOW)
    keys.rotate_at_once(folder)
    assert keys.hashing(folder) == before


def test_no_key_can_be_read_by_others(folder: Path) -> None:
    keys.rotate(folder, NOW)
    assert {path.name for path in folder.iterdir()} == {"secret.key", "secret.key.old", "hash.key"}
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_the_server_signs_with_the_new_key_and_reads_what_the_old_one_signed(folder: Path) -> None:
    old = keys.signing(folder)
    keys.rotate(folder, datetime.now(UTC))
    found = settings_with(folder, "SECRET_KEY", "SECRET_KEY_FALLBACKS", "HASH_KEY")
    assert found["SECRET_KEY"] == keys.signing(folder)
    assert found["SECRET_KEY_FALLBACKS"] == [old]
    letter = signing.Signer(key=old).sign("bob")
    assert signing.Signer(key=found["SECRET_KEY"], fallback_keys=found["SECRET_KEY_FALLBACKS"]).unsign(letter) == "bob"


@pytest.mark.both_databases
def test_the_command_says_what_comes_of_it(tmp_path: Path) -> None:
    first = folkmoot("secrets", "rotate", data_dir=tmp_path)
    assert first.returncode == 0, first.stderr
    assert "stays signed in" in first.stdout
    assert "Restart the server" in first.stdout
    second = folkmoot("secrets", "rotate", "--at-once", data_dir=tmp_path)
    assert "everybody signs in anew" in second.stdout
    for key in (tmp_path / "secret.key").read_text().split():
        assert key not in first.stdout + second.stdout + first.stderr + second.stderr, "no key on any screen"
    assert not (tmp_path / "secret.key.old").exists()
