"""What tests of bad input share."""

import pytest

from folkmoot.instance.actions import begin_open, change_settings
from folkmoot.project.cast import Cast


@pytest.fixture
def world(cast: Cast) -> Cast:
    """The cast in a community that is open."""
    begin_open()
    change_settings(None, {"name": "Hillside Choir", "sign_up": "open", "visitors": "posts"})
    return cast
