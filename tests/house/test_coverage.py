"""The arithmetic of the list that may only shrink."""

from tests.house import coverage, tree

LISTED = {"a.py": 3, "b.py": 1}


def test_the_list_reads_what_it_writes(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(coverage, "LIST", tmp_path / "list.txt")
    coverage.write(LISTED)
    assert coverage.read((tmp_path / "list.txt").read_text()) == LISTED


def test_more_uncovered_lines_than_listed_are_worse() -> None:
    assert coverage.worse({"a.py": 4, "b.py": 1}, LISTED) == ["a.py: 4 lines are not covered, 3 are allowed"]


def test_a_new_file_has_no_allowance() -> None:
    assert coverage.worse({"c.py": 1}, LISTED) == ["c.py: 1 lines are not covered, 0 are allowed"]


def test_the_list_only_shrinks() -> None:
    assert coverage.better({"a.py": 9, "c.py": 2}, LISTED) == {"a.py": 3}


def test_the_list_names_files_that_exist() -> None:
    gone = [path for path in coverage.read(coverage.LIST.read_text()) if not (tree.ROOT / path).exists()]
    assert gone == []
