"""Who of the staff looks after cases when, who is left in peace, and what was done where nobody came."""

from django.db import models
from django.db.models import Q

from folkmoot.accounts.models import Account
from folkmoot.core.ids import new_id
from folkmoot.moderation.models.cases import Case


class Duty(models.Model):
    """Hours of each week in which somebody looks after cases, by the clock of their own time zone."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)
    weekday = models.SmallIntegerField()  # 0 is Monday
    begins = models.TimeField()
    ends = models.TimeField()  # not after the beginning: on the next day

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["account", "weekday", "begins", "ends"], name="duty_once"),
            models.CheckConstraint(condition=Q(weekday__gte=0, weekday__lte=6), name="duty_weekday"),
        )


class Rest(models.Model):
    """When somebody is left in peace: in quiet hours of every day, and from one date until another."""

    account = models.OneToOneField(Account, primary_key=True, on_delete=models.CASCADE, related_name="+")
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)  # before the beginning: on the next day
    away_from = models.DateField(null=True)
    away_until = models.DateField(null=True)  # the last day


class Missed(models.Model):
    """What somebody was not written of while they were left in peace; gone with the letter that tells of it."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE, related_name="+")  # a new one
    subject = models.CharField(max_length=200, default="")  # of anything else, in English
    path = models.CharField(max_length=200, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["account", "case"], name="missed_case_once", condition=Q(case__isnull=False)
            ),
        )


class Step(models.Model):
    """Nobody had taken a case in time: whom that was told to next, and when."""

    class Whom(models.IntegerChoices):
        NEXT = 1  # the next on the rota
        STAFF = 2
        OWNERS = 3

    id = models.BigIntegerField(primary_key=True, default=new_id)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", db_index=False)
    whom = models.SmallIntegerField(choices=Whom)
    danger = models.BooleanField()  # whether a life could be in danger by then
    at = models.DateTimeField()
    people = models.SmallIntegerField()  # how many were written to

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "danger", "whom"], name="step_once"),)
        indexes = (models.Index(fields=["at"], name="step_at"),)
