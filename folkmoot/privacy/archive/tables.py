"""The member's rows of every table, as the inventory says, and the list of what is and is not there."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models

from folkmoot.core.inventory import Held, everything
from folkmoot.privacy.archive.writing import Archive

_AT_ONCE = 500


def write_tables(archive: Archive, facts: dict[str, Any]) -> None:
    """One JSON file for each table, and ``manifest.json`` about them all."""
    told = [_told(held, _write(archive, held, facts)) for held in everything() if held.personal]
    archive.json("manifest.json", told)


def name_of(held: Held) -> str:
    """The file in which a table's rows are."""
    return f"tables/{held.name}.json"


def _write(archive: Archive, held: Held, facts: dict[str, Any]) -> int | None:
    if not held.exported:
        return None
    return archive.rows(name_of(held), _rows(held, facts))


def _rows(held: Held, facts: dict[str, Any]) -> Iterator[dict[str, Any]]:
    columns = ", ".join(f't."{name}"' for name in held.exported)
    read = _readers(held)
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {held.name} t WHERE {held.mine}", facts)
        while rows := cursor.fetchmany(_AT_ONCE):
            for row in rows:
                yield {name: each(value) for (name, each), value in zip(read, row, strict=True)}


def _readers(held: Held) -> list[tuple[str, Any]]:
    """What makes of each column's value what it means: a moment, a list, true or false."""
    fields = {}
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta  # noqa: SLF001 - Django's documented way to a model's table and columns
        if meta.db_table == held.name:
            fields = {field.column: field for field in meta.concrete_fields if isinstance(field, models.Field)}
    return [(name, _reader(fields[name])) for name in held.exported]


def _reader(field: "models.Field[Any, Any]") -> Any:
    column = field.get_col(field.model._meta.db_table)  # noqa: SLF001 - the same
    converters = [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)]

    def read(value: Any) -> Any:
        for convert in converters:
            value = convert(value, column, connection)
        return value

    return read


def _told(held: Held, rows: int | None) -> dict[str, Any]:
    """What the list says about one table or place."""
    told: dict[str, Any] = {
        "name": held.name,
        "holds": str(held.holds),
        "why": str(held.why.words),
        "kept": str(held.kept),
        "seen_by": str(held.seen_by),
    }
    if rows is None:
        return told | {"not_exported": str(held.not_exported)} if held.not_exported else told
    told |= {"file": name_of(held), "rows": rows, "columns": list(held.exported)}
    left_out = {name: str(each.why) for each in held.withheld for name in each.columns}
    return told | {"left_out": left_out}
