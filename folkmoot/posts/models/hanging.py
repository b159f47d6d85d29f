"""What hangs on a post: those it names, its hashtags, its pictures and recordings."""

import hashlib

from django.db import models

from folkmoot.accounts.models import Account
from folkmoot.core.ids import new_id
from folkmoot.media.models import Picture, Recording
from folkmoot.posts.models.post import Post
from folkmoot.relations.models import Circle


class Audience(models.Model):
    """The accounts a post was addressed to by name: a snapshot, fixed at publishing."""

    pk = models.CompositePrimaryKey("post_id", "account_id")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        db_table = "post_audience"
        indexes = (models.Index(fields=["account", "post"], name="audience_by_account"),)


class PostCircle(models.Model):
    """Which circle ``post`` was written for: for its author to see, while the circle is there."""

    post = models.OneToOneField(Post, primary_key=True, on_delete=models.CASCADE, related_name="+")
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="+")

    class Meta:
        db_table = "post_circle"


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


class PostRecording(models.Model):
    """``post`` plays ``recording``, in this place; a recording belongs to one post."""

    pk = models.CompositePrimaryKey("post_id", "position")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False)
    position = models.SmallIntegerField()
    recording = models.OneToOneField(Recording, on_delete=models.CASCADE, related_name="+")

    class Meta:
        db_table = "post_recording"


def digest_of(address: str) -> str:
    """What the card of an address is found by (SHA-256, hexadecimal)."""
    return hashlib.sha256(address.encode(errors="replace")).hexdigest()


class Card(models.Model):
    """What another site says about one of its pages: one row for each address, whoever links to it."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    digest = models.CharField(max_length=64, unique=True)  # see digest_of
    url = models.TextField()
    title = models.CharField(max_length=300, default="")
    description = models.CharField(max_length=600, default="")
    site = models.CharField(max_length=100, default="")  # the site's name
    author = models.CharField(max_length=100, default="")
    language = models.CharField(max_length=12, default="")
    kind = models.CharField(max_length=10, default="link")  # "link" or "player"
    player_url = models.TextField(default="")  # https, shown only after a click and only where the operator allows it
    picture = models.OneToOneField(Picture, null=True, on_delete=models.SET_NULL, related_name="+")
    fetched_at = models.DateTimeField(null=True)  # empty while nobody has looked yet
    problem = models.CharField(max_length=200, default="")  # why there is nothing to show

    class Meta:
        db_table = "post_card"


class PostCard(models.Model):
    """``post`` links to what ``card`` tells of."""

    post = models.OneToOneField(Post, primary_key=True, on_delete=models.CASCADE, related_name="+")
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="+")
    removed_at = models.DateTimeField(null=True)  # the author does not want it: the row stays, so that it stays away

    class Meta:
        db_table = "post_card_of"


class Quote(models.Model):
    """``post`` quotes ``quoted``; whose author may have to agree, and may take that back."""

    class State(models.TextChoices):
        WAITING = "waiting"
        AGREED = "agreed"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    post = models.OneToOneField(Post, primary_key=True, on_delete=models.CASCADE, related_name="+")
    quoted = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False)
    state = models.CharField(max_length=10, choices=State)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "post_quote"
        indexes = (models.Index(fields=["quoted", "post"], name="quote_by_quoted"),)
