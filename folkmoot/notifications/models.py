"""What happened to a member, and how far it was read."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from folkmoot.accounts.models import Account, Token
from folkmoot.core.ids import new_id
from folkmoot.posts.models import Post
from folkmoot.relations.models import Collection


class Notification(models.Model):
    """``actor`` did something that concerns ``account``."""

    class Kind(models.TextChoices):
        FOLLOW = "follow"
        REQUEST = "request"
        MENTION = "mention"
        REPLY = "reply"
        LIKE = "like"
        BOOST = "boost"
        REACTION = "reaction"
        POLL = "poll"
        EDIT = "edit"
        QUOTE = "quote"
        ASK = "ask"  # somebody asks to quote
        POST = "post"  # of somebody whose posts the member wants to be told of
        COLLECTED = "collected"  # the actor put the member into a collection
        COLLECTION = "collection"  # one that the member is in has another name, or says something else
        PLAN = "plan"  # a post that was planned could not be published; the actor is the account itself
        REPORT = "report"  # what the member reported was looked at; the actor is the account itself
        DECISION = "decision"  # staff decided something about the member; the actor is the account itself
        APPEAL = "appeal"  # there is news of what the member said against a decision; likewise

    id = models.BigIntegerField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind)
    actor = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    post = models.ForeignKey(Post, null=True, on_delete=models.CASCADE, related_name="+")
    collection = models.ForeignKey(Collection, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    apart = models.BooleanField(default=False, db_default=False)  # by somebody whom the member wants to look at first

    class Meta:
        indexes = (
            models.Index(fields=["account", "-id"], name="notification_newest"),
            models.Index(fields=["account", "actor"], name="notification_apart", condition=Q(apart=True)),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["account", "kind", "actor", "post"], name="notification_once", condition=Q(post__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["account", "kind", "actor"],
                name="notification_of_account_once",
                condition=Q(post=None, collection=None),
            ),
            models.UniqueConstraint(
                fields=["collection", "account", "kind"],
                name="notification_of_collection_once",
                condition=Q(collection__isnull=False),
            ),
        )


class Way(models.TextChoices):
    """What becomes of something that was done to a member."""

    ACCEPT = "accept"
    FILTER = "filter"  # keep it apart, until the member has had a look
    DROP = "drop"


class Policy(models.Model):
    """What becomes of what people do whom the member hardly knows; no row: everything is told."""

    account = models.OneToOneField(Account, primary_key=True, on_delete=models.CASCADE, related_name="+")
    not_following = models.CharField(max_length=6, choices=Way, default=Way.ACCEPT)
    not_followers = models.CharField(max_length=6, choices=Way, default=Way.ACCEPT)
    new_accounts = models.CharField(max_length=6, choices=Way, default=Way.ACCEPT)
    private_mentions = models.CharField(max_length=6, choices=Way, default=Way.ACCEPT)
    limited_accounts = models.CharField(max_length=6, choices=Way, default=Way.ACCEPT)


class Welcome(models.Model):
    """``account`` wants to be told of all that ``actor`` does, whatever the policy says."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)
    actor = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "actor"], name="welcome_once"),)


class PushSubscription(models.Model):
    """Where a program that holds ``token`` is told of news while its device sleeps, and of what."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    token = models.OneToOneField(Token, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    endpoint = models.TextField()  # of the push service: whoever knows it can ring there
    key = models.CharField(max_length=100)
    secret = models.CharField(max_length=40)
    standard = models.BooleanField()
    sealed_token = models.TextField()
    kinds = models.CharField(max_length=300)  # of notifications, with blanks between them
    policy = models.CharField(max_length=10)
    sent_id = models.BigIntegerField()  # everything up to here was told
    failures = models.IntegerField(default=0, db_default=0)  # in a row
    rests_until = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["rests_until"], name="push_resting", condition=Q(rests_until__isnull=False)),)


class ReadMark(models.Model):
    """The newest notification that the member has seen."""

    account = models.OneToOneField(Account, primary_key=True, on_delete=models.CASCADE, related_name="+")
    notification_id = models.BigIntegerField(default=0)
    version = models.IntegerField(default=0, db_default=0)  # how often it moved
    moved_at = models.DateTimeField(default=timezone.now)


class Letters(models.Model):
    """What a member wants to get by mail, what rings their devices, and when they are left in peace.

    No row: no mail, and everything rings, as it was before there was a choice.
    """

    class Digest(models.TextChoices):
        DAILY = "daily"
        WEEKLY = "weekly"
        OFF = "off"

    account = models.OneToOneField(Account, primary_key=True, on_delete=models.CASCADE, related_name="+")
    mail = models.CharField(max_length=300, default="", db_default="")  # sorts of news, with blanks around each
    silent = models.CharField(max_length=300, default="", db_default="")  # sorts that ring no device, likewise
    digest = models.CharField(max_length=6, choices=Digest, default=Digest.OFF, db_default="off")
    hour = models.SmallIntegerField(default=8, db_default=8)  # of the digest, by the member's clock
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)  # not after the beginning: on the next day
    news_due = models.DateTimeField(null=True)  # when what is new is written
    news_at = models.DateTimeField(null=True)  # when the last letter was due: on its way while news_id is older
    news_id = models.BigIntegerField(default=0, db_default=0)  # everything up to here was written, or need not be
    digest_due = models.DateTimeField(null=True)
    digest_id = models.BigIntegerField(default=0, db_default=0)  # the newest period that was seen to
    refusals = models.SmallIntegerField(default=0, db_default=0)  # by the mail server of the address, for good
    refused_at = models.DateTimeField(null=True)  # the first of these
    refused_id = models.BigIntegerField(default=0, db_default=0)  # the newest letter that was refused
    stopped_at = models.DateTimeField(null=True)  # too many were: none is written any more

    class Meta:
        indexes = (
            models.Index(fields=["news_due"], name="letters_news_due", condition=Q(news_due__isnull=False)),
            models.Index(fields=["digest_due"], name="letters_digest_due", condition=Q(digest_due__isnull=False)),
        )
