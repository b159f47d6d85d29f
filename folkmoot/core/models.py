"""The event table: what happened and has not been fully reacted to yet."""

from django.db import models

from folkmoot.core.ids import new_id


class Event(models.Model):
    """One thing that happened, waiting for its reactions in one lane; gone once they are done."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=80)
    data = models.JSONField()
    lane = models.CharField(max_length=8)
    reaction = models.CharField(max_length=120, default="")  # empty: all reactions of the kind
    lease_until = models.BigIntegerField(default=0)  # milliseconds since 1970; due when in the past
    tries = models.SmallIntegerField(default=0)
    error = models.TextField(default="")

    class Meta:
        indexes = (models.Index(fields=["lane", "lease_until", "id"], name="event_due"),)
