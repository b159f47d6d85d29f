"""Home feeds as stored (hints about what to show; reading applies the rule again), and how far they were read."""

from django.db import models
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.posts.models import Post


class HomeEntry(models.Model):
    """``post`` belongs into the home feed of ``account``."""

    pk = models.CompositePrimaryKey("account_id", "post_id")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")

    class Meta:
        db_table = "home_entry"


class HomeMark(models.Model):
    """How far the member has read the home feed, as programs say; the post itself may be gone."""

    account = models.OneToOneField(Account, primary_key=True, on_delete=models.CASCADE, related_name="+")
    post_id = models.BigIntegerField()
    version = models.IntegerField(default=0)  # how often it moved
    moved_at = models.DateTimeField(default=timezone.now)
