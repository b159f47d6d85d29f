"""The digest: what somebody missed who was not here, and nothing where there is nothing to say."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.accounts.hydrate import AccountView
from folkmoot.accounts.models import Account, Stats
from folkmoot.core.cursors import Page
from folkmoot.core.ids import id_at, made_at
from folkmoot.instance.hydrate import AnnouncementView, unread_announcements
from folkmoot.instance.queries import community
from folkmoot.notifications.letters.links import DIGEST
from folkmoot.notifications.letters.sending import excerpt, name_of, plain, reader, send, speaking
from folkmoot.notifications.letters.sorts import LABELS, SORTS, sort_of
from folkmoot.notifications.letters.wishes import zone_of
from folkmoot.notifications.models import Letters
from folkmoot.notifications.queries import unread_by_kind
from folkmoot.posts.hydrate import PostView, hits_in
from folkmoot.relations.queries import members
from folkmoot.timelines.queries import best_of_followed

POSTS_MOST, PEOPLE_MOST, COMING_MOST = 5, 5, 3
_LOOKED_AT = 3  # times as many posts, since those that a mailbox should not hold are left out


class Missed(NamedTuple):
    """What a digest tells of."""

    numbers: dict[str, int]  # by sort of news
    posts: list[PostView]
    people: list[AccountView]
    coming: list[AnnouncementView]

    @property
    def is_worth_it(self) -> bool:
        """Whether there is something to say: that others joined is none by itself."""
        return bool(self.numbers or self.posts or self.coming)


def write_digest(account_id: int, period: int, days: int) -> None:
    """Write to a member what they missed in the days before an id; once, however often it is tried.

    It begins where the last one ended, or at the last visit: those days were left out of the digest that came before.
    """
    found = reader(account_id)
    since = made_at(period) - timedelta(days=days)
    seen_on = Stats.objects.filter(account=account_id).values_list("seen_on", flat=True).first()
    if found is None or (seen_on and seen_on >= since.date()):
        return
    account, row = found
    with speaking(account):
        begin = max(_last_here(seen_on, since), made_at(row.digest_id), since - timedelta(days=days))
        missed = missed_by(account, begin)
        with transaction.atomic():
            fresh = Letters.objects.filter(account=account_id, digest_id__lt=period, stopped_at=None)
            if fresh.exclude(digest=Letters.Digest.OFF).update(digest_id=period) and missed.is_worth_it:
                subject = _("What you missed at %(community)s") % {"community": community().name}
                send(account, DIGEST, subject, parts(account, missed, begin))


def missed_by(account: Account, since: datetime) -> Missed:
    """What a member missed since a moment, as far as they may see it now."""
    above = id_at(since)
    numbers: dict[str, int] = {}
    for kind, is_direct, count in unread_by_kind(account.id, above):
        sort = sort_of(kind, is_direct=is_direct)
        numbers[sort] = numbers.get(sort, 0) + count
    best = best_of_followed(account.id, above, POSTS_MOST * _LOOKED_AT).posts
    posts = [post for post in best if excerpt(post) and not _hidden(post)][:POSTS_MOST]
    people = members(account.id, "", Page(limit=PEOPLE_MOST + 1, since_id=above)).items
    others = [person for person in people if person.id != account.id][:PEOPLE_MOST]
    return Missed(numbers, posts, others, list(_coming(account.id)))


def _last_here(day: date | None, since: datetime) -> datetime:
    """The beginning of the day on which they were here last: the hour is not kept, and nothing is to be left out."""
    return datetime.combine(day, time(), UTC) if day else since


def _hidden(post: PostView) -> bool:
    return any(True for _hit in hits_in(post, "home"))


def _coming(viewer: int) -> Iterator[AnnouncementView]:
    """What was announced that has not begun yet."""
    now = timezone.now()
    coming = [each for each in unread_announcements(viewer) if each.starts_at and each.starts_at > now]
    yield from coming[:COMING_MOST]


def parts(account: Account, missed: Missed, begin: datetime) -> list[str]:
    """The letter, part by part; those that would be empty are."""
    hello = _("Hello %(name)s,") % {"name": name_of(account.name or account.username)}
    words = {"community": community().name, "day": _day(account, begin)}
    says = _("this is what you may have missed at %(community)s since %(day)s:") % words
    origin = settings.FOLKMOOT.origin
    choose = _("How often this letter comes is up to you:") + f"\n{origin}/settings/letters"
    return [
        f"{hello}\n\n{says}",
        _listed(_("For you"), _numbers(missed), f"{origin}/notifications"),
        _listed(_("Posts of people you follow"), map(_post, missed.posts)),
        _listed(_("New here"), (f"- {name_of(each.name)}: {origin}{each.path}" for each in missed.people)),
        _listed(_("Coming soon"), (_announced(account, each) for each in missed.coming)),
        _("Read on:") + f"\n{origin}/",
        choose,
    ]


def _listed(heading: str, lines: Iterator[str], more: str = "") -> str:
    found = list(lines)
    return "\n".join([f"{heading}:", *found, *([more] if more else [])]) if found else ""


def _numbers(missed: Missed) -> Iterator[str]:
    for sort in SORTS:
        if sort in missed.numbers:
            yield f"- {LABELS[sort]}: {missed.numbers[sort]}"


def _post(post: PostView) -> str:
    return f"- {name_of(post.body.author.name)}: {excerpt(post)}\n  {settings.FOLKMOOT.origin}{post.body.path}"


def _announced(account: Account, view: AnnouncementView) -> str:
    begins = _day(account, view.starts_at) if view.starts_at else ""
    return f"- {begins}: {plain(view.text)}"


def _day(account: Account, moment: datetime) -> str:
    with timezone.override(zone_of(account)):
        return date_format(timezone.localtime(moment), "DATE_FORMAT")
