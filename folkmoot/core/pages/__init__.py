"""What pages of other sites say about themselves: read in time that grows with their length and no faster."""

from folkmoot.core.pages.decoding import decoded
from folkmoot.core.pages.reading import PageFacts, facts_in
from folkmoot.core.pages.words import one_line, whole_address

__all__ = ["PageFacts", "decoded", "facts_in", "one_line", "whole_address"]
