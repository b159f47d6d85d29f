"""To hear no more of a thread, and to listen again; nobody is told."""

from django.db import transaction

from folkmoot.accounts.models import Account
from folkmoot.core.rows import insert_once
from folkmoot.posts.models import Post, ThreadMute
from folkmoot.posts.queries import MUTING_THREADS, get_post


def mute_thread(actor: Account, post_id: int) -> None:
    """Hear no more of the thread that a post stands in."""
    with transaction.atomic():
        thread = get_post(actor.id, post_id).body.thread_id
        insert_once(ThreadMute, account_id=actor.id, thread_id=thread)
        MUTING_THREADS.note(actor.id)


def unmute_thread(actor: Account, post_id: int) -> None:
    """Hear of the thread of a post again, even where one may not see the post any more."""
    threads = Post.objects.filter(id=post_id).values("thread_id")
    ThreadMute.objects.filter(account=actor, thread_id__in=threads).delete()
