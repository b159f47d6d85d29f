"""The letter about what happened: collected for a while, never what the member has seen, nothing that is not theirs."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.accounts.models import Account
from folkmoot.core.cursors import Page
from folkmoot.core.ids import id_at, made_at
from folkmoot.instance.queries import community
from folkmoot.notifications.letters.links import NEWS
from folkmoot.notifications.letters.sending import excerpt, name_of, plain, reader, send, speaking
from folkmoot.notifications.letters.sorts import DIRECT, read, sort_told, wanted_of
from folkmoot.notifications.models import Letters
from folkmoot.notifications.queries import Told, hides, read_marker, sentence_of, told
from folkmoot.posts.hydrate import PostView, posts

MOST = 30  # things in one letter
PAGES_MOST = 10  # as many are looked at where filters hide most of what is new
OLD = timedelta(days=3)  # news that could not be written in time
PLACES = {"request": "/follow-requests", "plan": "/scheduled", "report": "/reports"}


class Item(NamedTuple):
    """One thing that happened, with the post that it is about."""

    told: Told
    post: PostView | None


def write_news(account_id: int, up_to: int) -> None:
    """Write to a member what happened up to an id and what they have not seen yet; once, however often it is tried."""
    found = reader(account_id)
    if found is None:
        _none_is_coming(account_id, up_to)
        return
    account, row = found
    items, is_all = news_of(row, up_to)
    with transaction.atomic(), speaking(account):
        fresh = Letters.objects.filter(account=account_id, news_id__lt=up_to, stopped_at=None)
        moved = fresh.update(news_id=up_to)
        if moved and items:
            send(account, NEWS, subject_of(items), parts(account, items, is_all=is_all))
        elif moved:
            _none_is_coming(account_id, up_to)


def _none_is_coming(account_id: int, up_to: int) -> None:
    """The letter that was due is not written; another that fell due since still is."""
    Letters.objects.filter(account=account_id, news_at__lte=made_at(up_to)).update(news_at=None)


def news_of(row: Letters, up_to: int) -> tuple[list[Item], bool]:
    """What the member wants to be written of, may see now and has not read, the oldest first; whether that is all."""
    wanted = read(row.mail)
    if not wanted:
        return [], True
    asked, marker = wanted_of(wanted), read_marker(row.account_id)
    seen = marker.last_id if marker else 0
    above = max(row.news_id, seen, id_at(timezone.now() - OLD))
    items: list[Item] = []
    below: int | None = up_to + 1
    for _page in range(PAGES_MOST):
        found = told(row.account_id, asked, Page(limit=MOST, since_id=above, max_id=below))
        items += [each for each in _with_posts(row.account_id, found.items) if not hides(each.post)]
        below = found.older
        if below is None or len(items) > MOST:
            break
    return items[:MOST][::-1], below is None and len(items) <= MOST


def _with_posts(viewer: int, found: Sequence[Told]) -> list[Item]:
    shown = {post.id: post for post in posts(viewer, [each.post_id for each in found if each.post_id])}
    return [Item(each, shown.get(each.post_id or 0)) for each in found]


def subject_of(items: list[Item]) -> str:
    """What the letter is about, in one line."""
    if len(items) == 1:
        return _sentence(items[0], plain)
    number = ngettext(
        "%(count)d thing happened at %(community)s", "%(count)d things happened at %(community)s", len(items)
    )
    return number % {"count": len(items), "community": community().name}


def parts(account: Account, items: list[Item], *, is_all: bool) -> list[str]:
    """The letter, part by part."""
    hello = _("Hello %(name)s,") % {"name": name_of(account.name or account.username)}
    begin = _("this happened at %(community)s:") % {"community": community().name}
    more = _("All that happened to you:") if is_all else _("There is more on your page of notifications:")
    origin = settings.FOLKMOOT.origin
    choose = _("What is written to you, and when, is up to you:") + f"\n{origin}/settings/letters"
    return [f"{hello}\n\n{begin}", *map(_part, items), f"{more}\n{origin}/notifications", choose]


def _part(item: Item) -> str:
    """What happened, how the post begins, and where it is."""
    return "\n".join(line for line in (_sentence(item, name_of), excerpt(item.post), _address(item)) if line)


def _sentence(item: Item, named: Callable[[str], str]) -> str:
    if sort_told(*item) == DIRECT:
        return _("%(name)s wrote to you privately") % {"name": named(item.told.actor.name)}
    return sentence_of(item.told.kind, item.told.mark) % {"name": named(item.told.actor.name)}


def _address(item: Item) -> str:
    collection = item.told.collection
    path = item.post.body.path if item.post else collection.path if collection else item.told.actor.path
    return f"{settings.FOLKMOOT.origin}{PLACES.get(item.told.kind, path)}"
