"""What few viewers have asked for: filters that posts meet, threads they muted; and which circle their own are for."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from folkmoot.core.few import Few
from folkmoot.core.rows import among, id_list, select
from folkmoot.posts.hydrate.filters import FILTERING, hits
from folkmoot.posts.hydrate.views import NO_EXTRAS, Extras, Hit, PostView

MUTING_THREADS = Few("posts_threadmute")


def has_wishes(viewer: int | None) -> bool:
    """Whether posts have to be looked at for this viewer; it costs no statement."""
    return FILTERING.has(viewer) or MUTING_THREADS.has(viewer)


def wished(viewer: int | None, views: Sequence[PostView], more: Mapping[int, Extras]) -> Mapping[int, Extras]:
    """The extras of these posts together with what this viewer wished for them."""
    mine = [view.post_id for view in views if view.mark.mine and view.body.scope == "list"]
    if viewer is None or not (mine or has_wishes(viewer)):
        return more
    met, muted, circles = _met(viewer, views, more), _muted(viewer, views), _circles(mine)
    found = dict(more)
    for view in views:
        some_id = view.post_id
        if some_id in met or some_id in muted or some_id in circles:
            found[some_id] = replace(
                found.get(some_id, NO_EXTRAS),
                hits=met.get(some_id, ()),
                muted=some_id in muted,
                circle=circles.get(some_id, ""),
            )
    return found


def _met(viewer: int, views: Sequence[PostView], more: Mapping[int, Extras]) -> Mapping[int, tuple[Hit, ...]]:
    if not FILTERING.has(viewer):
        return {}
    return hits(viewer, [replace(view, extras=more.get(view.post_id, NO_EXTRAS)) for view in views])


def _muted(viewer: int, views: Sequence[PostView]) -> set[int]:
    if not (views and MUTING_THREADS.has(viewer)):
        return set()
    threads = {view.body.thread_id for view in views}
    muted = {row[0] for row in select(_threads(), {"viewer": viewer, "ids": id_list(threads)})}
    return {view.post_id for view in views if view.body.thread_id in muted}


def _circles(mine: Sequence[int]) -> Mapping[int, str]:
    return dict(select(_titles(), {"ids": id_list(mine)})) if mine else {}


@cache
def _threads() -> str:
    return f"SELECT thread_id FROM posts_threadmute WHERE account_id = %(viewer)s AND {among('thread_id', 'ids')}"


@cache
def _titles() -> str:
    return f"""SELECT pc.post_id, c.title FROM post_circle pc JOIN relations_circle c ON c.id = pc.circle_id
      WHERE {among("pc.post_id", "ids")}"""
