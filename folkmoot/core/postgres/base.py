"""Django's PostgreSQL backend with storage trouble in words."""

from typing import Any

import psycopg
from django.db.backends.postgresql import base
from django.utils.functional import cached_property
from psycopg import _queries

from folkmoot.core import storage
from folkmoot.core.storage import StorageErrors

_TROUBLE = {  # by SQLSTATE, or its class
    "53100": storage.FULL,
    "25006": storage.READ_ONLY,
    "55P03": storage.LOCKED,
    "53": storage.GONE,
    "57": storage.GONE,
    "08": storage.GONE,
}

_LONGEST = 16_384  # characters: the rule with a page's marks takes eight thousand, and there are few such texts

# Longer texts are read by the driver each time anew, a third of what a home feed costs; there is no setting for it
_queries.MAX_CACHED_STATEMENT_LENGTH = _LONGEST


_PLANNING = "random_page_cost"
_CHEAP = f"SET {_PLANNING} = 1.1"  # disks seek no more: an index serves before a whole table is read


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection, how the server plans on it, and its words for trouble."""

    @cached_property
    def wrap_database_errors(self) -> StorageErrors:
        """Where the driver's errors pass through."""
        return StorageErrors(self)

    def storage_trouble(self, error: BaseException | None) -> Any:
        """What to tell the member if this error is about the storage and not about the statement."""
        if not isinstance(error, psycopg.Error):
            return None
        state = error.sqlstate or ("08" if isinstance(error, psycopg.OperationalError) else "")
        return _TROUBLE.get(state) or _TROUBLE.get(state[:2])

    def _configure_connection(self, connection: psycopg.Connection) -> bool:
        """Once for each connection to the server, by the pool too: PgBouncer takes no such options in an address."""
        commit = bool(super()._configure_connection(connection))  # type: ignore[misc]  # its stubs leave it out
        if _PLANNING in self.settings_dict["OPTIONS"].get("options", ""):
            return commit
        connection.execute(_CHEAP)
        return True
