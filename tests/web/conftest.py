"""What tests of pages share: a community that is set up, and its browsers."""

from collections.abc import Callable
from typing import Any

import pytest

from folkmoot.instance.actions import begin_open, change_settings, set_rules

type Settle = Callable[..., None]


@pytest.fixture
def settle(db: None) -> Settle:
    """``settle(sign_up="open", rules=["Be kind."])``: the community is set up like this."""

    def make(rules: list[str] | None = None, **settings: Any) -> None:
        begin_open()
        change_settings(None, {"name": "Hillside Choir", "sign_up": "open", "contact": "choir@example.org", **settings})
        if rules is not None:
            set_rules(None, rules)

    return make


@pytest.fixture
def community(settle: Settle) -> None:
    """A community that is open to everybody."""
    settle()
