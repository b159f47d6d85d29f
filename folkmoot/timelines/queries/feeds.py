"""Home and community."""

from folkmoot.core.cursors import Page, Slice
from folkmoot.posts.hydrate import Mark, PostView
from folkmoot.posts.queries import Feed, read, read_marks, tag_followed_sql
from folkmoot.posts.visibility import VIEWER, listed_sql, visible_sql
from folkmoot.relations.queries import WITH_EXCLUSIVE, muting_sql
from folkmoot.timelines.queries.reasons import with_reasons

NEW_MOST = 40  # new posts that a feed counts before it says "many"
_TWO_DAYS = 2 * 24 * 60 * 60 * 1000 << 16  # as a distance between ids

_FOLLOWS = "EXISTS (SELECT 1 FROM relations_follow hf WHERE hf.follower_id = %(viewer)s AND hf.followed_id = {})"
_UNMUTED = f"NOT {muting_sql('%(viewer)s', 'p.account_id')} AND NOT {muting_sql('%(viewer)s', 't.account_id')}"


def _from_followed(post: str) -> str:
    return f"({post}.account_id = %(viewer)s OR {_FOLLOWS.format(f'{post}.account_id')})"


def _wanted(post: str) -> str:
    """Whether a post comes from whom the viewer follows, and an answer goes to whom they follow as well.

    Or else whether it carries a hashtag that they follow: asked about those alone whose authors they do not follow.
    """
    return f"""CASE WHEN {_from_followed(post)}
      THEN ({post}.reply_to_id IS NULL OR {post}.reply_to_account_id IN ({post}.account_id, %(viewer)s)
           OR {post}.account_id = %(viewer)s OR {_FOLLOWS.format(f"{post}.reply_to_account_id")})
      ELSE {tag_followed_sql(post, VIEWER)} END"""


_SEEN_ALREADY = f"""(EXISTS (SELECT 1 FROM home_entry he JOIN post hp ON hp.id = he.post_id
    WHERE he.account_id = %(viewer)s AND he.post_id = p.boost_of_id AND he.post_id > p.id - {_TWO_DAYS}
      AND {_wanted("hp")})
  OR EXISTS (SELECT 1 FROM post hp JOIN home_entry he ON he.post_id = hp.id AND he.account_id = %(viewer)s
    WHERE hp.boost_of_id = p.boost_of_id AND hp.id < p.id AND hp.id > p.id - {_TWO_DAYS}
      AND {_from_followed("hp")} AND NOT {muting_sql("%(viewer)s", "hp.account_id")}
      AND {visible_sql("hp", VIEWER)}))"""

HOME = Feed(
    "home_entry e JOIN post p ON p.id = e.post_id",
    f"""e.account_id = %(viewer)s AND p.scope <> 'direct' AND {_wanted("p")}
      AND (p.boost_of_id IS NULL OR NOT {_SEEN_ALREADY}) AND {_UNMUTED}""",
    "e.post_id",
)
_EXCLUSIVE = """EXISTS (SELECT 1 FROM relations_circlemember cm JOIN relations_circle ci ON ci.id = cm.circle_id
  WHERE cm.account_id = p.account_id AND ci.account_id = %(viewer)s AND ci.exclusive)"""
HOME_LESS = Feed(HOME.source, f"{HOME.where} AND NOT {_EXCLUSIVE}", HOME.cursor)
COMMUNITY = Feed("post p", listed_sql("p"), "p.id")
COMMUNITY_UNMUTED = Feed("post p", f"{listed_sql('p')} AND {_UNMUTED}", "p.id")


def home(viewer: int, page: Page) -> Slice[PostView]:
    """What the viewer and those they follow wrote and passed on, newest first."""
    found = read(viewer, _home(viewer), page, {})
    return found.filled(with_reasons(viewer, found.items))


def home_marks(viewer: int, page: Page) -> Slice[Mark]:
    """The same page before its bodies are fetched, for doors that keep rendered bodies."""
    return read_marks(viewer, _home(viewer), page, {})


def community(viewer: int | None, page: Page) -> Slice[PostView]:
    """What members wrote for everybody here, newest first; answers to others are left to their threads."""
    return read(viewer, _community(viewer), page, {})


def new_since(viewer: int | None, feed: str, post_id: int) -> int:
    """How many posts came into ``home`` or ``community`` after this one, counted up to ``NEW_MOST``."""
    page = Page(limit=NEW_MOST, since_id=post_id)
    return len(read_marks(viewer, _home(viewer) if feed == "home" else _community(viewer), page, {}).items)


def _home(viewer: int | None) -> Feed:
    """Those who have circles that stand for themselves do not find their people here again."""
    return HOME_LESS if WITH_EXCLUSIVE.has(viewer) else HOME


def _community(viewer: int | None) -> Feed:
    return COMMUNITY if viewer is None else COMMUNITY_UNMUTED
