"""Threads: a post between what it answers and what answers it."""

from collections.abc import Mapping
from dataclasses import dataclass

from folkmoot.core.cursors import Page
from folkmoot.core.rows import select
from folkmoot.posts.hydrate import PostView
from folkmoot.posts.queries.reading import Feed, get_post, read

THREAD_MOST = 1_000  # posts of a thread that are shown
THREAD = Feed("post p", "p.thread_id = %(thread)s AND p.boost_of_id IS NULL", "p.id")


@dataclass(frozen=True)
class Gap:
    """The place of a post that the viewer may not see, or that is gone."""

    id: int


@dataclass(frozen=True)
class Branch:
    """One answer in a thread and how deep it stands."""

    depth: int
    post: PostView | Gap


@dataclass(frozen=True)
class Thread:
    """A post between what it answers and what answers it."""

    ancestors: tuple[PostView | Gap, ...]
    post: PostView
    replies: tuple[Branch, ...]


def thread(viewer: int | None, post_id: int) -> Thread:
    """A post with what it answers and its answers; what the viewer may not see leaves a gap only where it is needed."""
    post = get_post(viewer, post_id)
    rows = select(_THREAD, {"thread": post.body.thread_id, "most": THREAD_MOST})
    parents = {row[0]: row[1] for row in rows} | {post.post_id: post.body.reply_to_id}
    seen = {
        view.id: view
        for view in read(viewer, THREAD, Page(limit=THREAD_MOST, min_id=0), {"thread": post.body.thread_id}).items
    }
    seen[post.post_id] = post
    return Thread(
        ancestors=_ancestors(post.post_id, parents, seen),
        post=post,
        replies=tuple(_replies(post.post_id, parents, seen)),
    )


_THREAD = """SELECT id, reply_to_id FROM post WHERE thread_id = %(thread)s AND boost_of_id IS NULL
  ORDER BY id LIMIT %(most)s"""


def _ancestors(
    start: int, parents: Mapping[int, int | None], seen: Mapping[int, PostView]
) -> tuple[PostView | Gap, ...]:
    chain: list[PostView | Gap] = []
    step = parents[start]
    while step is not None:
        chain.append(seen.get(step) or Gap(step))
        step = parents.get(step)
    return tuple(reversed(chain))


def _replies(start: int, parents: Mapping[int, int | None], seen: Mapping[int, PostView]) -> list[Branch]:
    children: dict[int, list[int]] = {}
    for child, parent in parents.items():
        if parent is not None:
            children.setdefault(parent, []).append(child)
    found: list[Branch] = []
    waiting = [(child, 0) for child in reversed(children.get(start, []))]
    while waiting:
        step, depth = waiting.pop()
        found.append(Branch(depth, seen.get(step) or Gap(step)))
        waiting.extend((child, depth + 1) for child in reversed(children.get(step, [])))
    return _without_bare_gaps(found)


def _without_bare_gaps(branches: list[Branch]) -> list[Branch]:
    """Drop the gaps that nothing visible hangs below."""
    kept: list[Branch] = []
    last = 0  # the depth of what was kept last: one deeper than a gap only when it hangs below that gap
    for branch in reversed(branches):
        if isinstance(branch.post, PostView) or last == branch.depth + 1:
            kept.append(branch)
            last = branch.depth
    return kept[::-1]
