"""The world of the canaries is made once for all tests of a module, each of which takes back what it does to it."""

import copy
from collections.abc import Generator
from typing import Any

import pytest

from tests.canary.building import build
from tests.canary.world import World
from tests.stage import Outermost, Stage


@pytest.fixture(scope="module")
def ground(stage: Stage, django_db_blocker: Any) -> Generator[World]:
    """A world in a transaction that stands around those of the tests."""
    with stage.closed():
        with django_db_blocker.unblock():
            outermost = Outermost()
            world = build()
        yield world
        with django_db_blocker.unblock():
            outermost.end()


@pytest.fixture
def world(ground: World, db: None) -> World:
    """Everybody and everything."""
    return copy.deepcopy(ground)
