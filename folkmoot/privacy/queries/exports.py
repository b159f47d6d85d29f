"""A member's copy of their data."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

from folkmoot.media import addresses
from folkmoot.privacy.archive.files import address_of, file_of
from folkmoot.privacy.models import Export

KEPT = timedelta(days=7)
EVERY = timedelta(days=1)


@dataclass(frozen=True)
class ExportView:
    """How a copy stands."""

    state: str  # "waiting", "working", "ready" or "failed"
    progress: int  # percent
    problem: str
    asked_at: datetime
    bytes: int
    ends_at: datetime | None
    address: str  # for this member alone, for two days; empty until it is ready


def latest_export(viewer: int) -> ExportView | None:
    """The copy that the member asked for last, while it is there."""
    row = Export.objects.filter(account=viewer).order_by("-id").first()
    if row is None:
        return None
    ready = row.state == Export.State.READY
    path = addresses.signed(address_of(row.id, row.name), viewer, time.time()) if ready else ""
    ends = row.ready_at + KEPT if row.ready_at else None
    address = addresses.origin() + path if path else ""
    return ExportView(row.state, row.progress, row.problem, row.asked_at, row.bytes, ends, address)


def may_ask_at(viewer: int) -> datetime | None:
    """When the member may ask again; ``None``: now."""
    last = Export.objects.filter(account=viewer).exclude(state=Export.State.FAILED).order_by("-id").first()
    due = last.asked_at + EVERY if last else None
    return due if due and due > timezone.now() else None


def export_file(viewer: int | None, export_id: int, name: str) -> Path | None:
    """The file behind an address, for its own member only, as long as it is kept."""
    wanted = Export.objects.filter(id=export_id, name=name, account=viewer or 0, state=Export.State.READY)
    fresh = wanted.filter(ready_at__gt=timezone.now() - KEPT, account__deleted_at=None)
    return file_of(export_id, name) if fresh.exists() else None
