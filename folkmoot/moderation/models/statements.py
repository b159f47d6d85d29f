"""Why it was decided so: what whoever is concerned reads, and what the public database of the DSA wants."""

from django.db import models

from folkmoot.core.ids import new_id
from folkmoot.moderation.models.decisions import Restriction


class Statement(models.Model):
    """The statement of reasons of one decision (DSA Art. 17); written in the same transaction as the decision."""

    class Export(models.TextChoices):
        NOT_DUE = "not_due"
        READY = "ready"
        SENT = "sent"
        ERROR = "error"

    id = models.BigIntegerField(primary_key=True, default=new_id)
    restriction = models.OneToOneField(Restriction, on_delete=models.CASCADE, related_name="+")
    account_id = models.BigIntegerField()  # whom it is for
    puid = models.CharField(max_length=64, unique=True)  # never reused, says nothing
    text = models.TextField()  # what the member reads, in the language below
    proof = models.CharField(max_length=64, default="")  # what is left of the words once erased
    language = models.CharField(max_length=12)
    fields = models.JSONField()  # as the database of the DSA names them; nothing personal in it
    delivered_at = models.DateTimeField()
    delivered_via = models.CharField(max_length=20)  # page, mail
    export_state = models.CharField(max_length=10, choices=Export, default=Export.NOT_DUE)

    class Meta:
        indexes = (models.Index(fields=["account_id", "-id"], name="statement_of_account"),)
