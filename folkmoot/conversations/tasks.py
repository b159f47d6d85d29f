"""Direct posts are filed under the people who take part."""

from folkmoot.conversations.models import Conversation, ConversationPost, Participation
from folkmoot.core.rows import execute, insert_once, select
from folkmoot.posts.events import PostDeleted, PostPublished


def file_post(event: PostPublished) -> None:
    """File a direct post; the author has read it."""
    rows = select(_PEOPLE, {"post": event.post_id})
    if not rows:
        return
    people = sorted({account_id for row in rows for account_id in row if account_id})
    conversation = Conversation.objects.get_or_create(participants=",".join(map(str, people)))[0]
    insert_once(ConversationPost, conversation_id=conversation.id, post_id=event.post_id)
    for account_id in people:
        read_id = event.post_id if account_id == rows[0][0] else 0
        values = {"account": account_id, "conversation": conversation.id, "newest": event.post_id, "read": read_id}
        execute(_TAKE_PART, values)


def unfile_post(event: PostDeleted) -> None:
    """Take a deleted post out of its conversation, which goes when nothing is left in it."""
    filed = ConversationPost.objects.filter(post=event.post_id).first()
    if filed is None:
        return
    rest = ConversationPost.objects.filter(conversation=filed.conversation_id).exclude(post=event.post_id)
    newest = rest.order_by("-post_id").values_list("post_id", flat=True).first()
    sides = Participation.objects.filter(conversation=filed.conversation_id)
    ConversationPost.objects.filter(post=event.post_id).delete()
    if newest is None:
        sides.delete()
    else:
        sides.update(newest_id=newest)


_PEOPLE = """SELECT p.account_id, m.account_id FROM post p LEFT JOIN post_audience m ON m.post_id = p.id
  WHERE p.id = %(post)s AND p.scope = 'direct' AND p.deleted_at IS NULL"""
_TAKE_PART = """INSERT INTO conversations_participation (account_id, conversation_id, newest_id, read_id)
  VALUES (%(account)s, %(conversation)s, %(newest)s, %(read)s)
  ON CONFLICT (account_id, conversation_id) DO UPDATE SET
    newest_id = CASE WHEN conversations_participation.newest_id < excluded.newest_id
                THEN excluded.newest_id ELSE conversations_participation.newest_id END,
    read_id = CASE WHEN conversations_participation.read_id < excluded.read_id
              THEN excluded.read_id ELSE conversations_participation.read_id END"""
