"""Somebody who has just been let in."""

from collections.abc import Callable

import pytest
from django.test import Client

from folkmoot.accounts.models import Account, Login
from folkmoot.project.cast import Cast


@pytest.fixture
def newcomer(cast: Cast, client_of: Callable[[Account | None], Client]) -> Client:
    """hal's browser: he signed up a moment ago, and has done nothing yet."""
    Login.objects.filter(account=cast.hal).update(first_steps=0)
    cast.hal.refresh_from_db()
    return client_of(cast.hal)
