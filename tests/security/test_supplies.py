"""What others made: where it comes from, that it is explained, and that it is not older than we said."""

import re
import tomllib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.house import tree

LOCK: dict[str, Any] = tomllib.loads((tree.ROOT / "uv.lock").read_text())
PROJECT: dict[str, Any] = tomllib.loads((tree.ROOT / "pyproject.toml").read_text())
PACKAGES = [package for package in LOCK["package"] if package["name"] != "folkmoot"]
OLDEST = timedelta(days=3 * 366)  # nobody tends what has had no release for longer
# Finished things that need no release, and why they may stay.
FINISHED: dict[str, str] = {
    "linkify-it-py": "the port of a library that is done; its texts are cleaned by nh3 afterwards",
    "colorama": "for Windows alone, where no community runs",
    "uc-micro-py": "tables of Unicode for it",
    "mdurl": "the address reader of markdown-it-py",
}


def direct() -> set[str]:
    return {re.split(r"[\[<>=~! ]", each)[0].lower() for each in PROJECT["project"]["dependencies"]}


def needed() -> set[str]:
    """Everything that a community's server installs."""
    by_name = {package["name"]: package for package in LOCK["package"]}
    found: set[str] = set()
    waiting = ["folkmoot"]
    while waiting:
        name = waiting.pop()
        if name in found or name not in by_name:
            continue
        found.add(name)
        package = by_name[name]
        waiting += [each["name"] for each in package.get("dependencies", [])]
        waiting += [each["name"] for extra in package.get("optional-dependencies", {}).values() for each in extra]
    return found - {"folkmoot"}


def test_everything_comes_from_one_index_by_its_hash() -> None:
    assert len({package["source"].get("registry") for package in PACKAGES}) == 1
    for package in PACKAGES:
        files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
        assert files, package["name"]
        assert all(file["hash"].startswith("sha256:") for file in files), package["name"]


def test_the_list_is_the_one_that_is_installed() -> None:
    from importlib.metadata import PackageNotFoundError, version

    others = []
    for package in PACKAGES:
        try:
            if package["name"] in needed() and version(package["name"]) != package["version"]:
                others.append(package["name"])
        except PackageNotFoundError:
            continue  # for another system or Python
    assert others == []


def test_every_direct_dependency_is_explained() -> None:
    said = "".join(path.read_text().lower() for path in tree.files("docs/decisions", ".md"))
    said += "".join(
        (tree.ROOT / "docs/developers" / f"{name}.md").read_text().lower() for name in ("security", "cryptography")
    )
    assert [name for name in sorted(direct()) if name.replace("-", "") not in said.replace("-", "")] == []


def test_nothing_in_use_is_older_than_documented() -> None:
    """Counted from the day the list was made, so that a day in the calendar alone breaks nothing."""
    moments = {package["name"]: max(uploaded(package)) for package in PACKAGES if uploaded(package)}
    made = max(moments.values())
    old = {name for name in needed() if name in moments and made - moments[name] > OLDEST}
    assert old <= set(FINISHED)


def uploaded(package: dict[str, Any]) -> list[datetime]:
    files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
    return [datetime.fromisoformat(file["upload-time"]).astimezone(UTC) for file in files if "upload-time" in file]


@pytest.mark.parametrize("tool", ["pytest", "playwright", "hypothesis", "mypy", "schemathesis", "django-stubs"])
def test_the_program_holds_no_tests_and_needs_no_tools_of_tests(tool: str) -> None:
    assert tool not in needed()
    assert not [tree.name(path) for path in tree.production() if path.name.startswith("test_")]
    imported = re.compile(rf"^\s*(?:import|from) (?:tests|{tool.replace('-', '_')})\b", re.MULTILINE)
    assert [tree.name(path) for path in tree.production() if imported.search(path.read_text())] == []


def test_no_archive_is_ever_unpacked() -> None:
    unpacking = re.compile(r"\b(zipfile|shutil\.unpack_archive|extractall|gzip\.decompress|bz2|lzma|py7zr|rarfile)\b")
    found = {tree.name(path) for path in tree.production() if unpacking.search(path.read_text())}
    assert not [name for name in found if not name.startswith("folkmoot/privacy/")]  # which packs, and unpacks nothing
    for name in found:
        assert not re.search(r"extractall|unpack_archive|\.extract\(", (tree.ROOT / name).read_text())
