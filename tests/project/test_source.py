"""The program packs its own source: all of it, nothing of the community's, and anew when it changes."""

import os
import tarfile
from pathlib import Path

import pytest

from folkmoot.project import source
from folkmoot.project.environment import Environment, WrongSettings


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small program in a checkout, with a community's data beside it."""
    package = tmp_path / "checkout" / "folkmoot"
    for name in ("web/page.py", "web/page.html", "web/__pycache__/page.pyc"):
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text(name)
    for name in ("LICENSE", "README.md", "pyproject.toml", "uv.lock", "data/db.sqlite3", "secret.key"):
        (tmp_path / "checkout" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "checkout" / name).write_text(name)
    monkeypatch.setattr(source, "PACKAGE", package)
    return package


def names(pack: Path) -> set[str]:
    with tarfile.open(pack) as archive:
        return set(archive.getnames())


def test_all_of_the_program_and_nothing_else(program: Path, tmp_path: Path) -> None:
    pack = source.pack(tmp_path / "static")
    beside = {"LICENSE", "README.md", "pyproject.toml", "uv.lock"}
    inside = {"folkmoot/web/page.py", "folkmoot/web/page.html"}
    assert names(pack) == {f"folkmoot/{name}" for name in beside | inside}
    with tarfile.open(pack) as archive:
        found = archive.extractfile("folkmoot/folkmoot/web/page.py")
        assert found
        assert found.read() == b"web/page.py"


def test_an_installed_program_packs_its_package_alone(program: Path, tmp_path: Path) -> None:
    (program.parent / "pyproject.toml").unlink()
    assert names(source.pack(tmp_path / "static")) == {
        "folkmoot/folkmoot/web/page.py",
        "folkmoot/folkmoot/web/page.html",
    }


def test_it_is_made_once_and_anew_after_a_change(program: Path, tmp_path: Path) -> None:
    first = source.pack(tmp_path / "static")
    made = first.stat().st_mtime_ns
    assert source.pack(tmp_path / "static") == first
    assert first.stat().st_mtime_ns == made
    os.utime(program / "web/page.py", (1, 1))
    second = source.pack(tmp_path / "static")
    assert second != first
    assert [path.name for path in (tmp_path / "static").iterdir()] == [second.name], "the old one is gone"


def test_the_real_program_is_small_enough_to_pack_at_every_start(tmp_path: Path) -> None:
    pack = source.pack(tmp_path)
    assert "folkmoot/folkmoot/project/source.py" in names(pack)
    assert pack.stat().st_size < 20_000_000


@pytest.mark.parametrize("address", ["git.example.org", "ftp://git.example.org", "javascript:alert(1)", "https://"])
def test_a_place_that_is_no_web_page_is_refused(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("FOLKMOOT_SOURCE_URL", address)
    with pytest.raises(WrongSettings, match="address of a page"):
        Environment.load()


def test_a_web_page_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOLKMOOT_SOURCE_URL", " https://git.example.org/ours ")
    assert Environment.load().source_url == "https://git.example.org/ours"
