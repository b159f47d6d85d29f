"""What is told of reactions: that somebody answered with an emoji, however many they chose."""

from folkmoot.notifications.tasks.telling import Kind, forget, tell_author
from folkmoot.posts.events import Reacted, Unreacted
from folkmoot.posts.models import Reaction


def on_reaction(event: Reacted) -> None:
    """Tell an author that somebody reacted to the post."""
    if Reaction.objects.filter(account=event.account_id, post=event.post_id).exists():
        tell_author(Kind.REACTION, event.account_id, event.post_id)


def off_reaction(event: Unreacted) -> None:
    """Reactions that were all taken back are no news any more."""
    if not Reaction.objects.filter(account=event.account_id, post=event.post_id).exists():
        forget(actor=event.account_id, post=event.post_id, kind=Kind.REACTION)
