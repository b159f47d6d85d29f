"""What the tests of leaving and of copies share."""

import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from folkmoot.privacy.archive.files import file_of
from folkmoot.privacy.models import Departure, Export
from folkmoot.privacy.tasks import find_due


@pytest.fixture
def copy_of(drain: Callable[..., int]) -> Callable[[Any], zipfile.ZipFile]:
    """``copy_of(account)``: the ZIP that the worker makes of everything."""
    from folkmoot.privacy.actions import ask_for_export

    def made(account: Any) -> zipfile.ZipFile:
        export = ask_for_export(account)
        drain()
        export = Export.objects.get(id=export.id)
        assert export.state == "ready", export.state
        return zipfile.ZipFile(file_of(export.id, export.name))

    return made


@pytest.fixture
def erased(drain: Callable[..., int]) -> Callable[[Any], None]:
    """``erased(account)``: it has left, its time is over, and the worker was there."""
    from folkmoot.privacy.actions import leave

    def gone(account: Any) -> None:
        account.refresh_from_db()
        leave(account)
        drain()
        Departure.objects.filter(account=account.id).update(due_at=timezone.now() - timedelta(minutes=1), begun_at=None)
        find_due()
        drain()

    return gone
