"""Reports by members, and the restrictions that answer them."""

from django.db import models
from django.db.models import Q

from folkmoot.accounts.models import Account
from folkmoot.core.ids import new_id


class Report(models.Model):
    """A member says that something here is not right."""

    class Outcome(models.TextChoices):
        OPEN = ""
        DISMISSED = "dismissed"
        ACTED = "acted"

    id = models.BigIntegerField(primary_key=True, default=new_id)
    reporter = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    post_id = models.BigIntegerField(null=True)
    snapshot = models.TextField(default="")  # the post's text as it stood when it was reported
    comment = models.TextField(default="")
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.OPEN)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["reporter", "account"],
                name="report_account_once",
                condition=Q(outcome="", post_id__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["reporter", "account", "post_id"],
                name="report_post_once",
                condition=Q(outcome="", post_id__isnull=False),
            ),
        )
        indexes = (models.Index(fields=["-id"], name="report_open", condition=Q(outcome="")),)


class Restriction(models.Model):
    """One decision that limits a post or an account; several compose, the columns they feed are their OR."""

    class Kind(models.TextChoices):
        POST = "post"
        ACCOUNT = "account"

    class Action(models.TextChoices):
        REMOVE = "remove"
        SUSPEND = "suspend"

    id = models.BigIntegerField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=10, choices=Kind)
    object_id = models.BigIntegerField()
    action = models.CharField(max_length=10, choices=Action)
    reason = models.TextField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)  # when it is to end by itself; null: when somebody lifts it
    decided_by = models.BigIntegerField()
    ended_at = models.DateTimeField(null=True)  # null: it is running
    ended_by = models.BigIntegerField(null=True)  # null: its time had come

    class Meta:
        indexes = (
            models.Index(fields=["kind", "object_id"], name="restriction_object"),
            models.Index(fields=["-id"], name="restriction_running", condition=Q(ended_at=None)),
        )
