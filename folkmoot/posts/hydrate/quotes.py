"""Quoted posts, under the rule and with their authors' consent: whoever may not see one sees its place only."""

from collections.abc import Sequence
from functools import cache

from django.utils import timezone

from folkmoot.core.rows import among, id_list, select
from folkmoot.posts.hydrate.marks import marks_of
from folkmoot.posts.hydrate.plain import plain
from folkmoot.posts.hydrate.views import PostView
from folkmoot.relations.visibility import unblocked_sql


def quoted(viewer: int | None, views: Sequence[PostView]) -> dict[int, PostView]:
    """What these posts quote, by the quoting post, as far as the viewer may see it.

    While the author has not agreed, only the two who are concerned see it; after a no, only the author.
    A block between the authors ends it for everybody, and whoever mutes the quoted one does not read them here either.
    One level: what the quoted posts quote is not read.
    """
    if not views:
        return {}
    wanted = dict(select(_standing(), _facts(viewer, views)))
    found = {view.id: view for view in plain(marks_of(viewer, tuple(wanted.values())))}
    return {post_id: found[quoted_id] for post_id, quoted_id in wanted.items() if quoted_id in found}


def following(viewer: int | None, views: Sequence[PostView]) -> set[int]:
    """Those of these posts whose authors the viewer follows."""
    if not views or viewer is None:
        return set()
    authors = {view.body.author.id for view in views}
    known = {row[0] for row in select(_followed(), {"ids": id_list(authors), "viewer": viewer})}
    return {view.post_id for view in views if view.body.author.id in known}


def _facts(viewer: int | None, views: Sequence[PostView]) -> dict[str, object]:
    return {"ids": id_list({view.post_id for view in views}), "viewer": viewer or 0, "now": timezone.now()}


@cache
def _standing() -> str:
    return f"""SELECT q.post_id, q.quoted_id FROM post_quote q
      JOIN post p ON p.id = q.post_id JOIN post t ON t.id = q.quoted_id
      WHERE {among("q.post_id", "ids")} AND {unblocked_sql("p.account_id", "t.account_id")}
        AND (q.state = 'agreed' OR t.account_id = %(viewer)s
          OR (q.state = 'waiting' AND p.account_id = %(viewer)s))
        AND NOT EXISTS (SELECT 1 FROM relations_mute m WHERE m.muter_id = %(viewer)s AND m.muted_id = t.account_id
          AND (m.ends_at IS NULL OR m.ends_at > %(now)s))"""


@cache
def _followed() -> str:
    return f"SELECT followed_id FROM relations_follow WHERE follower_id = %(viewer)s AND {among('followed_id', 'ids')}"
