"""What members were told of their own years."""

from django.db import models

from folkmoot.accounts.models import Account
from folkmoot.core.ids import new_id


class YearReport(models.Model):
    """What ``account`` wrote in a year, in figures, for its own eyes; without figures it is being put together."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)
    year = models.SmallIntegerField()
    figures = models.JSONField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "year"], name="year_report_once"),)
