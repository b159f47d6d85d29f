"""What those who run the community say to all members, and what members do with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.audit.actions import record
from folkmoot.core import html
from folkmoot.core.emoji import one_emoji
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.core.events import publish
from folkmoot.core.ids import new_id
from folkmoot.core.rows import insert_once
from folkmoot.instance.actions.settings import ANNOUNCE, Operator, require
from folkmoot.instance.events import Announced, AnnouncementAnswered, AnnouncementWithdrawn
from folkmoot.instance.hydrate import running
from folkmoot.instance.models import Announcement, AnnouncementReaction, Dismissal
from folkmoot.instance.queries import chosen_emoji, manner

TEXT_MOST = 5_000
LATEST = timedelta(days=365)
EMOJI_MOST = 30  # different ones under one announcement


@dataclass(frozen=True)
class Notice:
    """An announcement as it is handed in."""

    text: str | Mapping[str, str]  # in the community's language, or by language with the community's among them
    shows_at: datetime | None = None  # at once
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    all_day: bool = False


@transaction.atomic
def announce(actor: Operator, notice: Notice) -> int:
    """Say something to all members, now or from a moment that is to come; the announcement's id."""
    require(actor, ANNOUNCE)
    values = _checked(notice, timezone.now())
    some_id = new_id()
    record(actor.id, "announcement.publish", "announcement", some_id, _said(values))
    Announcement.objects.create(id=some_id, made_by=actor.id, **values)
    publish(Announced(some_id))
    return some_id


@transaction.atomic
def rewrite_announcement(actor: Operator, announcement_id: int, notice: Notice) -> None:
    """Say it otherwise, or at another time; one that was withdrawn is shown again."""
    require(actor, ANNOUNCE)
    row, was_shown = _found(announcement_id), _is_running(announcement_id)
    values = _checked(notice, row.shows_at)
    record(actor.id, "announcement.change", "announcement", announcement_id, _said(values))
    Announcement.objects.filter(id=announcement_id).update(**values, withdrawn_at=None)
    if was_shown and not _is_running(announcement_id):
        publish(AnnouncementWithdrawn(announcement_id))
    publish(Announced(announcement_id))


@transaction.atomic
def withdraw_announcement(actor: Operator, announcement_id: int) -> None:
    """Show it to nobody any more."""
    require(actor, ANNOUNCE)
    _found(announcement_id)
    was_shown = _is_running(announcement_id)
    record(actor.id, "announcement.withdraw", "announcement", announcement_id, "")
    Announcement.objects.filter(id=announcement_id).update(withdrawn_at=timezone.now())
    publish(AnnouncementWithdrawn(announcement_id, was_shown=was_shown))


@transaction.atomic
def dismiss_announcement(actor: Operator, announcement_id: int) -> None:
    """A member has read it, and does not want to see it again."""
    _require_running(announcement_id)
    if insert_once(Dismissal, announcement_id=announcement_id, account_id=actor.id):
        publish(AnnouncementAnswered(announcement_id, actor.id))


@transaction.atomic
def answer_announcement(actor: Operator, announcement_id: int, emoji: str) -> None:
    """Put an emoji to it, or one of the community's own; each once."""
    chosen = chosen_emoji(emoji)
    _require_running(announcement_id)
    if not insert_once(AnnouncementReaction, announcement_id=announcement_id, account_id=actor.id, emoji=chosen):
        return
    different = AnnouncementReaction.objects.filter(announcement=announcement_id).values("emoji").distinct()
    if different.count() > EMOJI_MOST:
        raise NotAllowed(_("There are many emoji here already. Choose one of those."))
    publish(AnnouncementAnswered(announcement_id, actor.id, chosen))


@transaction.atomic
def unanswer_announcement(actor: Operator, announcement_id: int, emoji: str) -> None:
    """Take an emoji back; also one that the community offers no more."""
    _require_running(announcement_id)
    written = emoji if emoji.startswith(":") else one_emoji(emoji)
    own = AnnouncementReaction.objects.filter(announcement=announcement_id, account_id=actor.id, emoji=written)
    if own.delete()[0]:
        publish(AnnouncementAnswered(announcement_id, actor.id, written))


def _checked(notice: Notice, otherwise: datetime) -> dict[str, object]:
    texts = _texts(notice.text)
    starts_at, ends_at = _whole_days(notice) if notice.all_day else (notice.starts_at, notice.ends_at)
    shows_at, moment = notice.shows_at or otherwise, timezone.now()
    if shows_at > moment + LATEST:
        raise Invalid("shows_at", _("Choose a time within the next year."))
    if starts_at and ends_at and ends_at < starts_at:
        raise Invalid("ends_at", _("It cannot end before it begins."))
    if ends_at and ends_at <= max(moment, shows_at):
        raise Invalid("ends_at", _("By then it would be over before anybody could read it."))
    return {
        "texts": texts,
        "htmls": {language: html.render(text, {}) for language, text in texts.items()},
        "shows_at": shows_at,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "all_day": notice.all_day and bool(starts_at or ends_at),
        "changed_at": moment,
    }


def _texts(text: str | Mapping[str, str]) -> dict[str, str]:
    """What was written by language, the community's own among them; ``Invalid`` names ``text``, or ``text_ar``."""
    own = manner().language
    given = {own: text} if isinstance(text, str) else {own: "", **text}
    texts = {language: _text(language, own, words) for language, words in given.items()}
    return {language: words for language, words in texts.items() if words}


def _text(language: str, own: str, words: str) -> str:
    field = "text" if language == own else f"text_{language}"
    if language not in dict(settings.LANGUAGES):
        raise Invalid(field, _("Please choose one of the languages offered."))
    kept = html.clean(words).strip()
    if language == own and not kept:
        raise Invalid(field, _("Write something first."))
    if len(kept) > TEXT_MOST:
        raise Invalid(field, _("An announcement has at most 5,000 characters."))
    return kept


def _said(values: Mapping[str, object]) -> str:
    """The words for the log of staff, in every language."""
    texts = values["texts"]
    return "\n\n".join(texts.values()) if isinstance(texts, dict) else ""


def _whole_days(notice: Notice) -> tuple[datetime | None, datetime | None]:
    """From the first moment of the first day to the last of the last one, where whoever writes it lives."""
    starts = notice.starts_at and datetime.combine(timezone.localdate(notice.starts_at), time.min)
    ends = notice.ends_at and datetime.combine(timezone.localdate(notice.ends_at), time.max)
    return starts and timezone.make_aware(starts), ends and timezone.make_aware(ends)


def _found(announcement_id: int) -> Announcement:
    row = Announcement.objects.filter(id=announcement_id).first()
    if row is None:
        raise NotFound
    return row


def _require_running(announcement_id: int) -> None:
    if not _is_running(announcement_id):
        raise NotFound


def _is_running(announcement_id: int) -> bool:
    return Announcement.objects.filter(running(), id=announcement_id).exists()
