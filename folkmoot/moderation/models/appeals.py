"""What is said against a decision, and what somebody else found."""

from django.db import models
from django.db.models import Q

from folkmoot.accounts.models import Account
from folkmoot.core.ids import new_id


class Appeal(models.Model):
    """Somebody asks for a decision to be looked at again: whoever it concerns, or whoever had reported."""

    class By(models.TextChoices):
        AUTHOR = "author"
        NOTIFIER = "notifier"

    class Outcome(models.TextChoices):
        OPEN = ""
        UPHELD = "upheld"
        OVERTURNED = "overturned"
        PARTLY = "partly"

    id = models.BigIntegerField(primary_key=True, default=new_id)
    restriction_id = models.BigIntegerField(null=True)  # null: against a case closed without a decision
    case_id = models.BigIntegerField(null=True)
    report_id = models.BigIntegerField(null=True)  # whose report, when by its notifier
    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE, related_name="+")  # who appeals
    by = models.CharField(max_length=10, choices=By)
    text = models.TextField()
    proof = models.CharField(max_length=64, default="")  # what is left of the words once erased
    due_at = models.DateTimeField()
    reviewer_id = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.OPEN)
    reasons = models.TextField(default="")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["restriction_id", "by"],
                name="appeal_once",
                condition=Q(restriction_id__isnull=False, by="author"),
            ),
            models.UniqueConstraint(
                fields=["report_id"], name="appeal_of_report_once", condition=Q(report_id__isnull=False)
            ),
        )
        indexes = (models.Index(fields=["id"], name="appeal_open", condition=Q(outcome="")),)


class AppealMessage(models.Model):
    """One thing said while an appeal is looked at."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    appeal = models.ForeignKey(Appeal, on_delete=models.CASCADE, related_name="+")
    author_id = models.BigIntegerField(null=True)  # null: a notifier without an account
    by_staff = models.BooleanField()
    text = models.TextField()
    proof = models.CharField(max_length=64, default="")

    class Meta:
        indexes = (models.Index(fields=["appeal", "id"], name="appeal_message_order"),)
