"""Hashtags that a member follows."""

from dataclasses import dataclass

from folkmoot.core.cursors import Page, Slice
from folkmoot.core.few import Few
from folkmoot.core.html import fold_tag
from folkmoot.core.rows import select
from folkmoot.posts.models import Carries

FOLLOWING_TAGS = Few("posts_tagfollow")
VOICES_LEAST = 2  # people: to what one alone writes, nobody is led


@dataclass(frozen=True, slots=True)
class TagView:
    """A hashtag, as it was first written, and whether the viewer follows it."""

    id: int  # of the follow; 0 where there is none
    name: str
    shown: str
    followed: bool


def followed_tags(viewer: int, page: Page) -> Slice[TagView]:
    """The hashtags that the viewer follows, the latest in front."""
    text = f"{_FOLLOWED} ORDER BY tf.id {'ASC' if page.ascending else 'DESC'} LIMIT %(limit)s"
    bounds = {"above": page.above, "below": page.below, "limit": page.limit + 1}
    cut = Slice.cut(select(text, {"viewer": viewer, **bounds}), page, lambda row: int(row[0]))
    return cut.filled(TagView(row[0], row[1], row[2], followed=True) for row in cut.items)


def tag_by_name(viewer: int | None, name: str) -> TagView:
    """One hashtag; nobody is told here whether anybody ever used it."""
    folded = fold_tag(name)
    followed = bool(FOLLOWING_TAGS.has(viewer) and select(_ONE, {"viewer": viewer, "name": folded}))
    return TagView(0, folded, name, followed)


def tag_followed_sql(post: str, viewer: str) -> str:
    """Whether a post carries a hashtag that the viewer follows, and may come to people by it."""
    return f"""({post}.carries & {Carries.TAGS.value} <> 0 AND {tag_worthy_sql(post)} AND EXISTS (
        SELECT 1 FROM posts_tagfollow tf JOIN post_tag tp ON tp.tag_id = tf.tag_id AND tp.post_id = {post}.id
        WHERE tf.account_id = {viewer}))"""


def tag_worthy_sql(post: str) -> str:
    """Whether a post may come to people by its hashtags."""
    return (
        f"{post}.scope IN ('public', 'community') AND {post}.boost_of_id IS NULL"
        f" AND ({post}.reply_to_id IS NULL OR {post}.reply_to_account_id = {post}.account_id)"
    )


_FOLLOWED = """SELECT tf.id, t.name, t.shown FROM posts_tagfollow tf JOIN posts_tag t ON t.id = tf.tag_id
  WHERE tf.account_id = %(viewer)s AND tf.id > %(above)s AND tf.id < %(below)s"""
_ONE = """SELECT 1 FROM posts_tag t JOIN posts_tagfollow tf ON tf.tag_id = t.id
  WHERE t.name = %(name)s AND tf.account_id = %(viewer)s"""
