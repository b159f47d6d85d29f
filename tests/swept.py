"""After a test that commits: the tables as before it. Those that have no rows, most of them, cost nothing."""

import functools
from typing import Any

from django.db import connection, transaction

KEPT = {"django_migrations", "django_content_type", "auth_permission"}  # filled by migrating, and by nothing else


def sweep() -> None:
    """Empty every table that has rows; the foreign keys are asked at the end of the transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table in holding(cursor, _tables()):
            cursor.execute(f'DELETE FROM "{table}"')


def holding(cursor: Any, tables: tuple[str, ...]) -> list[str]:
    """Those of the tables that have rows, in one question."""
    cursor.execute(_question(tables))
    return [table for (table,) in cursor.fetchall()]


@functools.cache
def _question(tables: tuple[str, ...]) -> str:
    return " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")" for table in tables)


@functools.cache
def _tables() -> tuple[str, ...]:
    return tuple({*connection.introspection.django_table_names(only_existing=True, include_views=False)} - KEPT)
