"""What is told of posts that are published and taken back."""

from folkmoot.core.rows import select
from folkmoot.notifications.tasks.telling import forget, tell_of_post
from folkmoot.posts.events import PostDeleted, PostPublished
from folkmoot.posts.queries import thread_muted_sql
from folkmoot.posts.visibility import visible_sql
from folkmoot.relations.queries import silencing_sql


def on_post(event: PostPublished) -> None:
    """Tell whom a post answers, and whom it names, if they may see it."""
    tell_concerned(event.post_id)


def off_post(event: PostDeleted) -> None:
    """Nothing is left to say about a deleted post."""
    forget(post=event.post_id)


def tell_concerned(post_id: int) -> None:
    """Tell, once each, whom a post answers and whom it names, if they may see it."""
    for account_id, kind, actor_id in select(_CONCERNED, {"post": post_id}):
        tell_of_post(kind, account_id, actor_id, post_id)


_CONCERNED = f"""SELECT v.id, CASE WHEN v.id = p.reply_to_account_id THEN 'reply' ELSE 'mention' END, p.account_id
  FROM post p JOIN accounts_account v ON v.id <> p.account_id AND v.domain = ''
  WHERE p.id = %(post)s AND (v.id = p.reply_to_account_id
      OR v.id IN (SELECT m.account_id FROM post_mention m WHERE m.post_id = p.id))
    AND {visible_sql("p", "v.id")} AND NOT {silencing_sql("v.id", "p.account_id")}
    AND NOT {thread_muted_sql("v.id", "p")}"""
