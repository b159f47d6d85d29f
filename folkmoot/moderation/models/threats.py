"""What is passed on to the police because somebody may be in danger."""

from django.db import models
from django.db.models import Q

from folkmoot.core.ids import new_id
from folkmoot.moderation.models.cases import Case


class ThreatReferral(models.Model):
    """A case in which a life may be in danger: to whom that is told, in what words, and whether it was."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", db_index=False)
    country = models.CharField(max_length=2)  # ISO 3166; of the person in danger, as far as anybody knows
    text = models.TextField()
    proof = models.CharField(max_length=64, default="", db_default="")  # what is left of the words once erased
    opened_by = models.BigIntegerField()
    reminded_at = models.DateTimeField()  # when staff were last told that it is not sent yet
    sent_at = models.DateTimeField(null=True)
    sent_by = models.BigIntegerField(null=True)
    sent_how = models.CharField(max_length=500, default="", db_default="")  # to whom, and under which number
    dropped_at = models.DateTimeField(null=True)  # it was a mistake, and nothing was sent

    class Meta:
        indexes = (
            models.Index(fields=["case", "-id"], name="referral_of_case"),
            models.Index(
                fields=["reminded_at"], name="referral_unsent", condition=Q(sent_at__isnull=True, dropped_at=None)
            ),
        )
