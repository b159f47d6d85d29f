"""Pictures, recordings, uploads under way, and where they are used."""

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
        CARD = "card"
        EMOJI = "emoji"
        LOGO = "logo"
        HELD = "held"  # by ``Hold`` alone: whoever showed it let it go

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
    kept_until = models.DateTimeField(null=True)  # unused, but named by a draft or a schedule

    class Meta:
        indexes = (
            models.Index(fields=["owner_id", "bytes"], name="picture_by_owner"),
            models.Index(fields=["id"], name="picture_unused", condition=Q(used_at=None)),
        )


class Recording(models.Model):
    """A video, a sound or a silent loop that somebody uploaded; the worker makes it ready to be played."""

    class Kind(models.TextChoices):
        VIDEO = "video"
        SOUND = "sound"
        LOOP = "loop"  # short, silent, over and over: what a moving GIF becomes

    class State(models.TextChoices):
        WAITING = "waiting"
        WORKING = "working"
        READY = "ready"
        FAILED = "failed"

    id = models.BigIntegerField(primary_key=True, default=new_id)
    owner_id = models.BigIntegerField()
    name = models.CharField(max_length=22, default=new_name)
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    progress = models.SmallIntegerField(default=0)  # percent
    problem = models.CharField(max_length=30, default="")  # why it failed, as a word of ``media.queries``
    alt = models.TextField(default="")
    title = models.CharField(max_length=200, default="")
    artist = models.CharField(max_length=200, default="")
    album = models.CharField(max_length=200, default="")
    seconds = models.FloatField(default=0.0)
    width = models.IntegerField(default=0)  # of the largest rendition
    height = models.IntegerField(default=0)
    heights = models.CharField(max_length=40, default="")  # of all renditions, the smallest first, with blanks between
    still = models.BooleanField(default=False)  # there is a poster or a cover
    blurhash = models.CharField(max_length=100, default="")  # of that
    waveform = models.CharField(max_length=400, default="")  # two hexadecimal digits a peak
    rate = models.FloatField(default=0.0, db_default=0.0)  # frames a second
    source = models.CharField(max_length=10, default="", db_default="")  # the format of what was uploaded
    tries = models.SmallIntegerField(default=0, db_default=0)  # how often its making was begun
    bytes = models.BigIntegerField(default=0)  # of all files together
    use = models.CharField(max_length=10, default="")  # "post" or empty
    used_at = models.DateTimeField(null=True)
    kept_until = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["owner_id", "bytes"], name="recording_by_owner"),
            models.Index(fields=["id"], name="recording_unused", condition=Q(used_at=None)),
        )


class Caption(models.Model):
    """The words of a recording in one language, as WebVTT beside its files."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="captions")
    language = models.CharField(max_length=12)
    bytes = models.IntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["recording", "language"], name="caption_once"),)


class Upload(models.Model):
    """A file that is still on its way, as far as it has come."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    owner_id = models.BigIntegerField()
    name = models.CharField(max_length=22, default=new_name)
    file_name = models.CharField(max_length=255, default="")
    length = models.BigIntegerField()
    received = models.BigIntegerField(default=0)
    recording_id = models.BigIntegerField(null=True)  # what became of it, once it is whole
    changed_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["owner_id"], name="upload_by_owner"),)


class Hold(models.Model):
    """A picture or recording stays while ``holder_id``, a number of some higher package, needs it."""

    pk = models.CompositePrimaryKey("file_id", "holder_id")
    file_id = models.BigIntegerField()
    holder_id = models.BigIntegerField()

    class Meta:
        indexes = (models.Index(fields=["holder_id"], name="hold_by_holder"),)
