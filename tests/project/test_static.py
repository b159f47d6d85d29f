"""Collected files: one stylesheet made of its parts, made anew when a part changes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

from folkmoot.project import static
from folkmoot.web import words
from folkmoot.web.sheets import PARTS, WHOLE, sheets


@pytest.fixture
def own_place(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Files are collected into a folder of this test's own."""
    settings.STATIC_ROOT = tmp_path / "static"
    store = static.HashedFiles(location=str(settings.STATIC_ROOT))
    monkeypatch.setattr(staticfiles_storage, "_wrapped", store)
    words._static.cache_clear()
    yield tmp_path / "static"
    words._static.cache_clear()


def parts() -> list[str]:
    return [Path(str(finders.find(name))).read_text() for name in PARTS]


def test_pages_link_to_the_parts_until_files_are_collected(own_place: Path) -> None:
    assert sheets() == tuple(f"/static/{name}" for name in PARTS)


def test_pages_link_to_one_sheet_that_holds_every_part_in_order(own_place: Path) -> None:
    assert static.collect()
    (address,) = sheets()
    text = (own_place / address.removeprefix("/static/")).read_text()
    assert text == "\n".join(parts())
    assert not static.collect()


def test_a_newer_version_of_a_part_makes_another_sheet(own_place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    static.collect()
    before = sheets()
    (own_place / ".collected").unlink()  # as after an update
    monkeypatch.setattr(static, "PARTS", PARTS[::-1])
    assert static.collect()
    words._static.cache_clear()  # as in the process that starts after it
    assert sheets() != before
    text = (own_place / sheets()[0].removeprefix("/static/")).read_text()
    assert text == "\n".join(parts()[::-1])
    assert (own_place / WHOLE).read_text() == text
