"""What is told of quotes: that one was quoted, and that somebody asks whether they may."""

from folkmoot.core.rows import select
from folkmoot.notifications.tasks.telling import Kind, forget, tell_of_post
from folkmoot.posts.events import QuoteChanged
from folkmoot.posts.visibility import visible_sql
from folkmoot.relations.queries import silencing_sql


def on_quote(event: QuoteChanged) -> None:
    """Tell an author who was quoted or is asked, if they may see the post; what they decided on is no news any more."""
    told = select(_TOLD, {"post": event.post_id})
    kinds = {Kind(kind) for kind, _author, _actor in told}
    for kind in {Kind.QUOTE, Kind.ASK} - kinds:
        forget(post=event.post_id, kind=kind)
    for kind, author_id, actor_id in told:
        tell_of_post(kind, author_id, actor_id, event.post_id)


_TOLD = f"""SELECT CASE WHEN q.state = 'waiting' THEN 'ask' ELSE 'quote' END, t.account_id, p.account_id
  FROM post_quote q JOIN post p ON p.id = q.post_id JOIN post t ON t.id = q.quoted_id
  JOIN accounts_account v ON v.id = t.account_id AND v.domain = ''
  WHERE q.post_id = %(post)s AND q.decided_at IS NULL AND q.state IN ('waiting', 'agreed')
    AND t.deleted_at IS NULL AND t.account_id <> p.account_id
    AND {visible_sql("p", "t.account_id")} AND NOT {silencing_sql("t.account_id", "p.account_id")}"""
