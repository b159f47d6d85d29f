"""What staff decided about posts and accounts."""

from django.db import models
from django.db.models import Q

from folkmoot.core.ids import new_id


class Restriction(models.Model):
    """One decision about a post or an account; several compose, the columns they feed are their OR."""

    class Kind(models.TextChoices):
        POST = "post"
        ACCOUNT = "account"

    class Action(models.TextChoices):
        LABEL = "label"  # a notice above the post
        AGE_GATE = "age_gate"  # members only, and behind a question
        LIMIT = "limit"  # a post: no replies, boosts, quotes; an account: nobody but its followers hears of it
        DEMOTE = "demote"  # in no feed but those of followers
        HIDE = "hide"  # until somebody has looked more closely
        REMOVE = "remove"
        WARN = "warn"
        STRIKE = "strike"
        SUSPEND = "suspend"
        TERMINATE = "terminate"  # suspended, and erased once nobody can appeal any more

    id = models.BigIntegerField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=10, choices=Kind)
    object_id = models.BigIntegerField()
    account_id = models.BigIntegerField(null=True)  # whom it concerns: the account, or the post's author
    action = models.CharField(max_length=10, choices=Action)
    case_id = models.BigIntegerField(null=True)
    rule_id = models.BigIntegerField(null=True)  # the community's rule it rests on
    reason = models.TextField()
    proof = models.CharField(max_length=64, default="", db_default="")  # what is left of the reason once erased
    label = models.CharField(max_length=200, default="", db_default="")  # the words of a label
    weight = models.SmallIntegerField(default=0, db_default=0)  # of a strike
    batch = models.BigIntegerField(null=True)  # what was decided in one go, and can be taken back in one
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)  # when it is to end by itself; null: when somebody lifts it
    decided_by = models.BigIntegerField()
    reversible_until = models.DateTimeField(null=True)  # until then all is kept that it takes to undo it
    ended_at = models.DateTimeField(null=True)  # null: it is running
    ended_by = models.BigIntegerField(null=True)  # null: its time had come

    class Meta:
        indexes = (
            models.Index(fields=["kind", "object_id"], name="restriction_object"),
            models.Index(fields=["-id"], name="restriction_running", condition=Q(ended_at=None)),
            models.Index(fields=["account_id", "-id"], name="restriction_of_account"),
            models.Index(fields=["batch"], name="restriction_batch", condition=Q(batch__isnull=False)),
        )


_POST = frozenset({"label", "age_gate", "limit", "demote", "hide", "remove", "warn", "strike"})
_ACCOUNT = frozenset({"limit", "demote", "warn", "strike", "suspend", "terminate"})
POSSIBLE = {Restriction.Kind.POST: _POST, Restriction.Kind.ACCOUNT: _ACCOUNT}
TAKES_AWAY = frozenset({Restriction.Action.HIDE, Restriction.Action.REMOVE})  # nobody but its author sees the post
