"""``folkmoot audit verify``: the first bad entry by its number, also when the end was cut off; 1 for a broken log."""

import sqlite3
from pathlib import Path

import pytest

from tests.laid import laid
from tests.servers import folkmoot


def made(folder: Path, *names: str) -> str:
    """Accounts, each with an entry in the log; the head that the command prints."""
    for name in names:
        phrase = ("--email", f"{name}@example.org", "--password", "a long enough phrase")
        assert folkmoot("account", "create", "--username", name, *phrase, data_dir=folder).returncode == 0
    return folkmoot("audit", "verify", data_dir=folder).stdout.split("The head is ")[1].strip()


def tampered(folder: Path, text: str) -> None:
    with sqlite3.connect(folder / "folkmoot.sqlite3") as database:
        for (name,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry'"
        ):
            database.execute(f"DROP TRIGGER {name}")
        database.execute(text)


@pytest.mark.only("sqlite")  # looks into the file
def test_a_log_is_proved_and_its_first_bad_entry_named(tmp_path: Path) -> None:
    head = made(laid(tmp_path), "bob", "eva", "kim")
    last = int(head.partition(":")[0])
    whole = folkmoot("audit", "verify", "--head", head, data_dir=tmp_path)
    assert (whole.returncode, whole.stdout.splitlines()[0]) == (0, f"All {last} entries are as they were written.")
    tampered(tmp_path, f"DELETE FROM audit_entry WHERE seq = {last}")
    assert folkmoot("audit", "verify", data_dir=tmp_path).returncode == 0, "from inside it looks whole"
    cut = folkmoot("audit", "verify", "--head", head, data_dir=tmp_path)
    assert cut.returncode == 1
    assert cut.stdout.startswith(f"Entry {last} is missing: the log was cut off")
    tampered(tmp_path, "UPDATE audit_entry SET actor_id = 5 WHERE seq = 2")
    changed = folkmoot("audit", "verify", data_dir=tmp_path)
    assert (changed.returncode, changed.stdout[:30]) == (1, "Entry 2 is not as it was writt")


def test_a_line_that_somebody_else_wrote_is_named(tmp_path: Path) -> None:
    made(laid(tmp_path), "bob")
    (tmp_path / "audit.heads").write_text("2026-03-01T00:00:00+00:00 1 " + "a" * 64 + " " + "b" * 64 + "\n")
    found = folkmoot("audit", "verify", data_dir=tmp_path)
    assert found.returncode == 1
    assert found.stdout.startswith("Line 1 of ")
    assert "All 1 entries" in found.stdout or "All 2 entries" in found.stdout


@pytest.mark.parametrize("typed", ["", "7", "7:short", "x:" + "a" * 64, ":" + "a" * 64])
def test_what_is_no_head_is_told_in_a_sentence(typed: str, tmp_path: Path) -> None:
    refused = folkmoot("audit", "verify", "--head", typed, data_dir=laid(tmp_path))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "is not a head" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
