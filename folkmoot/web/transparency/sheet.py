"""The same numbers for spreadsheets."""

import csv
import io
from collections.abc import Iterator, Sequence

from folkmoot.moderation.queries.transparency import Figures
from folkmoot.web.transparency.parts import months, parts

HEADER = ("community", "period", "part", "group", "figure", "number")
_RUNS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would take as something to work out


def lines(community: str, name: str, found: Figures) -> Iterator[str]:
    """The file, line by line; times are in hours."""
    yield _written(HEADER)
    for part in parts(found):
        for table in part.tables:
            for line in table.lines:
                yield _written((community, name, part.name, table.name, line.name, line.plain))
    for called, month, some in months(found.months):
        for line in some:
            yield _written((community, month, called, "", line.name, line.plain))


def _written(row: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow([_harmless(cell) for cell in row])
    return line.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.lstrip(" ").startswith(_RUNS) else cell
