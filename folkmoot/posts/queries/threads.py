"""Threads: a post between what it answers and what answers it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from folkmoot.core.cursors import Page
from folkmoot.core.errors import NotFound
from folkmoot.core.rows import select
from folkmoot.posts.hydrate import Mark, PostView, dress, marks_of
from folkmoot.posts.queries.reading import Feed, read_marks

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


class Around(NamedTuple):
    """What stands around a post in its thread, as far as the viewer may see it, for doors that keep rendered bodies."""

    ancestors: list[Mark]
    replies: list[Mark]


def thread(viewer: int | None, post_id: int) -> Thread:
    """A post with what it answers and its answers; what the viewer may not see leaves a gap only where it is needed."""
    tree = _tree(viewer, post_id)
    seen = {view.id: view for view in dress(viewer, list(tree.marks.values()))}
    if tree.start not in seen:
        raise NotFound
    branches = [Branch(depth, seen.get(step) or Gap(step)) for depth, step in tree.below()]
    return Thread(
        ancestors=tuple(seen.get(step) or Gap(step) for step in tree.above()),
        post=seen[tree.start],
        replies=tuple(_without_bare_gaps(branches)),
    )


def around(viewer: int | None, post_id: int) -> Around:
    """What a post answers and what answers it, as marks; of what the viewer may not see there is nothing."""
    tree = _tree(viewer, post_id)
    marks = tree.marks
    above = [marks[step] for step in tree.above() if step in marks]
    return Around(above, [marks[step] for _, step in tree.below() if step in marks])


class _Tree(NamedTuple):
    """Which post of a thread answers which, and the marks of those that the viewer may see."""

    start: int
    parents: Mapping[int, int | None]
    marks: Mapping[int, Mark]

    def above(self) -> list[int]:
        """What the start answers, from the root down."""
        chain = []
        step = self.parents[self.start]
        while step is not None:
            chain.append(step)
            step = self.parents.get(step)
        return chain[::-1]

    def below(self) -> list[tuple[int, int]]:
        """What answers the start, each branch to its end before the next, and how deep each stands."""
        children: dict[int, list[int]] = {}
        for child, parent in self.parents.items():
            if parent is not None:
                children.setdefault(parent, []).append(child)
        found: list[tuple[int, int]] = []
        waiting = [(0, child) for child in reversed(children.get(self.start, ()))]
        while waiting:
            depth, step = place = waiting.pop()
            found.append(place)
            if step in children:
                waiting.extend((depth + 1, child) for child in reversed(children[step]))
        return found


def _tree(viewer: int | None, post_id: int) -> _Tree:
    own = marks_of(viewer, [post_id])
    if not own:
        raise NotFound
    start = own[0].target_id
    thread_id, parent = select(_PLACE, {"post": start})[0]
    parents = dict(select(_THREAD, {"thread": thread_id, "most": THREAD_MOST})) | {start: parent}
    found = read_marks(viewer, THREAD, Page(limit=THREAD_MOST, min_id=0), {"thread": thread_id}).items
    marks = {mark.id: mark for mark in found}
    if start not in marks:  # it stands behind the last that is shown, or what was asked for is a boost
        marks |= {mark.id: mark for mark in marks_of(viewer, [start])}
    return _Tree(start, parents, marks)


_PLACE = "SELECT thread_id, reply_to_id FROM post WHERE id = %(post)s"
_THREAD = """SELECT id, reply_to_id FROM post WHERE thread_id = %(thread)s AND boost_of_id IS NULL
  ORDER BY id LIMIT %(most)s"""


def _without_bare_gaps(branches: list[Branch]) -> list[Branch]:
    """Drop the gaps that nothing visible hangs below."""
    kept: list[Branch] = []
    last = 0  # the depth of what was kept last: one deeper than a gap only when it hangs below that gap
    for branch in reversed(branches):
        if isinstance(branch.post, PostView) or last == branch.depth + 1:
            kept.append(branch)
            last = branch.depth
    return kept[::-1]
