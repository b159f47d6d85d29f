"""The index of posts, and how far it has been filled."""

import struct
from collections.abc import Sequence

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class WordsField(models.Field):  # type: ignore[type-arg] # Django knows no arguments at run time
    """The numbers of words: an array on PostgreSQL, four bytes for each on SQLite."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """As each database has it."""
        return "integer[]" if connection.vendor == "postgresql" else "blob"

    @staticmethod
    def kept(words: Sequence[int], vendor: str) -> object:
        """Numbers as a statement's parameter."""
        return list(words) if vendor == "postgresql" else struct.pack(f">{len(words)}i", *words)


class Entry(models.Model):
    """By which words ``post_id`` is found.

    On SQLite triggers carry each row over into ``search_words`` (FTS5), under the number ``place``, which is far
    shorter than an id and rises with it; on PostgreSQL an index (GIN) over the words is all there is.
    """

    post_id = models.BigIntegerField(primary_key=True)
    place = models.BigIntegerField(null=True)
    words = WordsField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["place"], name="search_place", condition=models.Q(place__isnull=False)),
        )


class Filling(models.Model):
    """How far posts that were there before the index have come into it: from the oldest up to ``above``."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    above = models.BigIntegerField(default=0)
    is_complete = models.BooleanField(default=False)  # new ones come in by themselves
    done = models.BigIntegerField(default=0)  # posts looked at
    total = models.BigIntegerField(default=0)  # about as many as there were
    stirred_at = models.DateTimeField(null=True)  # when somebody last worked on it
