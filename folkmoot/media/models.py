"""Pictures and where they are used."""

import secrets

from django.db import models
from django.db.models import Q

from folkmoot.core.ids import new_id


def new_name() -> str:
    """A part of an address that nobody can guess (128 random bits)."""
    return secrets.token_urlsafe(16)


class Picture(models.Model):
    """One picture somebody uploaded, made ready in several widths; ``owner_id`` is an account's id, and no key."""

    class Use(models.TextChoices):
        NONE = ""
        POST = "post"
        AVATAR = "avatar"
        HEADER = "header"

    id = models.BigIntegerField(primary_key=True, default=new_id)
    owner_id = models.BigIntegerField()
    name = models.CharField(max_length=22, default=new_name)
    alt = models.TextField(default="")
    focus_x = models.FloatField(default=0.0)  # from -1 (left) to 1 (right)
    focus_y = models.FloatField(default=0.0)  # from -1 (bottom) to 1 (top)
    blurhash = models.CharField(max_length=100)
    width = models.IntegerField()  # of the largest file
    height = models.IntegerField()
    widths = models.CharField(max_length=40)  # of all files, the smallest first, with blanks between them
    moving = models.BooleanField(default=False)  # the files move, and there is a still one beside them
    bytes = models.BigIntegerField()  # of all files together
    use = models.CharField(max_length=10, choices=Use, default=Use.NONE)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["owner_id", "bytes"], name="picture_by_owner"),
            models.Index(fields=["id"], name="picture_unused", condition=Q(used_at=None)),
        )
