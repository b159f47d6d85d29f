"""All that was reported about one member, gathered so that it is decided once."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from folkmoot.accounts.models import Account
from folkmoot.core.ids import new_id

LIVE = ("open", "escalated", "waiting")  # the states of a case that somebody still has to decide


class Case(models.Model):
    """What is to be decided about one member, or about what nobody here wrote; at most one is live for a member."""

    class State(models.TextChoices):
        OPEN = "open"
        ESCALATED = "escalated"  # for those who run the community, no longer for any moderator
        WAITING = "waiting"  # for somebody's answer
        DECIDED = "decided"  # something was done
        CLOSED = "closed"  # nothing was to be done, or it was merged

    id = models.BigIntegerField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    category = models.CharField(max_length=30, default="other")  # of its worst report
    severity = models.SmallIntegerField(default=1)  # 0-7; 7 is a threat to life
    confidence = models.SmallIntegerField(default=0)  # 0-3
    priority = models.SmallIntegerField(default=1)  # 0-10, the sum; a threat to life is always 10, nothing else is
    reports = models.IntegerField(default=0)  # how many it gathered (cached)
    assignee_id = models.BigIntegerField(null=True)
    claimed_until = models.DateTimeField(null=True)  # from then on anybody may take it
    due_at = models.DateTimeField(null=True)  # what the community promised itself
    told_at = models.DateTimeField(null=True)  # when those who run the community were written to
    merged_into = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account"], name="case_live_once", condition=Q(state__in=LIVE)),)
        indexes = (
            models.Index(fields=["-priority", "id"], name="case_queue", condition=Q(state__in=LIVE)),
            models.Index(fields=["account", "-id"], name="case_history"),
            models.Index(fields=["told_at"], name="case_told"),
            models.Index(fields=["state"], name="case_states", condition=Q(state__in=LIVE)),
            models.Index(
                fields=["assignee_id"], name="case_held", condition=Q(state__in=LIVE, assignee_id__isnull=False)
            ),
        )

    def is_held(self, now: datetime) -> bool:
        """Whether somebody has it at this moment."""
        return holds(self.assignee_id, self.claimed_until, now)


def holds(who: int | None, until: datetime | None, now: datetime) -> bool:
    """Whether a case is somebody's at this moment; without an end it stays theirs."""
    return who is not None and (until is None or until > now)


class CaseMessage(models.Model):
    """One thing said in a case: among staff, to and by the member, to and by who reported."""

    class With(models.TextChoices):
        STAFF = "staff"
        MEMBER = "member"
        REPORTER = "reporter"

    id = models.BigIntegerField(primary_key=True, default=new_id)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    talk = models.CharField(max_length=10, choices=With)
    report_id = models.BigIntegerField(null=True)  # with which reporter
    author_id = models.BigIntegerField(null=True)  # null: a notifier without an account
    by_staff = models.BooleanField()
    text = models.TextField()
    proof = models.CharField(max_length=64, default="")  # what is left of the words once erased

    class Meta:
        indexes = (models.Index(fields=["case", "id"], name="case_message_order"),)
