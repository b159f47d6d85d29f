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
    reason = models.TextField(default="")
    previous = models.CharField(max_length=64, unique=True)  # unique: the chain never forks
    digest = models.CharField(max_length=64, unique=True)


class Link(NamedTuple):
    """What an entry says, without the chain."""

    seq: int
    at: datetime
    actor_id: int | None
    verb: str
    object_type: str
    object_id: int | None
    reason: str


def digest_of(previous: str, link: Link) -> str:
    """SHA-256 over the digest before and the entry as canonical JSON (keys in order, no spaces, UTC)."""
    facts = {**link._asdict(), "at": link.at.astimezone(UTC).isoformat(timespec="microseconds")}
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256((previous + text).encode()).hexdigest()
