"""What the filters of a member say of a post that they are told of."""

from collections.abc import Iterator

from folkmoot.posts.hydrate import Hit, PostView


def hides(post: PostView | None) -> bool:
    """Whether a filter leaves all that is about the post out of what its member is told."""
    return any(hit.action == "hide" for hit in _here(post))


def folds(post: PostView | None) -> bool:
    """Whether a filter keeps the words of the post from what its member is told."""
    return any(True for _hit in _here(post))


def _here(post: PostView | None) -> Iterator[Hit]:
    return (hit for hit in (post.extras.hits if post else ()) if "notifications" in hit.contexts)
