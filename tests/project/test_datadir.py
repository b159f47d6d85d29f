"""What is decided once for a data directory."""

from pathlib import Path

import pytest

from folkmoot.project import datadir, keys
from folkmoot.project.datadir import DataTrouble
from folkmoot.project.environment import Environment


def at(folder: Path, origin: str) -> Environment:
    return Environment(data_dir=folder, origin=origin)


def test_the_directory_and_its_key_are_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "data"
    datadir.prepare(folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "secret.key").stat().st_mode & 0o777 == 0o600


def test_the_key_is_made_once_and_is_long(tmp_path: Path) -> None:
    datadir.prepare(tmp_path)
    key = keys.signing(tmp_path)
    datadir.prepare(tmp_path)
    assert keys.signing(tmp_path) == key
    assert len(key) >= 50
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]


def test_two_directories_have_two_keys(tmp_path: Path) -> None:
    for name in ("one", "other"):
        datadir.prepare(tmp_path / name)
    assert keys.signing(tmp_path / "one") != keys.signing(tmp_path / "other")


def test_without_a_directory_the_key_is_of_the_moment_and_nothing_is_written(tmp_path: Path) -> None:
    assert keys.signing(tmp_path / "none") != keys.signing(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_a_directory_that_cannot_be_made_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DataTrouble, match="cannot be used"):
        datadir.prepare(tmp_path / "file" / "data")


def test_the_host_name_stays_what_it_was_at_the_first_start(tmp_path: Path) -> None:
    datadir.fix_host(at(tmp_path, "https://social.example.org"))
    datadir.fix_host(at(tmp_path, "http://social.example.org:8443"))
    assert datadir.fixed_host(tmp_path) == "social.example.org"
    with pytest.raises(
        DataTrouble, match=r"lives at social\.example\.org and FOLKMOOT_ORIGIN says other\.example\.org"
    ):
        datadir.fix_host(at(tmp_path, "https://other.example.org"))


@pytest.mark.parametrize(
    "origin", ["http://localhost:9000", "http://127.0.0.1:7000", "http://[::1]:80", "https://localhost"]
)
def test_all_names_of_this_machine_are_one(tmp_path: Path, origin: str) -> None:
    datadir.fix_host(at(tmp_path, "http://localhost:8000"))
    datadir.fix_host(at(tmp_path, origin))
    assert datadir.fixed_host(tmp_path) == "localhost"


def test_a_community_tried_out_at_home_does_not_move_to_the_world(tmp_path: Path) -> None:
    datadir.fix_host(at(tmp_path, "http://localhost:8000"))
    with pytest.raises(DataTrouble):
        datadir.fix_host(at(tmp_path, "https://social.example.org"))
