"""Who spoke of what and when, what staff decided about things, and what is on the rise now."""

from django.db import models

from folkmoot.core.ids import new_id
from folkmoot.discovery.kinds import Kind


class Voice(models.Model):
    """``account`` spoke of a thing: of a hashtag or a link by a post, of a post by passing it on. Kept for 14 days.

    It stays when the post is taken back; of the words there is a keyed signature, from which nothing can be read.
    """

    pk = models.CompositePrimaryKey("kind", "ref", "post_id")
    kind = models.SmallIntegerField()
    ref = models.BigIntegerField()  # the id of a hashtag, of a link's card, of a post
    post_id = models.BigIntegerField()  # by which it was said; it carries the time
    account_id = models.BigIntegerField()
    language = models.CharField(max_length=12, default="")
    signature = models.BinaryField()  # see ``signature``

    class Meta:
        indexes = (
            models.Index(fields=["post_id"], name="voice_by_time"),
            models.Index(fields=["account_id"], name="voice_by_account"),
        )


class Decision(models.Model):
    """What staff decided about a hashtag or a link, whatever its spelling: whether it may be shown on the rise."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    kind = models.SmallIntegerField(choices=Kind)
    key = models.CharField(max_length=128)  # a hashtag's skeleton, a link's digest
    shown = models.CharField(max_length=300)  # as staff saw it
    allowed = models.BooleanField()
    made_by = models.BigIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "key"], name="trend_decided_once"),)


class Rising(models.Model):
    """A thing that enough people speak of now, as it was counted a few minutes ago; made anew each time."""

    place = models.BigIntegerField(primary_key=True)  # the higher, the faster it rises
    kind = models.SmallIntegerField(choices=Kind)
    ref = models.BigIntegerField()
    key = models.CharField(max_length=128)
    languages = models.CharField(max_length=200, default="")  # " de en "; empty: any
    held = models.CharField(max_length=12, default="")  # why it is not shown whatever staff say; empty: it may be
    voices = models.IntegerField()  # all who spoke of it
    present = models.IntegerField()  # those of them whose words are still there
    clusters = models.IntegerField()
    share_new = models.SmallIntegerField()  # percent of the voices that count for little: new, alike, taken back
    largest = models.SmallIntegerField()  # percent of the voices in the largest cluster
    usual = models.FloatField()  # voices on a usual day
    days = models.JSONField()  # voices on each of the last seven days, the oldest first

    class Meta:
        indexes = (models.Index(fields=["kind", "-place"], name="rising_by_kind"),)


class CountWish(models.Model):
    """What rises is about to be counted anew: one row, however often it is wished for until then."""

    id = models.SmallIntegerField(primary_key=True, default=1)
