"""What can be asked about who follows, blocks and mutes whom."""

from folkmoot.relations.queries.lists import blocks, followers, following, mutes, request_count, requests
from folkmoot.relations.queries.members import members
from folkmoot.relations.queries.pairs import Relationship, blocked_either_way, follows, muting_sql, relationship

__all__ = [
    "Relationship",
    "blocked_either_way",
    "blocks",
    "followers",
    "following",
    "follows",
    "members",
    "mutes",
    "muting_sql",
    "relationship",
    "request_count",
    "requests",
]
