"""What the tests of the wizard share: a community that has an owner, and is not open yet."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from folkmoot.instance.actions import change_settings, set_rules
from folkmoot.instance.models import Setting
from folkmoot.instance.policies.publishing import publish_drafts
from folkmoot.project.cast import Cast

FACTS = {"contact": "us@example.org", "responsible": "Olivia", "data_place": "In the cellar"}


@pytest.fixture
def closed(cast: Cast) -> Cast:
    """The cast, before the doors are opened."""
    Setting.objects.filter(name="is_open").delete()
    return cast


@pytest.fixture
def olivia(closed: Cast, client_of: Callable[[Any], Client]) -> Client:
    """The owner's browser."""
    return client_of(closed.olivia)


@pytest.fixture
def furnished(closed: Cast) -> Cast:
    """Nothing is missing any more."""
    change_settings(None, FACTS)
    set_rules(None, ["Be kind."])
    publish_drafts(None)
    return closed
