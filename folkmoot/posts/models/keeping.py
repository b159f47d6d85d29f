"""What members do to posts: likes, reactions, bookmarks, pins, muted threads, followed hashtags, filters."""

from django.db import models

from folkmoot.accounts.models import Account
from folkmoot.core.ids import new_id
from folkmoot.posts.models.hanging import Tag
from folkmoot.posts.models.post import Post


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


class Reaction(models.Model):
    """``account`` answers ``post`` with one emoji: itself, or the name of one of the community's own between colons."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False)
    emoji = models.CharField(max_length=60)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["post", "account", "emoji"], name="reaction_once"),)
        indexes = (models.Index(fields=["account", "id"], name="reaction_by_account"),)


class ThreadMute(models.Model):
    """``account`` wants to hear no more of a thread."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)
    thread_id = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "thread_id"], name="thread_mute_once"),)


class TagFollow(models.Model):
    """``account`` reads what carries ``tag``."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "tag"], name="tag_follow_once"),)
        indexes = (models.Index(fields=["tag", "account"], name="tag_followers"),)


class FeaturedTag(models.Model):
    """``account`` shows ``tag`` on its profile as something it often writes about."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "tag"], name="featured_tag_once"),)
        indexes = (models.Index(fields=["tag", "account"], name="featured_tag_by_tag"),)


class Filter(models.Model):
    """What ``account`` does not want to read, or only after a warning, and where."""

    class Action(models.TextChoices):
        WARN = "warn"
        HIDE = "hide"

    id = models.BigIntegerField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=100)
    action = models.CharField(max_length=10, choices=Action)
    contexts = models.CharField(
        max_length=100
    )  # home, notifications, public, thread, account: with blanks between them
    ends_at = models.DateTimeField(null=True)


class FilterWord(models.Model):
    """One keyword of a filter."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    filter = models.ForeignKey(Filter, on_delete=models.CASCADE, related_name="words")
    word = models.CharField(max_length=100)
    whole = models.BooleanField(default=True)  # only where it stands as a word of its own


class FilterPost(models.Model):
    """One post that a filter names."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    filter = models.ForeignKey(Filter, on_delete=models.CASCADE, related_name="+", db_index=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["filter", "post"], name="filter_post_once"),)
