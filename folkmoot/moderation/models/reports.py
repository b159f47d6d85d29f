"""What members and anybody else say is not right, frozen as it stood."""

from django.db import models
from django.db.models import Q, Value

from folkmoot.accounts.models import Account
from folkmoot.core.ids import new_id
from folkmoot.moderation.models.cases import Case


class Report(models.Model):
    """Somebody says that something here is not right: a member, or anybody by a notice without an account."""

    class Kind(models.TextChoices):
        FLAG = "user_flag"
        NOTICE = "art16_notice"

    class Outcome(models.TextChoices):
        OPEN = ""
        DISMISSED = "dismissed"
        ACTED = "acted"

    id = models.BigIntegerField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.FLAG, db_default=Kind.FLAG)
    case = models.ForeignKey(Case, null=True, on_delete=models.SET_NULL, related_name="+")
    reporter = models.ForeignKey(Account, null=True, on_delete=models.CASCADE, related_name="+")  # null: a notice
    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE, related_name="+")  # about whom
    category = models.CharField(max_length=30, default="other", db_default="other")
    rules = models.JSONField(  # the ids of the community's rules that it names
        default=list, db_default=Value([], models.JSONField())
    )
    comment = models.TextField(default="")
    proof = models.CharField(max_length=64, default="", db_default="")  # what is left of the words once erased
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.OPEN)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.BigIntegerField(null=True)
    notifier_name = models.TextField(default="", db_default="")  # of a notice; sealed, like the address
    notifier_email = models.TextField(default="", db_default="")
    code = models.CharField(max_length=64, default="", db_default="")  # keyed digest of the tracking code of a notice
    language = models.CharField(max_length=12, default="", db_default="")  # in which a notifier is written to
    told_at = models.DateTimeField(null=True)  # when whoever reported was told what became of it

    class Meta:
        indexes = (
            models.Index(fields=["-id"], name="report_open", condition=Q(outcome="")),
            models.Index(fields=["code"], name="report_by_code", condition=~Q(code="")),
        )


class ReportItem(models.Model):
    """One thing that a report is about, as it stood."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=10)  # post, account, or other: an address that leads to nothing known
    object_id = models.BigIntegerField(null=True)
    url = models.CharField(max_length=2048, default="")
    snapshot = models.JSONField(default=dict)  # the words, the warning, the files with their descriptions
    proof = models.CharField(max_length=64, default="")  # what is left of the words once erased

    class Meta:
        indexes = (
            models.Index(fields=["kind", "object_id"], name="report_item_object"),
            models.Index(fields=["report"], name="report_item_report"),
        )
