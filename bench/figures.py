"""What was measured, as one table for people and one file for programs."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True)
class Figure:
    """One line of the table."""

    bar: str
    work: str
    measured: str
    share: str  # of B0; empty where that means nothing
    wanted: str
    met: bool
    numbers: dict[str, float] = field(default_factory=dict)


def table(figures: Sequence[Figure]) -> str:
    """The figures in columns."""
    head = ("bar", "work", "measured", "× B0", "wanted", "met")
    rows = [head, *((f.bar, f.work, f.measured, f.share, f.wanted, "yes" if f.met else "NO") for f in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([lines[0], "  ".join("─" * width for width in widths), *lines[1:]])


def write(figures: Sequence[Figure], options: dict[str, object]) -> Path:
    """Keep the figures as ``bench/results/latest.json``, and for good under their time."""
    RESULTS.mkdir(exist_ok=True)
    now = datetime.now(UTC)
    facts = {
        "at": now.isoformat(timespec="seconds"),
        "machine": {"cpus": os.cpu_count(), "system": platform.platform(), "python": platform.python_version()},
        "busy": os.getloadavg()[0],
        "options": options,
        "figures": [asdict(figure) for figure in figures],
    }
    latest = RESULTS / "latest.json"
    for path in (latest, RESULTS / f"{now:%Y%m%d-%H%M%S}.json"):
        path.write_text(json.dumps(facts, indent=1, ensure_ascii=False) + "\n")
    return latest
