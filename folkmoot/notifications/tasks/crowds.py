"""What many are told at once: a poll has ended, a post was edited, or is new. A batch at a time, each person once."""

from datetime import datetime

from folkmoot.core.events import publish
from folkmoot.core.ids import id_at
from folkmoot.core.rows import select
from folkmoot.notifications.events import TellingContinues
from folkmoot.notifications.models import Notification
from folkmoot.notifications.tasks.publishing import tell_concerned
from folkmoot.notifications.tasks.ringing import ring
from folkmoot.notifications.tasks.telling import Kind, forget
from folkmoot.posts.events import PollEnded, PostEdited, PostPublished
from folkmoot.posts.models import Mention, Post
from folkmoot.posts.queries import thread_muted_sql
from folkmoot.posts.visibility import visible_sql
from folkmoot.relations.queries import silencing_sql, telling_sql, wanted_at_home_sql

AT_ONCE = 500  # people


def on_poll_ended(event: PollEnded) -> None:
    """Tell whoever asked, and all who voted and may still see the poll, how it has ended."""
    _tell(Kind.POLL, event.post_id)


def on_post_of_followed(event: PostPublished) -> None:
    """Tell those who wished to be told of each new post of somebody they follow, unless it names or answers them."""
    _tell(Kind.POST, event.post_id)


def on_edit(event: PostEdited) -> None:
    """Tell those who boosted or answered a post that it says something else now, and whom it names now."""
    edited_at = Post.objects.filter(id=event.post_id).values_list("edited_at", flat=True).first()
    if edited_at is None:
        return
    _forget_older(event.post_id, edited_at)
    named = Mention.objects.filter(post=event.post_id).values("account")
    Notification.objects.filter(kind=Kind.MENTION, post=event.post_id).exclude(account__in=named).delete()
    tell_concerned(event.post_id)
    _tell(Kind.EDIT, event.post_id)


def continue_telling(event: TellingContinues) -> None:
    """Tell the next of those who are concerned."""
    _tell(Kind(event.kind), event.post_id)


def _forget_older(post_id: int, edited_at: datetime) -> None:
    """What was told of an earlier edit makes room for the newest."""
    forget(kind=Kind.EDIT, post=post_id, id__lt=id_at(edited_at))


def _tell(kind: Kind, post_id: int) -> None:
    rows = select(_STATEMENTS[kind], {"post": post_id, "kind": str(kind), "most": AT_ONCE})
    told = [Notification(account_id=v, kind=kind, actor_id=author, post_id=post_id) for v, author in rows]
    Notification.objects.bulk_create(told, ignore_conflicts=True)
    ring([row[0] for row in rows], kind)
    if len(rows) == AT_ONCE:
        publish(TellingContinues(str(kind), post_id))


def _statement(concerned: str) -> str:
    return f"""SELECT v.id, p.account_id FROM post p JOIN accounts_account v ON v.domain = ''
      WHERE p.id = %(post)s AND {concerned}
        AND {visible_sql("p", "v.id")} AND NOT {silencing_sql("v.id", "p.account_id")}
        AND NOT {thread_muted_sql("v.id", "p")}
        AND NOT EXISTS (SELECT 1 FROM notifications_notification n WHERE n.account_id = v.id AND n.kind = %(kind)s
          AND n.actor_id = p.account_id AND n.post_id = p.id)
      ORDER BY v.id LIMIT %(most)s"""


_STATEMENTS = {
    Kind.POLL: _statement(
        "(v.id = p.account_id OR v.id IN (SELECT b.account_id FROM post_ballot b WHERE b.post_id = p.id))"
    ),
    Kind.EDIT: _statement(
        """v.id <> p.account_id AND v.id IN (SELECT o.account_id FROM post o
          WHERE o.boost_of_id = p.id AND o.deleted_at IS NULL
          UNION SELECT o.account_id FROM post o WHERE o.reply_to_id = p.id AND o.deleted_at IS NULL)"""
    ),
    Kind.POST: _statement(
        f"""p.scope <> 'direct' AND (p.reply_to_id IS NULL OR p.reply_to_account_id = p.account_id)
          AND v.id IN (SELECT f.follower_id FROM relations_follow f
            WHERE f.followed_id = p.account_id AND {telling_sql("f")} AND {wanted_at_home_sql("f", "p")})
          AND NOT EXISTS (SELECT 1 FROM notifications_notification m WHERE m.account_id = v.id AND m.post_id = p.id)"""
    ),
}
