"""Answering a post with an emoji, beside likes."""

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.core.emoji import one_emoji
from folkmoot.core.errors import NotAllowed
from folkmoot.core.events import publish
from folkmoot.core.rows import Change, count, insert_once, select
from folkmoot.instance.queries import chosen_emoji
from folkmoot.posts.events import Reacted, Unreacted
from folkmoot.posts.models import Counters, Reaction
from folkmoot.posts.queries import get_post

OWN_MOST = 10  # different emoji of one account under one post
POST_MOST = 50  # different emoji under one post


def react(actor: Account, post_id: int, emoji: str) -> None:
    """Answer a post that one may see with an emoji, or with one of the community's own, ``:name:``; each once."""
    chosen = chosen_emoji(emoji)
    with transaction.atomic():
        target = get_post(actor.id, post_id).post_id
        if insert_once(Reaction, account_id=actor.id, post_id=target, emoji=chosen):
            count(Counters, target, Change("reactions", 1))
            _require_room(actor.id, target)  # behind the counters' row, where everybody waits for everybody
            publish(Reacted(actor.id, target))


def unreact(actor: Account, post_id: int, emoji: str) -> None:
    """Take an emoji back; also one that the community offers no more."""
    written = emoji if emoji.startswith(":") else one_emoji(emoji)
    with transaction.atomic():
        if Reaction.objects.filter(account=actor, post_id=post_id, emoji=written).delete()[0]:
            count(Counters, post_id, Change("reactions", -1))
            publish(Unreacted(actor.id, post_id))


def _require_room(account_id: int, post_id: int) -> None:
    own, every = select(_COUNTED, {"post": post_id, "account": account_id})[0]
    if own > OWN_MOST:
        raise NotAllowed(_("You can answer a post with ten different emoji. Take one back first."))
    if every > POST_MOST:
        raise NotAllowed(_("There are fifty different emoji under this post already. Choose one of those."))


_COUNTED = """SELECT COUNT(CASE WHEN account_id = %(account)s THEN 1 END), COUNT(DISTINCT emoji)
  FROM posts_reaction WHERE post_id = %(post)s"""
