"""What tests of posts share."""

from tests.happened import happened

__all__ = ["happened"]
