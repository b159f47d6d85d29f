"""What is on the rise, as each viewer may see it, and what staff see of it."""

from folkmoot.discovery.queries.hidden import unhidden
from folkmoot.discovery.queries.review import Review, Reviewed, review, reviewed, words_for
from folkmoot.discovery.queries.shown import (
    LinkTrend,
    PersonTrend,
    TagTrend,
    is_shown,
    is_shown_in,
    rising_links,
    rising_marks,
    rising_people,
    rising_posts,
    rising_tags,
)

__all__ = [
    "LinkTrend",
    "PersonTrend",
    "Review",
    "Reviewed",
    "TagTrend",
    "is_shown",
    "is_shown_in",
    "review",
    "reviewed",
    "rising_links",
    "rising_marks",
    "rising_people",
    "rising_posts",
    "rising_tags",
    "unhidden",
    "words_for",
]
