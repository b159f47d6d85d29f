"""What few posts have and each viewer sees in their own way: how a poll stands, what is quoted, reactions."""

from collections.abc import Mapping, Sequence

from folkmoot.posts.hydrate.polls import tallies
from folkmoot.posts.hydrate.quotes import quoted
from folkmoot.posts.hydrate.reactions import reactions
from folkmoot.posts.hydrate.views import Extras, PostView


def extras(viewer: int | None, views: Sequence[PostView]) -> Mapping[int, Extras]:
    """The extras of these posts by post, in a fixed number of statements; posts without any are not named."""
    asked = [view for view in views if view.body.poll]
    quoting = [view for view in views if view.body.quote]
    answered = [view for view in views if view.mark.reactions]
    if not (asked or quoting or answered):
        return {}
    stand, shown, reacted = tallies(viewer, asked), quoted(viewer, quoting), reactions(viewer, answered)
    ids = {view.post_id for view in (*asked, *quoting, *answered)}
    return {i: Extras(stand.get(i), shown.get(i), reacted.get(i, ())) for i in ids}
