"""What the tests of the console share."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from folkmoot.moderation.models import Case
from tests.moderation.casing import reported


@pytest.fixture
def frank(cast: Any, client_of: Callable[..., Client]) -> Client:
    """A moderator's browser."""
    return client_of(cast.frank)


@pytest.fixture
def olivia(cast: Any, client_of: Callable[..., Client]) -> Client:
    """An owner's."""
    return client_of(cast.olivia)


@pytest.fixture
def found(cast: Any, community: None) -> tuple[Case, int]:
    """Bob reported a post of hal's: the case, and the post."""
    return reported(cast, "Buy <b>nets</b>")


@pytest.fixture
def case(found: tuple[Case, int]) -> Case:
    """The case alone."""
    return found[0]
