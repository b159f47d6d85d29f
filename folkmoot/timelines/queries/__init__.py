"""Feeds of many authors: home, community and circles."""

from folkmoot.timelines.queries.circles import circle, circle_marks
from folkmoot.timelines.queries.feeds import NEW_MOST, community, home, home_marks, new_since

__all__ = ["NEW_MOST", "circle", "circle_marks", "community", "home", "home_marks", "new_since"]
