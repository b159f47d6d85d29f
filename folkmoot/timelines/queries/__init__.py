"""Feeds of many authors: home, community, circles, and what everybody may come upon."""

from folkmoot.timelines.queries.best import Best, best_at_home, best_of_followed
from folkmoot.timelines.queries.circles import circle, circle_marks
from folkmoot.timelines.queries.feeds import NEW_MOST, community, home, home_marks, new_since
from folkmoot.timelines.queries.figures import Figures, Week, figures, weeks
from folkmoot.timelines.queries.marks import Marker, home_marker
from folkmoot.timelines.queries.public import Origin, Part, TagQuestion, link_marks, public_marks, tag_marks
from folkmoot.timelines.queries.why import Why, why

__all__ = [
    "NEW_MOST",
    "Best",
    "Figures",
    "Marker",
    "Origin",
    "Part",
    "TagQuestion",
    "Week",
    "Why",
    "best_at_home",
    "best_of_followed",
    "circle",
    "circle_marks",
    "community",
    "figures",
    "home",
    "home_marker",
    "home_marks",
    "link_marks",
    "new_since",
    "public_marks",
    "tag_marks",
    "weeks",
    "why",
]
