"""What members do with pictures, and what the packages that use them do."""

from folkmoot.media.actions.keep import describe, discard, drop, use
from folkmoot.media.actions.take import take_picture

__all__ = ["describe", "discard", "drop", "take_picture", "use"]
