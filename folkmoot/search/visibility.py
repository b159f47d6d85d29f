"""Which of the posts that somebody may see come up when they search: reach, on top of access.

As Mastodon has it, with the choice that members make here: whoever stands in the list of members, or lets search
engines list them, is found by what they write for all. What others write is found by their followers, and by those
who have a part in it.
"""

from folkmoot.posts.models import Carries
from folkmoot.posts.visibility import VIEWER, found_sql
from folkmoot.relations.queries import muting_sql


def searched_sql(post: str, author: str) -> str:
    """Whether a post that the viewer may see is found by them; ``author`` is the account that wrote it."""
    return f"""({post}.account_id = {VIEWER} OR (({for_all_sql(post, author)} OR {_followed(post)} OR {_has_part(post)})
      AND NOT {muting_sql(VIEWER, f"{post}.account_id")}))"""


def for_all_sql(post: str, author: str) -> str:
    """Whether a post is found by all who may see it."""
    return f"""{post}.scope IN ('public', 'community') AND ({author}.discoverable OR {author}.indexable)
      AND {found_sql(post)}"""


def _followed(post: str) -> str:
    return f"""EXISTS (SELECT 1 FROM relations_follow sf
      WHERE sf.follower_id = {VIEWER} AND sf.followed_id = {post}.account_id)"""


def _has_part(post: str) -> str:
    """Whether the viewer is named in it, answered, liked, kept or passed it on, or voted in it."""
    own = f"SELECT 1 FROM post sp WHERE sp.account_id = {VIEWER} AND sp.deleted_at IS NULL"
    return f"""EXISTS (SELECT 1 FROM post_audience sa WHERE sa.post_id = {post}.id AND sa.account_id = {VIEWER})
      OR ({post}.carries & {Carries.MENTIONS.value} <> 0 AND EXISTS (
        SELECT 1 FROM post_mention sm WHERE sm.post_id = {post}.id AND sm.account_id = {VIEWER}))
      OR EXISTS (SELECT 1 FROM posts_like sl WHERE sl.account_id = {VIEWER} AND sl.post_id = {post}.id)
      OR EXISTS (SELECT 1 FROM posts_bookmark sk WHERE sk.account_id = {VIEWER} AND sk.post_id = {post}.id)
      OR EXISTS ({own} AND sp.boost_of_id = {post}.id)
      OR EXISTS ({own} AND sp.reply_to_id = {post}.id)
      OR ({post}.carries & {Carries.POLL.value} <> 0 AND EXISTS (
        SELECT 1 FROM post_ballot sb WHERE sb.account_id = {VIEWER} AND sb.post_id = {post}.id))"""
