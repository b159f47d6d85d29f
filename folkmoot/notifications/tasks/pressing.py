"""What is told of likes and boosts."""

from folkmoot.core.rows import there_is
from folkmoot.notifications.tasks.telling import Kind, forget, tell_author
from folkmoot.posts.events import Boosted, Liked, Unboosted, Unliked
from folkmoot.posts.models import Like, Post


def on_like(event: Liked) -> None:
    """Tell an author that somebody likes the post."""
    if there_is(Like, account_id=event.account_id, post_id=event.post_id):
        tell_author(Kind.LIKE, event.account_id, event.post_id)


def on_boost(event: Boosted) -> None:
    """Tell an author that somebody passed the post on."""
    boost = Post.objects.filter(id=event.boost_id, deleted_at=None).first()
    if boost and boost.boost_of_id:
        tell_author(Kind.BOOST, boost.account_id, boost.boost_of_id)


def off_like(event: Unliked) -> None:
    """A like that was taken back is no news any more."""
    if not Like.objects.filter(account=event.account_id, post=event.post_id).exists():
        forget(actor=event.account_id, post=event.post_id, kind=Kind.LIKE)


def off_boost(event: Unboosted) -> None:
    """A boost that was taken back is no news any more."""
    boost = Post.objects.get(id=event.boost_id)
    if not Post.objects.filter(account=boost.account_id, boost_of=boost.boost_of_id, deleted_at=None).exists():
        forget(actor=boost.account_id, post=boost.boost_of_id, kind=Kind.BOOST)
