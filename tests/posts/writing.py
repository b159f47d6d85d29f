"""Short words for what the tests of posts do all the time."""

from folkmoot.accounts.models import Account
from folkmoot.core.cursors import Page
from folkmoot.core.ids import new_id
from folkmoot.posts.actions import Draft, publish_post
from folkmoot.posts.models import Audience, Post

PAGE = Page(limit=20)


def say(actor: Account, text: str = "Hello", scope: str = "public", **more: object) -> int:
    """Publish a post the way every door does."""
    return publish_post(actor, Draft(text=text, scope=scope, **more))


def lay(author: Account, scope: str, *named: Account, **columns: object) -> int:
    """Put a post into the table in a state that no door makes yet (lists, groups, held posts)."""
    post_id = new_id()
    Post.objects.create(id=post_id, account=author, scope=scope, text="Laid", html="Laid", thread_id=post_id, **columns)
    Audience.objects.bulk_create([Audience(post_id=post_id, account=account) for account in named])
    return post_id
