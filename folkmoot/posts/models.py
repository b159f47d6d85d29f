"""Posts and what hangs on them."""

from django.db import models
from django.db.models import Q

from folkmoot.accounts.models import Account
from folkmoot.core.ids import new_id
from folkmoot.media.models import Picture


class Scope(models.TextChoices):
    """Who a post is for; ``visibility`` holds the rule."""

    PUBLIC = "public"
    QUIET = "quiet"
    COMMUNITY = "community"
    FOLLOWERS = "followers"
    LIST = "list"
    GROUP = "group"
    DIRECT = "direct"


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
    group_id = models.BigIntegerField(null=True)
    version = models.IntegerField(default=1)
    original_at = models.DateTimeField(null=True)
    edited_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)  # cached OR of running restrictions
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

    class Meta:
        db_table = "post_counters"


class Audience(models.Model):
    """The accounts a post was addressed to by name: a snapshot, fixed at publishing."""

    pk = models.CompositePrimaryKey("post_id", "account_id")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        db_table = "post_audience"
        indexes = (models.Index(fields=["account", "post"], name="audience_by_account"),)


class Mention(models.Model):
    """The accounts a post names."""

    pk = models.CompositePrimaryKey("post_id", "account_id")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        db_table = "post_mention"


class Tag(models.Model):
    """A hashtag, case-folded; ``shown`` keeps the first spelling."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    name = models.CharField(max_length=100, unique=True)
    shown = models.CharField(max_length=100)


class PostTag(models.Model):
    """``post`` carries ``tag``."""

    pk = models.CompositePrimaryKey("tag_id", "post_id")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="+", db_index=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        db_table = "post_tag"
        indexes = (models.Index(fields=["post"], name="post_tag_by_post"),)


class PostPicture(models.Model):
    """``post`` shows ``picture``, in this place; a picture belongs to one post."""

    pk = models.CompositePrimaryKey("post_id", "position")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False)
    position = models.SmallIntegerField()
    picture = models.OneToOneField(Picture, on_delete=models.CASCADE, related_name="+")

    class Meta:
        db_table = "post_picture"


class Like(models.Model):
    """``account`` likes ``post``."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "post"], name="like_once"),)
        indexes = (
            models.Index(fields=["post", "id"], name="like_by_post"),
            models.Index(fields=["account", "id"], name="like_by_account"),
        )


class Bookmark(models.Model):
    """``account`` keeps ``post`` for later; nobody else knows."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "post"], name="bookmark_once"),)
        indexes = (models.Index(fields=["account", "id"], name="bookmark_by_account"),)


class Pin(models.Model):
    """``account`` shows ``post`` at the top of its profile."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "post"], name="pin_once"),)


class IdempotencyKey(models.Model):
    """Remembers for 24 hours which post a form or program made under this key."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=200)
    post_id = models.BigIntegerField()
    made_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "key"], name="idempotency_once"),)
