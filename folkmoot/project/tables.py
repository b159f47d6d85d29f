"""The tables: brought up to date before anything uses them."""

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection, connections

if TYPE_CHECKING:
    from django.db.migrations.executor import MigrationExecutor


def bring_up_to_date() -> bool:
    """Create or migrate the tables, one process at a time; whether there was anything to do."""
    from folkmoot.project.serve.lock import taking_turns

    if not missing_migrations():
        return False
    from django.core.management import call_command

    with taking_turns(settings.DATA_DIR, "migrate"):
        call_command("migrate", interactive=False, verbosity=0)
    return True


def missing_migrations() -> list[str]:
    """What the database has not seen yet, by name."""
    executor = _executor()
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def has_accounts() -> bool:
    """Whether anybody lives in the database; its file is not made for asking."""
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return False
    from folkmoot.accounts.models import Account

    tables = connection.introspection.table_names()
    return Account._meta.db_table in tables and Account.objects.exists()  # noqa: SLF001 - Django's documented way


def close() -> None:
    """Leave no connection behind: a process that forks must have none, nor a pool's threads."""
    connections.close_all()
    if close_pool := getattr(connection, "close_pool", None):
        close_pool()


def _executor() -> "MigrationExecutor":
    from django.db.migrations.executor import MigrationExecutor

    return MigrationExecutor(connection)
