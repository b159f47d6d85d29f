"""Rows taken away in bounded steps, as the inventory says; the numbers that counted them follow in the same step."""

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from typing import Any

from django.db import connection, transaction

from folkmoot.core.inventory import Blank, Counted, Held
from folkmoot.core.rows import execute, id_list, select

STEP = 200  # rows: others write in between
type Facts = Mapping[str, Any]

_AMONG = {
    "postgresql": "t.ctid = ANY(ARRAY(SELECT jsonb_array_elements_text(%(rows)s::jsonb)::tid))",
    "sqlite": "t.rowid IN (SELECT value FROM json_each(%(rows)s))",
}


def remove(held: Held, condition: str, facts: Facts, breathe: Callable[[], None]) -> int:
    """Delete every row of a table that the condition finds; how many there were."""
    total = 0
    while rows := _handles(held.name, condition, facts):
        with transaction.atomic():
            total += _remove_some(held, rows, condition, facts)
        breathe()
    return total


def blank(held: Held, what: Blank, facts: Facts, breathe: Callable[[], None]) -> None:
    """Set the named columns anew in every row that the condition finds."""
    columns = ", ".join(f"{name} = {value}" for name, value in what.columns)
    while rows := _handles(held.name, what.rows, facts):
        with transaction.atomic():
            execute(
                f"UPDATE {held.name} AS t SET {columns} WHERE {_among()} AND ({what.rows})", {**facts, "rows": rows}
            )
        breathe()


def among_ids(column: str, ids: Collection[int]) -> str:
    """A condition over ``t`` for these rows."""
    return f"t.{column} IN ({id_list(ids)[1:-1] or 'NULL'})"


def ids_of(table: str, condition: str, facts: Facts, most: int) -> list[int]:
    """The ids of some rows of a table."""
    return [row[0] for row in select(f"SELECT t.id FROM {table} t WHERE {condition} LIMIT {most}", facts)]


def groups_of(table: str, condition: str, facts: Facts, most: int) -> Iterator[list[int]]:
    """The ids of rows that the condition still finds, some at a time, until there are none."""
    while ids := ids_of(table, condition, facts, most):
        yield ids


def _remove_some(held: Held, rows: str, condition: str, facts: Facts) -> int:
    """The rows are held first: what is counted is what is deleted, whatever others do meanwhile."""
    still = _handles(held.name, f"{_among()} AND ({condition})", {**facts, "rows": rows}, held_fast=True)
    values = {"rows": still or "[]"}
    for counted in held.counted:
        execute(_counting(held.name, counted), values)
    return execute(f"DELETE FROM {held.name} AS t WHERE {_among()}", values)


def _handles(table: str, condition: str, facts: Facts, *, held_fast: bool = False) -> str:
    """Where some rows lie in the database, as JSON; empty when there are none."""
    lock = " FOR UPDATE" if held_fast and connection.vendor == "postgresql" else ""
    found = select(f"SELECT {_place()} FROM {table} t WHERE {condition} LIMIT {STEP}{lock}", facts)
    return "[" + ", ".join(_written(row[0]) for row in found) + "]" if found else ""


def _counting(table: str, counted: Counted) -> str:
    rows = f"FROM {table} t WHERE {_among()} AND {counted.when}"
    number = f"(SELECT COUNT(*) {rows} AND t.{counted.of} = {counted.table}.{counted.key})"
    return f"""UPDATE {counted.table} SET {counted.column} = {counted.column} - {number}
      WHERE {counted.key} IN (SELECT t.{counted.of} {rows})"""


def _written(place: object) -> str:
    return f'"{place}"' if isinstance(place, str) else str(place)


@cache
def _place() -> str:
    return "CAST(t.ctid AS TEXT)" if connection.vendor == "postgresql" else "t.rowid"


@cache
def _among() -> str:
    return _AMONG[connection.vendor]
