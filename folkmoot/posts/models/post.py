"""Posts, and what is counted about them."""

from django.db import models
from django.db.models import Q

from folkmoot.accounts.models import Account
from folkmoot.core.ids import new_id


class Scope(models.TextChoices):
    """Who a post is for; ``visibility`` holds the rule."""

    PUBLIC = "public"
    QUIET = "quiet"
    COMMUNITY = "community"
    FOLLOWERS = "followers"
    LIST = "list"
    GROUP = "group"
    DIRECT = "direct"


class Carries(models.IntegerChoices):
    """What hangs on a post, as bits of one number, so that reading asks only for what is there."""

    MENTIONS = 1
    TAGS = 2
    PICTURES = 4
    RECORDINGS = 8
    POLL = 16
    CARD = 32
    EMOJI = 64
    QUOTE = 128


class Restricted(models.IntegerChoices):
    """What staff decided about a post that stays, as bits of one number; most posts have none of it (null)."""

    LABEL = 1  # words of theirs stand above it
    AGE_GATE = 2  # visitors do not see it, members are asked first
    LIMIT = 4  # nobody answers, boosts or quotes it
    DEMOTE = 8  # nobody comes upon it


class Post(models.Model):
    """Something an account said, or (``boost_of``) passed on."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)
    scope = models.CharField(max_length=10, choices=Scope)
    text = models.TextField(default="")
    html = models.TextField(default="")
    warning = models.CharField(max_length=500, default="")
    language = models.CharField(max_length=12, default="")
    thread_id = models.BigIntegerField()  # the id of the thread's first post
    reply_to_id = models.BigIntegerField(null=True)  # stays when the parent goes, for the placeholder
    reply_to_account_id = models.BigIntegerField(null=True)
    boost_of = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    quote_of_id = models.BigIntegerField(null=True)
    app_id = models.BigIntegerField(null=True)  # the program that it was written with
    group_id = models.BigIntegerField(null=True)
    carries = models.SmallIntegerField(default=0, db_default=0)  # bits of ``Carries``
    reply_policy = models.CharField(
        max_length=10, default="everyone", db_default="everyone"
    )  # ``interaction`` holds it
    quote_policy = models.CharField(max_length=10, default="anyone", db_default="anyone")
    version = models.IntegerField(default=1)
    original_at = models.DateTimeField(null=True)
    edited_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)  # cached OR of running restrictions
    restricted = models.SmallIntegerField(null=True)  # bits of ``Restricted`` (cached); null: a plain ADD COLUMN
    notice = models.TextField(null=True)  # noqa: DJ001 - likewise; the words of its labels (cached)
    deleted_at = models.DateTimeField(null=True)  # tombstone: text is erased with it
    uri = models.CharField(max_length=2048, null=True, unique=True)  # noqa: DJ001 - unique where present

    class Meta:
        db_table = "post"
        indexes = (
            models.Index(fields=["account", "-id"], name="post_by_account"),
            models.Index(fields=["thread_id", "id"], name="post_by_thread"),
            models.Index(fields=["reply_to_id"], name="post_replies", condition=Q(reply_to_id__isnull=False)),
            models.Index(fields=["-id"], name="post_public", condition=Q(scope="public", deleted_at=None)),
            models.Index(
                fields=["-id"], name="post_local", condition=Q(scope__in=["public", "community"], deleted_at=None)
            ),
            models.Index(fields=["boost_of", "id"], name="post_boosts", condition=Q(boost_of__isnull=False)),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["account", "boost_of"], name="boost_once", condition=Q(boost_of__isnull=False, deleted_at=None)
            ),
        )


class Counters(models.Model):
    """How often a post was liked, boosted and answered; a row of its own so that a like does not rewrite the post."""

    post = models.OneToOneField(Post, primary_key=True, on_delete=models.CASCADE, related_name="counters")
    likes = models.IntegerField(default=0)
    boosts = models.IntegerField(default=0)
    replies = models.IntegerField(default=0)
    reactions = models.IntegerField(default=0, db_default=0)
    quotes = models.IntegerField(default=0, db_default=0)

    class Meta:
        db_table = "post_counters"
