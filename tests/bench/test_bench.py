"""Each measurement still runs: one second of each, on a tiny world, with the real server."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.figures import RESULTS

ROOT = Path(__file__).parents[2]
ON_SQLITE = ("P1", "P3", "P4", "P5", "P6", "P7", "P8", "P9", "P10", "P11", "P12", "P13", "P14", "P15")
pytestmark = pytest.mark.only("sqlite")  # once is enough; it starts its own PostgreSQL


@pytest.fixture
def kept_results() -> object:
    """What somebody measured is not overwritten by a test."""
    latest = RESULTS / "latest.json"
    before, others = latest.read_text() if latest.exists() else None, set(RESULTS.glob("*.json"))
    yield
    for path in set(RESULTS.glob("*.json")) - others:
        path.unlink()
    if before is not None:
        latest.write_text(before)


def _bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bench", "--quick", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)


@pytest.mark.parametrize(("database", "bars"), [("sqlite", ON_SQLITE), ("postgres", ("P2",))])
def test_every_bar_is_measured(database: str, bars: tuple[str, ...], kept_results: object) -> None:
    done = _bench("--database", database, "--only", ",".join(bars))
    assert done.returncode == 0, done.stderr[-4000:]
    measured = {line.split()[0] for line in done.stdout.splitlines()[2:]}
    assert measured == {*bars}
    kept = json.loads((RESULTS / "latest.json").read_text())
    assert {figure["bar"] for figure in kept["figures"]} == measured
    assert all(figure["numbers"] for figure in kept["figures"])


def test_an_unknown_bar_is_named() -> None:
    done = _bench("--only", "P1,P99")
    assert done.returncode == 2
    assert "P99" in done.stderr
