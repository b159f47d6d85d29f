"""What the filters of a member say of a post that they are told of."""

from folkmoot.posts.hydrate import PostView, hits_in

_PLACE = "notifications"


def hides(post: PostView | None) -> bool:
    """Whether a filter leaves all that is about the post out of what its member is told."""
    return post is not None and any(hit.action == "hide" for hit in hits_in(post, _PLACE))


def folds(post: PostView | None) -> bool:
    """Whether a filter keeps the words of the post from what its member is told."""
    return post is not None and any(True for _hit in hits_in(post, _PLACE))
