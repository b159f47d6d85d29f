"""The documents: links that lead somewhere, and nothing about the machine they were written on."""

import re
from pathlib import Path

import pytest

from tests.house import tree

LINK = re.compile(r"(?<!!)\[[^\]]*\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)|!\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
DOCUMENTS = tree.files(".", ".md")
MACHINE = ("/wo" + "rk/", "/ro" + "ot/", "/opt/" + "wheels", "/bash" + "_jobs")
REGISTRIES = ("py" + "pi.org", "registry." + "npmjs", "pythonhosted" + ".org")
GENERATED = {"uv.lock", "LICENSE"}


@pytest.mark.parametrize("path", DOCUMENTS, ids=tree.name)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    broken = [target for target in _links(path) if not _leads_somewhere(path, target)]
    assert broken == []


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = [
        f"{tree.name(path)}: {word}"
        for path in tree.files()
        if path.name not in GENERATED and (text := _text(path))
        for word in (*MACHINE, *REGISTRIES)
        if word in text
    ]
    assert found == []


def test_every_decision_fits_on_five_lines() -> None:
    decisions = [path for path in tree.files("docs/decisions", ".md") if path.name != "README.md"]
    assert [tree.name(path) for path in decisions if len(_said(path)) > 5] == []


def test_every_decision_is_listed() -> None:
    listed = set(_links(tree.ROOT / "docs/decisions/README.md"))
    assert {path.name for path in tree.files("docs/decisions", ".md")} - listed == {"README.md"}


def test_every_command_of_the_makefile_is_explained() -> None:
    makefile = (tree.ROOT / "Makefile").read_text()
    explained = (tree.ROOT / "docs/developers/testing.md").read_text() + (tree.ROOT / "CONTRIBUTING.md").read_text()
    commands = re.findall(r"^([a-z]+):.*##", makefile, re.MULTILINE)
    assert [command for command in commands if f"make {command}" not in explained] == []


def _said(path: Path) -> list[str]:
    return [line for line in path.read_text().splitlines() if line.strip() and not line.startswith("#")]


def _links(path: Path) -> list[str]:
    found = LINK.findall(FENCE.sub("", path.read_text()))
    targets = [link or picture for link, picture in found]
    return [target for target in targets if not re.match(r"[a-z]+:", target)]


def _leads_somewhere(path: Path, target: str) -> bool:
    where, _, heading = target.partition("#")
    there = (path.parent / where) if where else path
    return there.exists() and (not heading or heading in _headings(there))


def _headings(path: Path) -> set[str]:
    titles = re.findall(r"^#+\s+(.*)$", FENCE.sub("", path.read_text()), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except UnicodeDecodeError:
        return ""
