"""Direct posts are filed under the people who take part."""

from folkmoot.conversations.models import Conversation, ConversationPost, Participation
from folkmoot.core.rows import execute, insert_once
from folkmoot.posts.events import PostDeleted, PostPublished
from folkmoot.posts.models import Audience, Post, Scope


def file_post(event: PostPublished) -> None:
    """File a direct post; the author has read it."""
    post = Post.objects.filter(id=event.post_id, scope=Scope.DIRECT, deleted_at=None).first()
    if post is None:
        return
    audience = Audience.objects.filter(post=post).values_list("account_id", flat=True)
    people = sorted({post.account_id, *audience})
    conversation = Conversation.objects.get_or_create(participants=",".join(map(str, people)))[0]
    insert_once(ConversationPost, conversation_id=conversation.id, post_id=post.id)
    for account_id in people:
        read_id = post.id if account_id == post.account_id else 0
        values = {"account": account_id, "conversation": conversation.id, "newest": post.id, "read": read_id}
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


_TAKE_PART = """INSERT INTO conversations_participation (account_id, conversation_id, newest_id, read_id)
  VALUES (%(account)s, %(conversation)s, %(newest)s, %(read)s)
  ON CONFLICT (account_id, conversation_id) DO UPDATE SET
    newest_id = CASE WHEN conversations_participation.newest_id < excluded.newest_id
                THEN excluded.newest_id ELSE conversations_participation.newest_id END,
    read_id = CASE WHEN conversations_participation.read_id < excluded.read_id
              THEN excluded.read_id ELSE conversations_participation.read_id END"""
