"""Fixtures of this package."""

import pytest

from folkmoot.project.cast import Cast
from tests.api.apps import Program, register
from tests.api.house import House
from tests.happened import happened

__all__ = ["app", "happened", "public"]


@pytest.fixture
def app(cast: Cast) -> Program:
    return register()


@pytest.fixture
def public(cast: Cast) -> Program:
    """An app in a browser, which can keep no secret."""
    return register(token_endpoint_auth_method="none")


@pytest.fixture
def house(cast: Cast) -> House:
    """Alice's, with one of everything in it."""
    return House(cast.alice, cast.bob)
