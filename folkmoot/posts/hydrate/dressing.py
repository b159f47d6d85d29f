"""Posts as one viewer sees them, with all that there is to see."""

from collections.abc import Sequence
from dataclasses import replace

from folkmoot.posts.hydrate.extras import extras
from folkmoot.posts.hydrate.marks import marks_of
from folkmoot.posts.hydrate.plain import plain
from folkmoot.posts.hydrate.views import Mark, PostView
from folkmoot.posts.hydrate.wishes import wished


def posts(viewer: int | None, ids: Sequence[int]) -> list[PostView]:
    """The posts of these ids that the viewer may see, in the order asked for."""
    found = {view.id: view for view in dress(viewer, marks_of(viewer, ids))}
    return [found[i] for i in ids if i in found]


def dress(viewer: int | None, marks: Sequence[Mark]) -> list[PostView]:
    """Marks with their bodies, and with the extras of those posts that have any."""
    views = plain(marks)
    more = wished(viewer, views, extras(viewer, views))
    if not more:
        return views
    return [replace(view, extras=more[view.post_id]) if view.post_id in more else view for view in views]
