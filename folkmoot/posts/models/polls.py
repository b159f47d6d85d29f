"""Polls: what was asked, what was chosen, and by whom."""

from django.db import models

from folkmoot.accounts.models import Account
from folkmoot.core.ids import new_id
from folkmoot.posts.models.post import Post


class Poll(models.Model):
    """The question that a post asks; what was chosen is hidden until one has voted or it has ended."""

    post = models.OneToOneField(Post, primary_key=True, on_delete=models.CASCADE, related_name="+")
    multiple = models.BooleanField()
    ends_at = models.DateTimeField()
    voters = models.IntegerField(default=0)
    closed_at = models.DateTimeField(null=True)  # when the end was told

    class Meta:
        db_table = "post_poll"
        indexes = (models.Index(fields=["ends_at"], name="poll_open", condition=models.Q(closed_at=None)),)


class PollOption(models.Model):
    """One of the answers of a poll."""

    pk = models.CompositePrimaryKey("post_id", "position")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False)
    position = models.SmallIntegerField()
    title = models.CharField(max_length=100)
    votes = models.IntegerField(default=0)

    class Meta:
        db_table = "post_poll_option"


class Ballot(models.Model):
    """``account`` has voted in the poll of ``post``: once, whatever it chose."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False)
    choices = models.JSONField()  # positions

    class Meta:
        db_table = "post_ballot"
        constraints = (models.UniqueConstraint(fields=["post", "account"], name="ballot_once"),)
