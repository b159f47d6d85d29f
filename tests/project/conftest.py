"""The street of the demo, made once for each file of tests that looks at it, and swept away afterwards."""

import shutil
from collections.abc import Generator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import call_command

from tests.stage import Stage


@dataclass(frozen=True)
class Street:
    """When it was made, and the passwords that were printed."""

    now: datetime
    passwords: dict[str, str]


@pytest.fixture(scope="module")
def street_made(stage: Stage, django_db_blocker: Any) -> Generator[Street]:
    from folkmoot.media.addresses import root
    from folkmoot.project.demo.making import make
    from folkmoot.project.demo.storybook import read

    now = datetime.now(UTC)
    with stage.closed():
        with django_db_blocker.unblock():
            made = Street(now, make(read(), now))
        yield made
        with django_db_blocker.unblock():
            call_command("flush", verbosity=0, interactive=False, reset_sequences=False, inhibit_post_migrate=True)
    shutil.rmtree(root(), ignore_errors=True)
