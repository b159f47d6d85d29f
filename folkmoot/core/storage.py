"""Trouble with the storage itself, told apart from mistakes in a statement, and put into words in one place."""

from types import TracebackType
from typing import Any

from django.db import OperationalError
from django.db.utils import DatabaseErrorWrapper
from django.utils.translation import gettext_lazy as _

from folkmoot.core.errors import Busy

LOCKED = _("Somebody else has been writing for a long time. Nothing was saved; please try again in a moment.")
FULL = _("The disk of this community is full. Nothing was saved; please tell the people who run it.")
READ_ONLY = _(
    "The storage of this community cannot be written to. Nothing was saved; please tell the people who run it."
)
GONE = _("The database of this community cannot be reached. Nothing was saved; please try again in a moment.")


class CannotSave(Busy, OperationalError):  # noqa: N818 - named for what the member meets
    """The storage refused: still a database error, so that transactions are rolled back as after any other."""


class StorageErrors(DatabaseErrorWrapper):
    """Turns what a driver raises into Django's errors, and trouble with the storage into ``CannotSave``."""

    wrapper: Any

    def __exit__(
        self, exc_type: type[BaseException] | None, exc_value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if exc_type is None:
            return
        if trouble := self.wrapper.storage_trouble(exc_value):
            self.wrapper.errors_occurred = True
            raise CannotSave(str(trouble)).with_traceback(traceback) from exc_value
        super().__exit__(exc_type, exc_value, traceback)
