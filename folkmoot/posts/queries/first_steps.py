"""How far a new member has come by themselves, and hashtags that may interest them."""

from functools import cache

from folkmoot.core.rows import select
from folkmoot.posts.queries.lists import UNDER_TAGS
from folkmoot.posts.queries.tags import VOICES_LEAST, TagView
from folkmoot.posts.visibility import Sight

_LOOKED_AT = 2_000  # hashtags on the newest posts, so that it takes milliseconds however many there are
_NAMES = ("picture", "bio", "interests", "people", "post")


def steps_taken(viewer: int) -> frozenset[str]:
    """Those of the first steps that the viewer has taken, wherever they did so."""
    found = select(_TAKEN, {"viewer": viewer})
    return frozenset(name for name, taken in zip(_NAMES, found[0], strict=True) if taken) if found else frozenset()


def tags_in_use(viewer: int, most: int) -> list[TagView]:
    """Hashtags that most people used lately on posts that everybody here may read."""
    rows = select(_used(), {"viewer": viewer, "most": most})
    return [TagView(0, name, shown, followed=bool(followed)) for name, shown, followed in rows]


_TAKEN = """SELECT a.avatar_id IS NOT NULL, a.bio <> '',
    EXISTS (SELECT 1 FROM posts_tagfollow tf WHERE tf.account_id = a.id),
    EXISTS (SELECT 1 FROM relations_follow f WHERE f.follower_id = a.id)
      OR EXISTS (SELECT 1 FROM relations_followrequest r WHERE r.follower_id = a.id),
    EXISTS (SELECT 1 FROM post p WHERE p.account_id = a.id AND p.deleted_at IS NULL AND p.boost_of_id IS NULL)
  FROM accounts_account a WHERE a.id = %(viewer)s"""


@cache
def _used() -> str:
    """By how many people, so that nobody gets a hashtag in by writing it often."""
    return f"""SELECT t.name, t.shown, EXISTS (
        SELECT 1 FROM posts_tagfollow tf WHERE tf.tag_id = t.id AND tf.account_id = %(viewer)s)
      FROM (SELECT pt.tag_id, COUNT(DISTINCT p.account_id) AS voices FROM (
          SELECT n.tag_id, n.post_id FROM post_tag n ORDER BY n.post_id DESC LIMIT {_LOOKED_AT}) pt
        JOIN post p ON p.id = pt.post_id WHERE {UNDER_TAGS} AND {Sight.MEMBER.sql("p")}
        GROUP BY pt.tag_id HAVING COUNT(DISTINCT p.account_id) >= {VOICES_LEAST}) u JOIN posts_tag t ON t.id = u.tag_id
      ORDER BY u.voices DESC, t.id DESC LIMIT %(most)s"""
