"""A community whose owners have said what only they know."""

import pytest
from django.utils import timezone

from folkmoot.instance.actions import change_settings
from folkmoot.instance.models import PolicyDraft
from folkmoot.instance.policies.kinds import Kind
from folkmoot.project.cast import Cast
from tests.happened import happened

__all__ = ["happened"]

KNOWN = {"contact": "choir@example.org", "responsible": "Hillside Choir e.V.", "data_place": "Leipzig"}


def draft_of_lines(texts: dict[str, str]) -> None:
    """A draft as it was kept when rules were written as lines."""
    PolicyDraft.objects.create(kind=Kind.RULES, texts=texts, facts={}, changed_at=timezone.now())


@pytest.fixture
def known(cast: Cast) -> None:
    """Nothing is missing."""
    change_settings(None, {"name": "Hillside Choir", **KNOWN})
