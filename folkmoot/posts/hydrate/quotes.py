"""Quoted posts, under the rule: whoever may not see one sees its place only."""

from collections.abc import Sequence

from folkmoot.posts.hydrate.marks import marks_of
from folkmoot.posts.hydrate.plain import plain
from folkmoot.posts.hydrate.views import PostView


def quoted(viewer: int | None, views: Sequence[PostView]) -> dict[int, PostView]:
    """What these posts quote with their authors' consent, by the quoting post, as far as the viewer may see it."""
    wanted = {view.post_id: view.body.quote.quoted_id for view in views if view.body.quote and view.body.quote.agreed}
    found = {view.id: view for view in plain(marks_of(viewer, tuple(wanted.values())))} if wanted else {}
    return {post_id: found[quoted_id] for post_id, quoted_id in wanted.items() if quoted_id in found}
