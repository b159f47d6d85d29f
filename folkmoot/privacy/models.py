"""Exports, members who are leaving, and members who have not been here for long."""

import secrets

from django.db import models

from folkmoot.accounts.models import Account
from folkmoot.core.ids import new_id


def new_name() -> str:
    """A part of an address that nobody can guess (128 random bits)."""
    return secrets.token_urlsafe(16)


class Export(models.Model):
    """Everything a member takes with them, as one file that is there for some days."""

    class State(models.TextChoices):
        WAITING = "waiting"
        WORKING = "working"
        READY = "ready"
        FAILED = "failed"

    id = models.BigIntegerField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=22, default=new_name)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    progress = models.SmallIntegerField(default=0)  # percent
    problem = models.CharField(max_length=30, default="")  # why it failed: "room" or "damaged"
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    bytes = models.BigIntegerField(default=0)


class Departure(models.Model):
    """A member who is leaving for good, and when everything of theirs is erased."""

    class Cause(models.TextChoices):
        ASKED = "asked"
        INACTIVE = "inactive"
        DECLINED = "declined"  # they never were a member
        CLOSED = "closed"  # staff closed the account for good, and nobody can object any more

    account = models.OneToOneField(Account, primary_key=True, on_delete=models.CASCADE, related_name="+")
    cause = models.CharField(max_length=10, choices=Cause, default=Cause.ASKED)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)
    begun_at = models.DateTimeField(null=True)  # erasing was begun, the last time


class Absence(models.Model):
    """A member who has not been here for long, and when they were written to about it."""

    account = models.OneToOneField(Account, primary_key=True, on_delete=models.CASCADE, related_name="+")
    first_at = models.DateTimeField()
    second_at = models.DateTimeField(null=True)
