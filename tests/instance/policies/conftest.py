"""A community whose owners have said what only they know."""

import pytest

from folkmoot.instance.actions import change_settings
from folkmoot.project.cast import Cast
from tests.happened import happened

__all__ = ["happened"]

KNOWN = {"contact": "choir@example.org", "responsible": "Hillside Choir e.V.", "data_place": "Leipzig"}


@pytest.fixture
def known(cast: Cast) -> None:
    """Nothing is missing."""
    change_settings(None, {"name": "Hillside Choir", **KNOWN})
