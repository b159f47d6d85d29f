"""Announcements, with what members answered to them, in a fixed number of statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q
from django.utils.timezone import now

from folkmoot.core.emoji import names_in
from folkmoot.core.errors import NotFound
from folkmoot.core.rows import among, id_list, select
from folkmoot.instance.models import Announcement, Dismissal
from folkmoot.instance.queries import EmojiView, emojis_named, manner, read_in
from folkmoot.media.queries import PictureView


@dataclass(frozen=True, slots=True)
class Answered:
    """One emoji that members put to an announcement: how often, and whether the viewer did."""

    emoji: str
    count: int
    mine: bool
    picture: PictureView | None  # of one of the community's own


@dataclass(frozen=True, slots=True)
class AnnouncementView:
    """An announcement as one member sees it: ``text`` and ``html`` in ``language``, which is one of ``texts``."""

    id: int
    language: str
    text: str
    html: str
    texts: Mapping[str, str]
    shows_at: datetime
    changed_at: datetime
    starts_at: datetime | None
    ends_at: datetime | None
    all_day: bool
    is_withdrawn: bool
    is_read: bool
    reactions: tuple[Answered, ...]
    emojis: tuple[EmojiView, ...]

    def is_planned(self, moment: datetime) -> bool:
        """Whether members do not see it yet."""
        return not self.is_withdrawn and self.shows_at > moment

    def is_over(self, moment: datetime) -> bool:
        """Whether its time has passed."""
        return self.ends_at is not None and self.ends_at <= moment


def announcements(viewer: int) -> list[AnnouncementView]:
    """What is announced at this moment, the oldest first, also what the viewer has dismissed."""
    return _views(viewer, list(Announcement.objects.filter(running()).order_by("shows_at", "id")))


def unread_announcements(viewer: int) -> list[AnnouncementView]:
    """What is announced and the viewer has not dismissed."""
    return [each for each in announcements(viewer) if not each.is_read]


def all_announcements(viewer: int) -> list[AnnouncementView]:
    """Whatever was ever announced or is planned, the newest first: for those who write them."""
    return _views(viewer, list(Announcement.objects.order_by("-shows_at", "-id")[:MOST_SHOWN]))


def written_announcement(viewer: int, announcement_id: int) -> AnnouncementView:
    """One announcement as it was written, at whatever time: for those who write them."""
    found = _views(viewer, list(Announcement.objects.filter(id=announcement_id)))
    if not found:
        raise NotFound
    return found[0]


def running_announcement(announcement_id: int) -> AnnouncementView | None:
    """One announcement as all read it who have not answered it, in the language of this moment; if it is shown now."""
    found = _views(NOBODY, list(Announcement.objects.filter(running(), id=announcement_id)))
    return found[0] if found else None


def answered(announcement_id: int, emoji: str) -> Answered | None:
    """How often an announcement was answered with an emoji, if it is shown now; also with one that nobody chose."""
    view = running_announcement(announcement_id)
    if view is None:
        return None
    own = emojis_named([emoji.strip(":")]) if emoji.startswith(":") else {}
    none = _answered((announcement_id, emoji, 0, 0), own)
    return next((each for each in view.reactions if each.emoji == emoji), none)


def come_and_gone(since: datetime, until: datetime) -> tuple[list[int], list[int]]:
    """The announcements that were planned and are shown since a moment, and those whose time is over since then."""
    kept = Announcement.objects.filter(withdrawn_at=None)
    planned = kept.filter(shows_at__gt=since, shows_at__lte=until, changed_at__lt=F("shows_at"))
    over = kept.filter(ends_at__gt=since, ends_at__lte=until)
    return list(planned.values_list("id", flat=True)), list(over.values_list("id", flat=True))


def running() -> Q:
    """What members see at this moment."""
    moment = now()
    return Q(withdrawn_at=None, shows_at__lte=moment) & (Q(ends_at=None) | Q(ends_at__gt=moment))


MOST_SHOWN = 200
NOBODY = 0  # in the place of a viewer


def _views(viewer: int, rows: Sequence[Announcement]) -> list[AnnouncementView]:
    if not rows:
        return []
    ids = [row.id for row in rows]
    read = set(
        Dismissal.objects.filter(account_id=viewer, announcement__in=ids).values_list("announcement_id", flat=True)
    )
    counted = select(_answers(), {"ids": id_list(ids), "viewer": viewer})
    language = {row.id: read_in(row.texts, manner().language) for row in rows}
    written = {row.id: names_in(row.texts.get(language[row.id], "")) for row in rows}
    answered = {emoji.strip(":") for _id, emoji, *_rest in counted if emoji.startswith(":")}
    own = emojis_named(answered.union(*written.values()))
    return [
        AnnouncementView(
            id=row.id,
            language=language[row.id],
            text=row.texts.get(language[row.id], ""),
            html=row.htmls.get(language[row.id], ""),
            texts=row.texts,
            shows_at=row.shows_at,
            changed_at=row.changed_at,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            all_day=row.all_day,
            is_withdrawn=row.withdrawn_at is not None,
            is_read=row.id in read,
            reactions=tuple(_answered(each, own) for each in counted if each[0] == row.id),
            emojis=tuple(own[name] for name in sorted(written[row.id]) if name in own),
        )
        for row in rows
    ]


def _answers() -> str:
    return f"""SELECT o.announcement_id, o.emoji, COUNT(*), MAX(CASE WHEN o.account_id = %(viewer)s THEN 1 ELSE 0 END)
      FROM instance_announcementreaction o WHERE {among("o.announcement_id", "ids")}
      GROUP BY o.announcement_id, o.emoji ORDER BY MIN(o.id)"""


def _answered(row: tuple[int, str, int, int], own: dict[str, EmojiView]) -> Answered:
    found = own.get(row[1].strip(":")) if row[1].startswith(":") else None
    return Answered(row[1], row[2], bool(row[3]), found.picture if found else None)
