"""What few posts have and each viewer sees in their own way: how a poll stands, what is quoted, reactions."""

from collections.abc import Mapping, Sequence

from folkmoot.posts.hydrate.polls import tallies
from folkmoot.posts.hydrate.quotes import following, quoted
from folkmoot.posts.hydrate.reactions import reactions
from folkmoot.posts.hydrate.views import Extras, PostView
from folkmoot.posts.interaction import may_reply_each


def extras(viewer: int | None, views: Sequence[PostView]) -> Mapping[int, Extras]:
    """The extras of these posts by post, in a fixed number of statements; posts without any are not named."""
    asked = [view for view in views if view.body.poll]
    quoting = [view for view in views if view.body.quote]
    answered = [view for view in views if view.mark.reactions]
    guarded = [view for view in views if view.body.reply_policy != "everyone"]
    limited = [view for view in views if view.body.quote_policy == "followers"]
    if not (asked or quoting or answered or guarded or limited):
        return {}
    stand, shown, reacted = tallies(viewer, asked), quoted(viewer, quoting), reactions(viewer, answered)
    closed, trusted = _closed(viewer, guarded), following(viewer, limited)
    ids = {view.post_id for view in (*asked, *quoting, *answered)} | closed | trusted
    return {
        i: Extras(stand.get(i), shown.get(i), reacted.get(i, ()), closed=i in closed, follows=i in trusted) for i in ids
    }


def _closed(viewer: int | None, guarded: Sequence[PostView]) -> set[int]:
    """Those that the viewer may not answer."""
    may = may_reply_each(viewer, [view.body for view in guarded])
    return {view.post_id for view, open_to_them in zip(guarded, may, strict=True) if not open_to_them}
