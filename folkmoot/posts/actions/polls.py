"""Asking, and voting."""

import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.core import html
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.core.events import publish
from folkmoot.core.rows import insert_once
from folkmoot.posts.events import Voted
from folkmoot.posts.models import Ballot, Poll, PollOption
from folkmoot.posts.queries import get_post

OPTIONS_LEAST, OPTIONS_MOST = 2, 10
OPTION_MOST = 100  # characters
SHORTEST, LONGEST = timedelta(minutes=5), timedelta(days=30)


@dataclass(frozen=True)
class NewPoll:
    """A poll as it is handed in."""

    options: tuple[str, ...]
    seconds: int  # from publishing until it ends
    multiple: bool = False


def checked_poll(poll: NewPoll | None) -> NewPoll | None:
    """A poll that can be asked; ``Invalid`` names what has to be mended."""
    if poll is None:
        return None
    if not SHORTEST.total_seconds() <= poll.seconds <= LONGEST.total_seconds():
        raise Invalid("poll", _("A poll can run for five minutes at least and for 30 days at most."))
    return checked_options(poll)


def checked_options(poll: NewPoll) -> NewPoll:
    """A poll whose options are in order, whenever it ends; empty ones do not count."""
    options = tuple(option for each in poll.options if (option := " ".join(html.clean(each).split())))
    if not OPTIONS_LEAST <= len(options) <= OPTIONS_MOST:
        raise Invalid("poll", _("A poll needs two options at least and can have ten at most."))
    if max(map(len, options)) > OPTION_MOST:
        raise Invalid("poll", _("An option can have 100 characters at most."))
    if len({option.casefold() for option in options}) < len(options):
        raise Invalid("poll", _("Two options of the poll are the same."))
    return replace(poll, options=options)


def ask(post_id: int, poll: NewPoll | None) -> None:
    """Let a post ask, inside the caller's transaction; nothing happens without a poll."""
    if poll is None:
        return
    ends_at = timezone.now() + timedelta(seconds=poll.seconds)
    Poll.objects.create(post_id=post_id, multiple=poll.multiple, ends_at=ends_at)
    offer(post_id, poll.options)


def offer(post_id: int, options: Collection[str]) -> None:
    """Write down the options of a poll, none of them chosen yet."""
    rows = [PollOption(post_id=post_id, position=place, title=title) for place, title in enumerate(options)]
    PollOption.objects.bulk_create(rows)


def vote(actor: Account, post_id: int, choices: Collection[int]) -> None:
    """Vote once in the poll of a post that one may see, before it ends; nobody votes in a poll of their own."""
    chosen = sorted(set(choices))
    with transaction.atomic():
        view = get_post(actor.id, post_id)
        poll = Poll.objects.select_for_update().filter(post=view.post_id).first()
        if poll is None:
            raise NotFound
        if view.body.author.id == actor.id:
            raise NotAllowed(_("This is your own poll: the others vote in it."))
        if poll.ends_at <= timezone.now():
            raise NotAllowed(_("This poll has ended."))
        _check(poll, chosen)
        if not insert_once(Ballot, account_id=actor.id, post_id=poll.pk, choices=json.dumps(chosen)):
            raise NotAllowed(_("You have voted here already: everybody votes once."))
        _count(poll, chosen)
        publish(Voted(actor.id, poll.pk))


def _check(poll: Poll, chosen: list[int]) -> None:
    if not chosen:
        raise Invalid("choices", _("Choose something first."))
    if not 0 <= chosen[0] <= chosen[-1] < OPTIONS_MOST:
        raise Invalid("choices", _("This is none of the options."))
    if len(chosen) > 1 and not poll.multiple:
        raise Invalid("choices", _("Choose one option only."))


def _count(poll: Poll, chosen: list[int]) -> None:
    """Add a ballot to the numbers; the row of the poll is locked, so that they are those of one state of it."""
    options = PollOption.objects.filter(post=poll.pk, position__in=chosen)
    if options.update(votes=F("votes") + 1) != len(chosen):
        raise Invalid("choices", _("The options of this poll have changed. Have a look at them again."))
    Poll.objects.filter(post=poll.pk).update(voters=F("voters") + 1)
