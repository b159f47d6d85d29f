"""Direct posts are filed under the people who take part."""

from django.db.models import F, QuerySet

from folkmoot.conversations.models import Conversation, ConversationPost, Participation
from folkmoot.core.rows import execute, insert_once, select
from folkmoot.posts.events import PostDeleted, PostPublished
from folkmoot.relations.queries import unheard_sql


def file_post(event: PostPublished) -> None:
    """File a direct post; the author has read it, and to whoever is not to hear of the author it is nothing new.

    What they had put away stays away: they take part anew only where nothing else was said.
    """
    rows = select(_PEOPLE, {"post": event.post_id})
    if not rows:
        return
    author_id = rows[0][0]
    unheard = {account_id for _author, account_id, is_unheard in rows if is_unheard} - {author_id}
    people = sorted({author_id, *(account_id for _author, account_id, _unheard in rows if account_id)})
    conversation = Conversation.objects.get_or_create(participants=",".join(map(str, people)))[0]
    insert_once(ConversationPost, conversation_id=conversation.id, post_id=event.post_id)
    said_before = unheard and _others(conversation.id, event.post_id).exists()
    for account_id in people:
        if account_id in unheard and said_before:
            continue
        if account_id in unheard:
            read = {"newest_id": event.post_id, "read_id": event.post_id}
            insert_once(Participation, account_id=account_id, conversation_id=conversation.id, **read)
            continue
        read_id = event.post_id if account_id == author_id else 0
        values = {"account": account_id, "conversation": conversation.id, "newest": event.post_id, "read": read_id}
        execute(_TAKE_PART, values)


def unfile_post(event: PostDeleted) -> None:
    """Take a deleted post out of its conversation, which goes when nothing is left in it."""
    filed = ConversationPost.objects.filter(post=event.post_id).first()
    if filed is None:
        return
    rest = _others(filed.conversation_id, event.post_id)
    newest = rest.order_by("-post_id").values_list("post_id", flat=True).first()
    sides = Participation.objects.filter(conversation=filed.conversation_id)
    ConversationPost.objects.filter(post=event.post_id).delete()
    if newest is None:
        sides.delete()
    else:
        sides.filter(read_id__gte=F("newest_id")).update(newest_id=newest, read_id=newest)
        sides.filter(read_id__lt=F("newest_id")).update(newest_id=newest)


def _others(conversation_id: int, post_id: int) -> QuerySet[ConversationPost]:
    """What else was said in a conversation."""
    return ConversationPost.objects.filter(conversation=conversation_id).exclude(post=post_id)


_PEOPLE = f"""SELECT p.account_id, m.account_id, {unheard_sql("m.account_id", "p.account_id")}
  FROM post p LEFT JOIN post_audience m ON m.post_id = p.id
  WHERE p.id = %(post)s AND p.scope = 'direct' AND p.deleted_at IS NULL"""
_TAKE_PART = """INSERT INTO conversations_participation (account_id, conversation_id, newest_id, read_id)
  VALUES (%(account)s, %(conversation)s, %(newest)s, %(read)s)
  ON CONFLICT (account_id, conversation_id) DO UPDATE SET
    newest_id = CASE WHEN conversations_participation.newest_id < excluded.newest_id
                THEN excluded.newest_id ELSE conversations_participation.newest_id END,
    read_id = CASE WHEN conversations_participation.read_id < excluded.read_id
              THEN excluded.read_id ELSE conversations_participation.read_id END"""
