"""What can be asked about who follows, blocks and mutes whom."""

from folkmoot.relations.queries.circles import (
    WITH_CIRCLES,
    WITH_EXCLUSIVE,
    CircleView,
    circle,
    circle_people,
    circles,
    circles_with,
    people_on,
)
from folkmoot.relations.queries.lists import blocks, followers, following, mutes, request_count, requests
from folkmoot.relations.queries.members import members
from folkmoot.relations.queries.pairs import Relationship, blocked_either_way, follows, muting_sql, relationship

__all__ = [
    "WITH_CIRCLES",
    "WITH_EXCLUSIVE",
    "CircleView",
    "Relationship",
    "blocked_either_way",
    "blocks",
    "circle",
    "circle_people",
    "circles",
    "circles_with",
    "followers",
    "following",
    "follows",
    "members",
    "mutes",
    "muting_sql",
    "people_on",
    "relationship",
    "request_count",
    "requests",
]
