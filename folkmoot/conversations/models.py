"""Direct posts gathered by who takes part."""

from django.db import models

from folkmoot.accounts.models import Account
from folkmoot.core.ids import new_id
from folkmoot.posts.models import Post


class Conversation(models.Model):
    """One set of people; ``participants`` is their sorted ids, joined by commas."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    participants = models.TextField(unique=True)


class ConversationPost(models.Model):
    """``post`` was said in ``conversation``."""

    pk = models.CompositePrimaryKey("conversation_id", "post_id")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+", db_index=False)
    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="+")


class Participation(models.Model):
    """One member's side of a conversation: the newest post and how far it was read."""

    pk = models.CompositePrimaryKey("account_id", "conversation_id")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    newest_id = models.BigIntegerField()
    read_id = models.BigIntegerField(default=0)

    class Meta:
        indexes = (models.Index(fields=["account", "-newest_id"], name="participation_newest"),)
