"""What tests of posts share."""

from tests.happened import happened
from tests.newcomers import clock, known, nina

__all__ = ["clock", "happened", "known", "nina"]
