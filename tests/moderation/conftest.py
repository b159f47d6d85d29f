"""Fixtures of this package."""

from tests.happened import happened
from tests.moderation.staffing import letters, three

__all__ = ["happened", "letters", "three"]
