"""The feed of a circle: made when it is read, from the newest posts of each of its people."""

from functools import cache

from django.db import connection

from folkmoot.core.cursors import Page, Slice
from folkmoot.posts.hydrate import Mark, PostView
from folkmoot.posts.queries import Feed, read, read_marks
from folkmoot.posts.visibility import Sight
from folkmoot.relations import queries as relations
from folkmoot.relations.queries import muting_sql


def circle(viewer: int, circle_id: int, page: Page) -> Slice[PostView]:
    """What the people of one of the viewer's circles wrote and passed on, newest first."""
    return read(viewer, _feed_of(viewer, circle_id, page), page, {"circle": circle_id})


def circle_marks(viewer: int, circle_id: int, page: Page) -> Slice[Mark]:
    """The same page before its bodies are fetched, for doors that keep rendered bodies."""
    return read_marks(viewer, _feed_of(viewer, circle_id, page), page, {"circle": circle_id})


def _feed_of(viewer: int, circle_id: int, page: Page) -> Feed:
    return _feed(relations.circle(viewer, circle_id).replies, "ASC" if page.ascending else "DESC")


@cache
def _feed(replies: str, order: str) -> Feed:
    """No more than a page from each of its people, by the index of their posts; then the newest of all of these."""
    newest = f"""SELECT i.id FROM post i WHERE i.account_id = cm.account_id AND i.scope <> 'direct'
      AND i.id > %(above)s AND i.id < %(below)s AND {SHOWN[replies]} AND {Sight.MEMBER.sql("i")} AND {UNMUTED}
      ORDER BY i.id {order} LIMIT %(limit)s"""
    source = f"""(SELECT q.id FROM relations_circlemember cm {_each(newest)}
      WHERE cm.circle_id = %(circle)s ORDER BY q.id {order} LIMIT %(limit)s) x JOIN post p ON p.id = x.id"""
    return Feed(source, "1 = 1", "p.id")


def _each(newest: str) -> str:
    """One list of posts for each row before it: the two databases have their own words for that."""
    if connection.vendor == "postgresql":
        return f"CROSS JOIN LATERAL ({newest}) q"
    return f"CROSS JOIN post q ON q.id IN ({newest})"


UNMUTED = f"""NOT {muting_sql("%(viewer)s", "i.account_id")} AND NOT EXISTS (
    SELECT 1 FROM post o WHERE o.id = i.boost_of_id AND {muting_sql("%(viewer)s", "o.account_id")})"""
_NO_ANSWER = "i.reply_to_id IS NULL OR i.reply_to_account_id IN (i.account_id, %(viewer)s)"
SHOWN = {
    "none": f"({_NO_ANSWER})",
    "list": f"""({_NO_ANSWER} OR EXISTS (SELECT 1 FROM relations_circlemember rm
      WHERE rm.circle_id = %(circle)s AND rm.account_id = i.reply_to_account_id))""",
    "followed": f"""({_NO_ANSWER} OR EXISTS (SELECT 1 FROM relations_follow rf
      WHERE rf.follower_id = %(viewer)s AND rf.followed_id = i.reply_to_account_id))""",
}
