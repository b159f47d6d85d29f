"""Why somebody meets a post: which of their own choices bring it to them, and whether everybody here may come upon it.

Whether they may see it at all was asked before: whoever has a view of it may.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from folkmoot.accounts.hydrate import AccountView, views
from folkmoot.core.rows import select
from folkmoot.posts.hydrate import PostView
from folkmoot.posts.queries import tag_worthy_sql
from folkmoot.posts.visibility import VIEWER, listed_sql, visible_sql
from folkmoot.relations.queries import muting_sql, wanted_at_home_sql

BOOSTS_MOST = 3  # of those one follows, the latest ones


@dataclass(frozen=True, slots=True)
class Why:
    """What connects one viewer with one post."""

    mine: bool
    named: bool  # in the post
    answered: bool  # the post answers the viewer
    followed: bool  # its author, by the viewer
    muted: bool  # its author, by the viewer
    listed: bool  # it stands in the community's feed, for everybody here
    boosted_by: tuple[AccountView, ...]
    tags: tuple[str, ...]  # those that the viewer follows
    circles: tuple[tuple[int, str], ...]  # the viewer's own, with the author in them

    @property
    def chosen(self) -> bool:
        """Whether something that the viewer chose brings it, or its author named them."""
        by_choice = self.followed or self.boosted_by or self.tags or self.circles
        return bool(self.mine or self.named or self.answered or by_choice)


def why(viewer: int, view: PostView) -> Why:
    """Why the viewer meets a post that they may see, in one statement, and one more for those who boosted it."""
    rows = select(_reasons(), {"viewer": viewer, "post": view.post_id})
    told = {kind for kind, _id, _words in rows}
    body = view.body
    return Why(
        mine=view.mark.mine,
        named=any(ref.id == viewer for ref in body.mentions),
        answered=bool(body.reply_to and body.reply_to.id == viewer and not view.mark.mine),
        followed="follow" in told,
        muted="mute" in told,
        listed="listed" in told,
        boosted_by=_people(some_id for kind, some_id, _words in rows if kind == "boost"),
        tags=tuple(sorted(words for kind, _id, words in rows if kind == "tag")),
        circles=tuple(sorted((some_id, words) for kind, some_id, words in rows if kind == "circle")),
    )


def _people(ids: Iterable[int]) -> tuple[AccountView, ...]:
    wanted = list(ids)
    return tuple(views(wanted).values()) if wanted else ()


@cache
def _reasons() -> str:
    """Each reason as a row: its kind, and what it is about."""
    boosts = f"""SELECT b.account_id FROM post b JOIN relations_follow f
        ON f.follower_id = {VIEWER} AND f.followed_id = b.account_id
      WHERE b.boost_of_id = %(post)s AND {visible_sql("b", VIEWER)} AND {wanted_at_home_sql("f", "b")}
        AND NOT {muting_sql(VIEWER, "b.account_id")} ORDER BY b.id DESC LIMIT {BOOSTS_MOST}"""
    followed = f"""EXISTS (SELECT 1 FROM relations_follow f
      WHERE f.follower_id = {VIEWER} AND f.followed_id = p.account_id)"""
    about = "FROM post p WHERE p.id = %(post)s"
    return f"""SELECT 'follow', 0, '' {about} AND {followed}
      UNION ALL SELECT 'mute', 0, '' {about} AND {muting_sql(VIEWER, "p.account_id")}
      UNION ALL SELECT 'listed', 0, '' {about} AND {listed_sql("p")}
      UNION ALL SELECT 'boost', w.account_id, '' FROM ({boosts}) w
      UNION ALL SELECT 'tag', 0, t.shown FROM posts_tagfollow tf JOIN post_tag pt ON pt.tag_id = tf.tag_id
        JOIN posts_tag t ON t.id = tf.tag_id JOIN post p ON p.id = pt.post_id
        WHERE tf.account_id = {VIEWER} AND p.id = %(post)s AND {tag_worthy_sql("p")}
      UNION ALL SELECT 'circle', ci.id, ci.title FROM relations_circle ci
        JOIN relations_circlemember cm ON cm.circle_id = ci.id JOIN post p ON p.account_id = cm.account_id
        WHERE ci.account_id = {VIEWER} AND p.id = %(post)s"""
