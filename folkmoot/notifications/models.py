"""What happened to a member, and how far it was read."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.core.ids import new_id
from folkmoot.posts.models import Post


class Notification(models.Model):
    """``actor`` did something that concerns ``account``."""

    class Kind(models.TextChoices):
        FOLLOW = "follow"
        REQUEST = "request"
        MENTION = "mention"
        REPLY = "reply"
        LIKE = "like"
        BOOST = "boost"
        REACTION = "reaction"
        POLL = "poll"
        EDIT = "edit"
        QUOTE = "quote"
        ASK = "ask"  # somebody asks to quote
        PLAN = "plan"  # a post that was planned could not be published; the actor is the account itself

    id = models.BigIntegerField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind)
    actor = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    post = models.ForeignKey(Post, null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        indexes = (models.Index(fields=["account", "-id"], name="notification_newest"),)
        constraints = (
            models.UniqueConstraint(
                fields=["account", "kind", "actor", "post"], name="notification_once", condition=Q(post__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["account", "kind", "actor"], name="notification_of_account_once", condition=Q(post=None)
            ),
        )


class ReadMark(models.Model):
    """The newest notification that the member has seen."""

    account = models.OneToOneField(Account, primary_key=True, on_delete=models.CASCADE, related_name="+")
    notification_id = models.BigIntegerField(default=0)
    version = models.IntegerField(default=0, db_default=0)  # how often it moved
    moved_at = models.DateTimeField(default=timezone.now)
