"""What conversations keep about people."""

from django.utils.translation import gettext_lazy as _

from folkmoot.core.inventory import INNER, Held, Topic, Withheld, of, of_my_posts

_SIDES = _("Those who take part.")
_STAYS = _("The others keep what they wrote; of you there is a number left that leads to nobody.")
_EMPTY = """(',' || t.participants || ',') LIKE %(among)s
  AND NOT EXISTS (SELECT 1 FROM conversations_participation p WHERE p.conversation_id = t.id)
  AND NOT EXISTS (SELECT 1 FROM conversations_conversationpost p WHERE p.conversation_id = t.id)"""

TABLES = (
    Held(
        "conversations_conversationpost",
        Topic.POSTS,
        _("Which direct posts belong to one conversation."),
        _("As long as the post is there."),
        _SIDES,
        mine="t.post_id IN (SELECT id FROM post WHERE account_id = %(account)s)",
        exported=("conversation_id", "post_id"),
        erased=(of_my_posts(),),
        with_post="post_id",
    ),
    Held(
        "conversations_participation",
        Topic.POSTS,
        _("In which conversations you take part, and how far you have read them."),
        _("As long as the conversation is there, or until you delete it or your account."),
        _SIDES,
        mine=of("account_id"),
        exported=("conversation_id", "newest_id", "read_id"),
        withheld=(Withheld(INNER, ("account_id",)),),
        erased=(of("account_id"),),
    ),
    Held(
        "conversations_conversation",
        Topic.POSTS,
        _("Who takes part in a conversation, as numbers."),
        _("As long as one of them is a member."),
        _SIDES,
        mine="t.id IN (SELECT conversation_id FROM conversations_participation WHERE account_id = %(account)s)",
        exported=("id", "participants"),
        erased=(
            "t.participants = CAST(%(account)s AS TEXT)",
            _EMPTY,
        ),
        stays=_STAYS,
        staying=("participants",),
    ),
)
