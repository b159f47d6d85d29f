"""What a member has begun or planned to publish; nobody else can ask for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from folkmoot.core.errors import NotFound
from folkmoot.posts.models import SavedDraft, ScheduledPost

type Form = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class DraftView:
    """A post that was begun, as its form holds it; ``version`` grows each time it is saved."""

    id: int
    form: Form
    changed_at: datetime

    @property
    def version(self) -> int:
        """Milliseconds since 1970: tells a form that has seen the newest from one that has not."""
        return version_of(self.changed_at)

    @property
    def text(self) -> str:
        """Its words."""
        return first(self.form, "text")


@dataclass(frozen=True)
class ScheduledView:
    """A post that will be published by itself, or (``problem``) could not be."""

    id: int
    draft: Mapping[str, Any]
    form: Form
    due_at: datetime
    problem: str

    @property
    def text(self) -> str:
        """Its words."""
        return str(self.draft.get("text", ""))


def drafts(viewer: int) -> list[DraftView]:
    """My drafts, the one that was changed last first."""
    return [_draft(row) for row in SavedDraft.objects.filter(account=viewer).order_by("-changed_at", "-id")]


def draft(viewer: int, draft_id: int) -> DraftView:
    """One of my drafts."""
    row = SavedDraft.objects.filter(account=viewer, id=draft_id).first()
    if row is None:
        raise NotFound
    return _draft(row)


def scheduled(viewer: int) -> list[ScheduledView]:
    """My posts that will be published by themselves, the next one first."""
    return [_scheduled(row) for row in ScheduledPost.objects.filter(account=viewer).order_by("due_at", "id")]


def scheduled_post(viewer: int, scheduled_id: int) -> ScheduledView:
    """One of my posts that will be published by themselves."""
    row = ScheduledPost.objects.filter(account=viewer, id=scheduled_id).first()
    if row is None:
        raise NotFound
    return _scheduled(row)


def problems(viewer: int) -> int:
    """How many of my posts could not be published when their time had come."""
    return ScheduledPost.objects.filter(account=viewer).exclude(problem="").count()


def version_of(changed_at: datetime) -> int:
    """A moment as a whole number that a form can carry."""
    return round(changed_at.timestamp() * 1000)


def first(form: Form, name: str) -> str:
    """The first value of a field; empty when there is none."""
    return next(iter(form.get(name, ())), "")


def _draft(row: SavedDraft) -> DraftView:
    return DraftView(row.id, row.form, row.changed_at)


def _scheduled(row: ScheduledPost) -> ScheduledView:
    return ScheduledView(row.id, row.draft["draft"], row.draft["form"], row.due_at, row.problem)
