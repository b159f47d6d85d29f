"""Rows that are made once, numbers that are added to, and plain statements: the few words of SQL all packages share."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connection, models

from folkmoot.core.ids import new_id

if TYPE_CHECKING:
    from django.db.models.options import Options

type Parameters = Mapping[str, Any]


def select(text: str, parameters: Parameters) -> list[tuple[Any, ...]]:
    """The rows of one statement; values travel as named parameters only."""
    with connection.cursor() as cursor:
        cursor.execute(text, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def execute(text: str, parameters: Parameters) -> int:
    """Carry out one writing statement; how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(text, parameters)
        touched: int = cursor.rowcount
    return touched


def among(column: str, name: str) -> str:
    """A condition that ``column`` is one of the ids in the parameter ``name`` (made by ``id_list``)."""
    if connection.vendor == "postgresql":
        return f"{column} = ANY(ARRAY(SELECT jsonb_array_elements_text(%({name})s::jsonb)::bigint))"
    return f"{column} IN (SELECT value FROM json_each(%({name})s))"


def id_list(ids: Collection[int]) -> str:
    """Any number of ids as one parameter, so that the statement stays the same whatever their number."""
    return f"[{','.join(str(i) for i in ids if abs(i) < 1 << 63)}]"  # what no column can hold, no row has


def insert_once(model: type[models.Model], **values: object) -> bool:
    """Insert a row unless a unique key has it already; whether this call made it."""
    key = _meta(model).pk
    if key.attname not in values and isinstance(key, models.BigIntegerField) and key.default is new_id:
        values = {key.attname: new_id(), **values}
    return execute(_insert_text(model, tuple(values)) + " ON CONFLICT DO NOTHING", values) == 1


class Change(NamedTuple):
    """By how much one counted number moves."""

    column: str
    by: int


def count(model: type[models.Model], key: int, *changes: Change) -> None:
    """Move numbers in a row of counters, which is made when it is not there yet."""
    meta = _meta(model)
    pk, table = str(meta.pk.attname), meta.db_table
    names = {change.column: change.by for change in changes}
    counted = [str(field.attname) for field in meta.concrete_fields if isinstance(field, models.IntegerField)]
    fresh = {column: names.get(column, 0) for column in counted}
    moved = ", ".join(f"{name} = {table}.{name} + %(by_{name})s" for name in names)
    text = _insert_text(model, (pk, *fresh)) + f" ON CONFLICT ({pk}) DO UPDATE SET {moved}"
    execute(text, {pk: key, **fresh, **{f"by_{name}": by for name, by in names.items()}})


def _insert_text(model: type[models.Model], columns: tuple[str, ...]) -> str:
    values = ", ".join(f"%({name})s" for name in columns)
    return f"INSERT INTO {_meta(model).db_table} ({', '.join(columns)}) VALUES ({values})"


def _meta(model: type[models.Model]) -> "Options[Any]":
    return model._meta  # noqa: SLF001 - Django's documented way to a model's table and columns
