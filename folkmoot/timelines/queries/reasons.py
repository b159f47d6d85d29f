"""Why a post stands in the home feed of somebody who does not follow its author."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from folkmoot.core.rows import among, id_list, select
from folkmoot.posts.hydrate import PostView
from folkmoot.posts.queries import FOLLOWING_TAGS


def with_reasons(viewer: int, views: Sequence[PostView]) -> Iterable[PostView]:
    """The posts of a page, those that came by a hashtag with its name; no statement for who follows none."""
    asked = [view.id for view in views if view.body.tags and not (view.boosted_by or view.mark.mine)]
    if not asked or not FOLLOWING_TAGS.has(viewer):
        return views
    reasons: Mapping[int, str] = dict(select(_reasons(), {"viewer": viewer, "ids": id_list(asked)}))
    return [_because(view, reasons[view.id]) if view.id in reasons else view for view in views]


def _because(view: PostView, tag: str) -> PostView:
    return replace(view, extras=replace(view.extras, because=tag))


@cache
def _reasons() -> str:
    return f"""SELECT p.id, t.shown FROM posts_tagfollow tf JOIN post_tag pt ON pt.tag_id = tf.tag_id
      JOIN post p ON p.id = pt.post_id JOIN posts_tag t ON t.id = tf.tag_id
      WHERE tf.account_id = %(viewer)s AND {among("pt.post_id", "ids")} AND NOT EXISTS (
        SELECT 1 FROM relations_follow f WHERE f.follower_id = %(viewer)s AND f.followed_id = p.account_id)
      ORDER BY tf.id DESC"""
