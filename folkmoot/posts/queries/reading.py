"""Reading one post, and one page of any list of posts."""

from dataclasses import dataclass
from functools import cache

from folkmoot.core.cursors import Page, Slice
from folkmoot.core.errors import NotFound
from folkmoot.core.rows import Parameters
from folkmoot.posts import hydrate
from folkmoot.posts.hydrate import Mark, PostView
from folkmoot.posts.visibility import Sight, sight


@dataclass(frozen=True)
class Feed:
    """Where a list of posts comes from: tables with the post as ``p``, a condition, and what its pages are cut by."""

    source: str
    where: str
    cursor: str


def get_post(viewer: int | None, post_id: int) -> PostView:
    """One post, if the viewer may see it."""
    found = hydrate.posts(viewer, [post_id])
    if not found:
        raise NotFound
    return found[0]


def read(viewer: int | None, feed: Feed, page: Page, parameters: Parameters) -> Slice[PostView]:
    """One page of a feed, newest first."""
    cut = read_marks(viewer, feed, page, parameters)
    return cut.filled(hydrate.dress(viewer, cut.items))


def read_marks(viewer: int | None, feed: Feed, page: Page, parameters: Parameters) -> Slice[Mark]:
    """One page of a feed as marks only: the one statement behind every list of posts."""
    text = _page_text(sight(viewer), feed, page.ascending)
    bounds = {"above": page.above, "below": page.below, "limit": page.limit + 1}
    return Slice.cut(hydrate.marks(text, {"viewer": viewer, **parameters, **bounds}), page, lambda mark: mark.cursor)


@cache
def _page_text(seen_by: Sight, feed: Feed, ascending: bool) -> str:  # noqa: FBT001 - the two directions of one text
    bounds = f"{feed.cursor} > %(above)s AND {feed.cursor} < %(below)s"
    text = hydrate.marks_sql(seen_by, feed.source, feed.cursor, f"{feed.where} AND {bounds}")
    return f"{text} ORDER BY {feed.cursor} {'ASC' if ascending else 'DESC'} LIMIT %(limit)s"
