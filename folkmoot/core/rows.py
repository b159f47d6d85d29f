"""Rows that are made once, numbers that are added to, and plain statements: the few words of SQL all packages share."""

from collections.abc import Collection, Mapping, Sequence
from functools import cache, cached_property
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


def database_size() -> int:
    """How many bytes the database takes."""
    if connection.vendor == "postgresql":
        return int(select("SELECT pg_database_size(current_database())", {})[0][0])
    return int(select("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()", {})[0][0])


def among(column: str, name: str) -> str:
    """A condition that ``column`` is one of the ids in the parameter ``name`` (made by ``id_list``)."""
    if connection.vendor == "postgresql":
        return f"{column} = ANY(ARRAY(SELECT jsonb_array_elements_text(%({name})s::jsonb)::bigint))"
    return f"{column} IN (SELECT value FROM json_each(%({name})s))"


def id_list(ids: Collection[int]) -> str:
    """Any number of ids as one parameter, so that the statement stays the same whatever their number."""
    return f"[{','.join(str(i) for i in ids if abs(i) < 1 << 63)}]"  # what no column can hold, no row has


def respelled(text: str, words: str, instead: str) -> str:
    """A statement's text with other words in place of some, which must stand in it: else it would say too much."""
    if words not in text:
        raise LookupError(f"{words!r} is not in: {text}")
    return text.replace(words, instead)


def insert_once(model: type[models.Model], **values: object) -> bool:
    """Insert a row unless a unique key has it already; whether this call made it."""
    key = _meta(model).pk
    if key.attname not in values and isinstance(key, models.BigIntegerField) and key.default is new_id:
        values = {key.attname: new_id(), **values}
    return execute(_insert_text(model, tuple(values)) + " ON CONFLICT DO NOTHING", values) == 1


def there_is(model: type[models.Model], **values: int) -> bool:
    """Whether a row has these values, without the pains of a query that is put together anew each time."""
    return bool(select(_there_is_text(model, tuple(values)), values))


def insert(row: models.Model) -> None:
    """Insert a fresh row as it stands, without asking whether it is there already."""
    fields = [field for field in _meta(type(row)).concrete_fields if isinstance(field, models.Field)]
    values = {str(f.attname): f.get_db_prep_save(f.pre_save(row, add=True), connection) for f in fields}
    execute(_insert_text(type(row), tuple(values)), values)


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


class Columns[Row: models.Model]:
    """A model's columns in a plain statement, and the way back from what it found to the model."""

    def __init__(self, model: type[Row], alias: str) -> None:
        self.model = model
        fields = [field for field in _meta(model).concrete_fields if isinstance(field, models.Field)]
        self.names = [field.attname for field in fields]
        self.text = ", ".join(f"{alias}.{field.column}" for field in fields)
        self.fields = fields

    def __len__(self) -> int:
        return len(self.names)

    def read(self, values: Sequence[Any]) -> Row:
        """The row that these values, in the order of ``text``, make."""
        given = list(values)
        for place, column, converters in self._converters:
            for convert in converters:
                given[place] = convert(given[place], column, connection)
        return self.model.from_db(connection.alias, self.names, given)

    @cached_property
    def _converters(self) -> list[tuple[int, Any, list[Any]]]:
        """What Django does to values of its own statements, where it does anything."""
        columns = [field.get_col(_meta(self.model).db_table) for field in self.fields]
        found = [
            (place, column, connection.ops.get_db_converters(column) + column.get_db_converters(connection))
            for place, column in enumerate(columns)
        ]
        return [each for each in found if each[2]]


@cache
def _there_is_text(model: type[models.Model], columns: tuple[str, ...]) -> str:
    wanted = " AND ".join(f"{name} = %({name})s" for name in columns)
    return f"SELECT 1 FROM {_meta(model).db_table} WHERE {wanted} LIMIT 1"


@cache
def _insert_text(model: type[models.Model], columns: tuple[str, ...]) -> str:
    values = ", ".join(f"%({name})s" for name in columns)
    return f"INSERT INTO {_meta(model).db_table} ({', '.join(columns)}) VALUES ({values})"


def _meta(model: type[models.Model]) -> "Options[Any]":
    return model._meta  # noqa: SLF001 - Django's documented way to a model's table and columns
