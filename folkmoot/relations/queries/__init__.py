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
from folkmoot.relations.queries.collections import (
    COLLECTING,
    CollectionItemView,
    CollectionView,
    collection,
    collections_by_id,
    collections_of,
    collections_with,
)
from folkmoot.relations.queries.familiar import familiar_followers
from folkmoot.relations.queries.lists import (
    ENDORSING,
    blocks,
    endorsed,
    followers,
    following,
    mutes,
    request_count,
    requests,
)
from folkmoot.relations.queries.members import PeopleQuestion, directory, find_people, members
from folkmoot.relations.queries.pairs import (
    Relationship,
    blocked_either_way,
    follows,
    muting_sql,
    relationship,
    silencing_sql,
    telling_sql,
    wanted_at_home_sql,
)
from folkmoot.relations.queries.suggested import suggested

__all__ = [
    "COLLECTING",
    "ENDORSING",
    "WITH_CIRCLES",
    "WITH_EXCLUSIVE",
    "CircleView",
    "CollectionItemView",
    "CollectionView",
    "PeopleQuestion",
    "Relationship",
    "blocked_either_way",
    "blocks",
    "circle",
    "circle_people",
    "circles",
    "circles_with",
    "collection",
    "collections_by_id",
    "collections_of",
    "collections_with",
    "directory",
    "endorsed",
    "familiar_followers",
    "find_people",
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
    "silencing_sql",
    "suggested",
    "telling_sql",
    "wanted_at_home_sql",
]
