"""What staff and operators did: append-only, each entry chained to the one before."""

from django.db import models


class Entry(models.Model):
    """One act of staff; ids only, so that erasing a person leaves the chain whole."""

    seq = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)  # null: the command line
    verb = models.CharField(max_length=60)
    object_type = models.CharField(max_length=30)
    object_id = models.BigIntegerField(null=True)
    reason = models.TextField(default="")
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)
