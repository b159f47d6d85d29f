"""What is on the rise, as each viewer may see it, and what staff see of it."""

from folkmoot.discovery.queries.hidden import hidden_among
from folkmoot.discovery.queries.review import Review, Reviewed, is_there, review, reviewed, words_for
from folkmoot.discovery.queries.shown import (
    LinkTrend,
    PersonTrend,
    TagTrend,
    is_shown,
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
    "hidden_among",
    "is_shown",
    "is_there",
    "review",
    "reviewed",
    "rising_links",
    "rising_marks",
    "rising_people",
    "rising_posts",
    "rising_tags",
    "words_for",
]
