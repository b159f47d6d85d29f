"""Mastodon.py's own tests, live: those of what is built here pass, the others are named with the reason."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.clients import settling, shapes, upstream
from tests.servers import COMMAND, folkmoot, start_server

HERE = Path(__file__).parent
PORT = 3000  # it stands in every one of its tests
LISTED: dict[str, Any] = tomllib.loads((HERE / "mastodon_py.toml").read_text())


@pytest.mark.both_databases
@pytest.mark.enable_socket
def test_its_own_suite(tmp_path: Path, subtests: pytest.Subtests) -> None:
    differs, left_out = LISTED["differs"], LISTED["left_out"]
    source = upstream.prepare(tmp_path)
    known = shapes.shapes(upstream.recorded(source))  # before the recorder writes beside them
    with upstream.alone():
        server = start_server(tmp_path / "data", command=(*COMMAND, "serve", "--profile", "test"), port=PORT)
        try:
            loaded = folkmoot("fixture", "load", str(HERE / "mastodon_py_fixture.toml"), data_dir=server.data_dir)
            assert loaded.returncode == 0, loaded.stderr
            with settling.told(server.data_dir) as settled:
                ended = upstream.run(source, list(left_out), settled)
        finally:
            server.stop()
    with subtests.test("what is not listed passes"):
        failed = {name for name, end in ended.items() if end == "failed"}
        _none(failed - set(differs))
    with subtests.test("what is listed still fails"):
        passed = {name for name, end in ended.items() if end == "passed"}
        _none(passed & set(differs), "take them off the list: tests/clients/mastodon_py.toml")
    with subtests.test("what is listed is there"):
        _none(set(differs) - set(ended))
        assert all((source / "tests" / name.partition("::")[0]).exists() for name in left_out)
    with subtests.test("most of it was asked"):
        assert len(passed) > LISTED["at_least"]
    with subtests.test("nothing broke"):
        assert " 500 " not in server.log
        assert traces(server.log) == []
    with subtests.test("keys and types are those of the recordings"):
        found = shapes.differences(shapes.shapes(upstream.answers(source)), known)
        _none({f"{what} ({', '.join(sorted(where))})" for what, where in found.items() if what not in LISTED["shapes"]})
        _none(set(LISTED["shapes"]) - set(found), "take them off the list: tests/clients/mastodon_py.toml")


def traces(log: str) -> list[str]:
    """Each traceback in a log with the line before it and those that belong to it: all others say nothing about it."""
    lines = log.splitlines()
    starts = [place for place, line in enumerate(lines) if "Traceback" in line]
    return ["\n".join(lines[max(0, start - 1) : _end(lines, start)]) for start in starts]


def _end(lines: list[str], start: int) -> int:
    """Behind the line that names the error: the first that is not further in than the word itself."""
    margin = len(lines[start]) - len(lines[start].lstrip())
    rest = range(start + 1, len(lines))
    deeper = (at for at in rest if len(lines[at]) - len(lines[at].lstrip()) <= margin and lines[at].strip())
    return next(deeper, len(lines) - 1) + 1


def test_a_traceback_is_shown_with_what_it_belongs_to() -> None:
    log = (
        '2026 web-1 GET / 200\n2026 jobs error it failed\n    Traceback (most recent call last):\n      File "a"\n'
        "        call()\n    ValueError: why\n2026 web-1 GET / 200\n"
        'Traceback (most recent call last):\n  File "b"\nKeyError: 1\n2026 web-2 GET / 200\n'
    )
    assert traces(log) == ["\n".join(log.splitlines()[1:6]), "\n".join(log.splitlines()[6:10])]
    assert traces("2026 web-1 GET / 200\n") == []


def _none(names: set[str], why: str = "") -> None:
    if names:
        pytest.fail("\n".join([f"{len(names)} of them{why and ': '}{why}", *sorted(names)]), pytrace=False)
