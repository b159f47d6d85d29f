"""Every line is covered, but for those that ``uncovered.txt`` counts; and the list may only shrink.

``python -m tests.house.coverage --check`` compares a finished run with the list (``make test`` does it);
``--write`` takes over what has become better; ``--anew`` starts the list again from this run.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.house.tree import ROOT

# Some lines run only when processes die, meet or wait at a certain moment: their files get this many lines of play.
PLAY = {
    "folkmoot/project/serve/": 4,
    "folkmoot/project/files_and_streams/": 4,
    "folkmoot/core/events/": 4,
    "folkmoot/core/sqlite/": 4,
    "folkmoot/core/http.py": 2,
}

LIST = Path(__file__).with_name("uncovered.txt")


def read(text: str) -> dict[str, int]:
    """The list: ``path: number of uncovered lines``."""
    entries = (line.rpartition(":") for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return {path.strip(): int(number) for path, _, number in entries}


def worse(measured: Mapping[str, int], listed: Mapping[str, int]) -> list[str]:
    """What is less covered than the list allows, in words."""
    return [
        f"{path}: {number} lines are not covered, {listed.get(path, 0)} are allowed"
        for path, number in sorted(measured.items())
        if number > listed.get(path, 0) + play(path)
    ]


def play(path: str) -> int:
    """How many lines of a file may be reached in one run and not in the next."""
    return next((lines for prefix, lines in PLAY.items() if path.startswith(prefix)), 0)


def better(measured: Mapping[str, int], listed: Mapping[str, int]) -> dict[str, int]:
    """The list as it may stand from now on: never more than before, without what is covered or gone."""
    least = {path: min(number, measured.get(path, 0)) for path, number in listed.items()}
    return {path: number for path, number in least.items() if number}


def measure() -> dict[str, int]:
    """Uncovered lines by file, from the combined data of the last run."""
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        command = [sys.executable, "-m", "coverage", "json", "--quiet", "-o", report.name]
        subprocess.run(command, check=True, cwd=ROOT)
        files = json.loads(Path(report.name).read_text())["files"]
    return {path: file["summary"]["missing_lines"] for path, file in files.items() if file["summary"]["missing_lines"]}


def write(uncovered: Mapping[str, int]) -> None:
    rows = "".join(f"{path}: {number}\n" for path, number in sorted(uncovered.items()))
    LIST.write_text(f"# Lines without a test, by file. This list may only shrink.\n{rows}")


def main(how: str) -> int:
    measured = measure()
    listed = read(LIST.read_text()) if LIST.exists() else {}
    if how in {"--write", "--anew"}:
        write(measured if how == "--anew" else better(measured, listed))
        return 0
    if problems := worse(measured, listed):
        print("Lines that no test reaches:", *problems, "`coverage report -m` names them.", sep="\n  ")
        return 1
    gained = sum(listed.values()) - sum(better(measured, listed).values())
    if gained:
        print(f"{gained} more lines are covered: python -m tests.house.coverage --write shrinks the list.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "--check"))
