"""What was published, for tests that ask."""

from tests.happened import happened

__all__ = ["happened"]
