"""Fixtures of this package."""

from tests.happened import happened
from tests.newcomers import clock, nina

__all__ = ["clock", "happened", "nina"]
