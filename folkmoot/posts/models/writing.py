"""What is about to become a post, and what posts were before: drafts, schedules, revisions, keys."""

from django.db import models

from folkmoot.accounts.models import Account
from folkmoot.core.ids import new_id
from folkmoot.posts.models.post import Post


class IdempotencyKey(models.Model):
    """Remembers for 24 hours which post a form or program made under this key."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=200)
    post_id = models.BigIntegerField()
    made_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "key"], name="idempotency_once"),)


class Revision(models.Model):
    """A post as it stood before an edit."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False)
    version = models.IntegerField()
    text = models.TextField()
    html = models.TextField()
    warning = models.CharField(max_length=500, default="")
    language = models.CharField(max_length=12, default="")
    hanging = models.JSONField(default=dict)  # pictures and recordings with their descriptions, poll options
    written_at = models.DateTimeField()  # when this version was published

    class Meta:
        constraints = (models.UniqueConstraint(fields=["post", "version"], name="revision_once"),)


class SavedDraft(models.Model):
    """A post that ``account`` has begun, as its form holds it; seen by nobody else."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)
    form = models.JSONField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["account", "-changed_at"], name="draft_by_account"),)


class ScheduledPost(models.Model):
    """A post that is to be published at ``due_at``; ``problem`` says why it was not."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)
    draft = models.JSONField()
    due_at = models.DateTimeField()
    problem = models.TextField(default="")

    class Meta:
        indexes = (
            models.Index(fields=["account", "due_at"], name="scheduled_by_account"),
            models.Index(fields=["due_at"], name="scheduled_due", condition=models.Q(problem="")),
        )


class AutoDelete(models.Model):
    """After how many days an account's posts go by themselves, and which are kept."""

    account = models.OneToOneField(Account, primary_key=True, on_delete=models.CASCADE, related_name="+")
    days = models.IntegerField()
    keep_pinned = models.BooleanField(default=True)
    keep_bookmarked = models.BooleanField(default=True)
    keep_liked = models.BooleanField(default=False)  # those the author likes
    keep_media = models.BooleanField(default=False)
    keep_polls = models.BooleanField(default=False)
    keep_direct = models.BooleanField(default=True)
    least_likes = models.IntegerField(null=True)  # kept from this many on
    least_boosts = models.IntegerField(null=True)
    seen_up_to = models.BigIntegerField(default=0)  # the id up to which posts were looked at in this round
