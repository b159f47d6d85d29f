"""Fixtures of this package."""

from tests.happened import happened

__all__ = ["happened"]
