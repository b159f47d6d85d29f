"""Posts that were begun: kept as they are typed, for their author alone."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.core.errors import Invalid, NotFound
from folkmoot.core.html import clean
from folkmoot.media.actions.reserve import reserve
from folkmoot.posts.models import SavedDraft
from folkmoot.posts.queries.saved import Form, first, version_of

DRAFTS_MOST = 50  # of one account
BYTES_MOST = 100_000  # of one draft
_WORDS = ("text", "poll_option")  # the fields of a form that make it worth keeping
UPLOADS_KEPT = timedelta(days=30)  # after a draft that names them was saved last


@dataclass(frozen=True)
class Begun:
    """A post as the form on somebody's screen holds it."""

    form: Form
    pictures: tuple[int, ...] = ()
    recordings: tuple[int, ...] = ()
    version: int = 0  # of the draft that the form started from


@dataclass(frozen=True)
class Saved:
    """Which draft it is now, and in which version."""

    id: int
    version: int


def save_draft(actor: Account, draft_id: int | None, begun: Begun) -> Saved:
    """Keep what somebody has written so far.

    The draft is written over only by the form that wrote it last, or by one that has seen its newest version; for any
    other (another device) a second draft is made, so that neither loses a word.
    """
    form = _checked(begun)
    with transaction.atomic():
        now = timezone.now()
        reserve(actor.id, begun.pictures, begun.recordings, now + UPLOADS_KEPT)
        row = _open_to(actor, draft_id, form, begun.version)
        if row is None:
            return _added(actor, form, now)
        if row.form == form:
            return Saved(row.id, version_of(row.changed_at))
        row.form, row.changed_at = form, _later(now, row.changed_at)
        row.save(update_fields=["form", "changed_at"])
        return Saved(row.id, version_of(row.changed_at))


def discard_draft(actor: Account, draft_id: int) -> None:
    """Throw a draft away."""
    if not SavedDraft.objects.filter(account=actor, id=draft_id).delete()[0]:
        raise NotFound


def forget_draft(actor: Account, draft_id: int | None, hand: str) -> None:
    """Let the draft go that has become a post; ``hand`` is the key of the form it was written in."""
    kept = _storable(hand)
    if draft_id is not None or kept:
        those = Q(id=draft_id) | (Q(form__key__0=kept) if kept else Q())
        SavedDraft.objects.filter(those, account=actor).delete()


def storable(form: Form) -> dict[str, list[str]]:
    """A form as every database can keep it."""
    return {_storable(name): [_storable(value) for value in values] for name, values in form.items()}


def _checked(begun: Begun) -> dict[str, list[str]]:
    form = storable(begun.form)
    says = any(value.strip() for name in _WORDS for value in form.get(name, ()))
    if not (says or begun.pictures or begun.recordings):
        raise Invalid("text", _("There is nothing to keep yet: write something first."))
    if len(json.dumps(form, ensure_ascii=False).encode()) > BYTES_MOST:
        raise Invalid("text", _("This is too long to be kept as a draft."))
    return form


def _storable(value: str) -> str:
    """What every database can keep, and deceives nobody who reads it again."""
    return clean(value.encode(errors="replace").decode())


def _open_to(actor: Account, draft_id: int | None, form: Form, version: int) -> SavedDraft | None:
    """The draft that this form may write over."""
    mine = SavedDraft.objects.select_for_update().filter(account=actor)
    hand = first(form, "key")
    if draft_id is None:
        return mine.filter(form__key__0=hand).first() if hand else None
    row = mine.filter(id=draft_id).first()
    if row is None or row.form == form or version_of(row.changed_at) == version:
        return row
    return row if hand and hand == first(row.form, "key") else None


def _added(actor: Account, form: dict[str, list[str]], now: datetime) -> Saved:
    Account.objects.select_for_update(no_key=True).get(id=actor.id)  # one after the other, so that the count holds
    if SavedDraft.objects.filter(account=actor).count() >= DRAFTS_MOST:
        raise Invalid("drafts", _("You have 50 drafts already. Throw one away, then this one can be kept."))
    row = SavedDraft.objects.create(account=actor, form=form, changed_at=_later(now, None))
    return Saved(row.id, version_of(row.changed_at))


def _later(now: datetime, before: datetime | None) -> datetime:
    """Whole milliseconds, and always after the version before."""
    moment = now.replace(microsecond=now.microsecond // 1000 * 1000)
    return moment if before is None or moment > before else before + timedelta(milliseconds=1)
