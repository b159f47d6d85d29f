"""What staff and operators did: append-only, each entry chained to the one before."""

import hashlib
import json
from datetime import UTC, datetime
from typing import NamedTuple

from django.db import models


class Entry(models.Model):
    """One act of staff; ids only, so that erasing a person leaves the chain whole. Triggers refuse any change."""

    seq = models.BigAutoField(primary_key=True)  # counted by hand, without gaps
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)  # null: the command line
    verb = models.CharField(max_length=60)
    object_type = models.CharField(max_length=30)
    object_id = models.BigIntegerField(null=True)
    reason = models.TextField(default="")  # of entries written before there were ``Words``
    words = models.CharField(max_length=64, default="", db_default="")  # the digest of ``Words``; empty for none
    previous = models.CharField(max_length=64, unique=True)  # unique: the chain never forks
    digest = models.CharField(max_length=64, unique=True)


class Words(models.Model):
    """What was written with an act: beside the chain, which holds its digest alone, so that it can be erased."""

    digest = models.CharField(max_length=64, primary_key=True)
    salt = models.CharField(max_length=43)  # without it, short words could be guessed from their digest
    text = models.TextField()


COLUMNS = ("seq", "at", "actor_id", "verb", "object_type", "object_id", "reason")


class Link(NamedTuple):
    """What an entry says, without the chain."""

    seq: int
    at: datetime
    actor_id: int | None
    verb: str
    object_type: str
    object_id: int | None
    reason: str
    words: str = ""


def digest_of(previous: str, link: Link) -> str:
    """SHA-256 over the digest before and the entry as canonical JSON (keys in order, no spaces, UTC)."""
    facts = {**link._asdict(), "at": link.at.astimezone(UTC).isoformat(timespec="microseconds")}
    if not link.words:
        del facts["words"]
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256((previous + text).encode()).hexdigest()


def digest_of_words(salt: str, text: str) -> str:
    """SHA-256 over the salt and the words."""
    return hashlib.sha256(f"{salt} {text}".encode()).hexdigest()
