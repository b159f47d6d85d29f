"""``folkmoot search rebuild``: tells how far it is, goes on where it was broken off, works beside a server."""

from pathlib import Path

import pytest

from folkmoot.project.cast import Cast
from folkmoot.project.cli import search as command
from folkmoot.search.actions import begin_anew, fill_some, filling
from folkmoot.search.models import Filling
from tests.laid import laid
from tests.posts.writing import say
from tests.search.finding import entries, found, write
from tests.servers import folkmoot, running


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few posts at a time, and a line for each few."""
    monkeypatch.setattr(filling, "AT_ONCE", 2)
    monkeypatch.setattr(command, "_STEP", 4)


@pytest.mark.django_db
@pytest.mark.usefixtures("slow")
def test_it_says_how_far_it_is(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    posts = [write(cast.bob, f"Poppy {number}") for number in range(9)]
    command.rebuild()
    assert capsys.readouterr().out.splitlines() == [
        "The index is empty now and is being filled, the oldest posts first.",
        "4 of 9 posts (44 %)",
        "8 of 9 posts (88 %)",
        "Done: all 9 posts.",
    ]
    assert found(cast.hal, "from:bob") == posts[::-1]


@pytest.mark.django_db
@pytest.mark.usefixtures("slow")
def test_it_goes_on_where_it_was_broken_off(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    posts = {say(cast.bob, f"Poppy {number}") for number in range(5)}
    begin_anew()
    fill_some()
    command.rebuild()
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "The index is being filled already; going on after 2 posts."
    assert lines[-1] == "Done: all 5 posts."
    assert entries() == posts
    assert Filling.objects.get().is_complete


@pytest.mark.both_databases
def test_beside_a_running_server(tmp_path: Path) -> None:
    with running(laid(tmp_path)) as server:
        done = folkmoot("search", "rebuild", data_dir=server.data_dir)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("Done: all 0 posts.\n")
