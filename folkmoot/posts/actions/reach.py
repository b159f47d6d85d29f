"""What a post may carry to others while its author is new here: links, names, files, words to strangers.

A post of plain words asks nothing, and nor does any post of somebody who is past all this.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.accounts.actions.trust import elsewhere, reach_of
from folkmoot.accounts.models import Account
from folkmoot.accounts.queries.trust import is_new
from folkmoot.accounts.queries.trust_words import no_links_yet, when_more
from folkmoot.accounts.reach import EVERYTHING, Reach
from folkmoot.core import html, limits
from folkmoot.core.errors import Invalid, TooMany
from folkmoot.core.limits import Limit
from folkmoot.posts.actions.drafts import Draft
from folkmoot.posts.actions.polls import NewPoll
from folkmoot.posts.hydrate import Body
from folkmoot.posts.models import Scope
from folkmoot.posts.queries.strangers import strangers

_DAY, _HOUR = 24 * 60 * 60, 60 * 60
NARROW = frozenset({Scope.FOLLOWERS, Scope.LIST, Scope.DIRECT})  # whoever is named in one reads it for that alone


@dataclass(frozen=True)
class Carried:
    """What a post carries to others besides plain words; of an edit, what it adds."""

    post_id: int
    links: bool = False
    named: frozenset[int] = frozenset()  # besides those it answers
    privately: frozenset[int] = frozenset()  # who reads it since they are named or addressed, and else would not
    pictures: int = 0
    recordings: int = 0

    @property
    def is_plain(self) -> bool:
        """Whether there is nothing to ask about."""
        return self == Carried(self.post_id)


class About(NamedTuple):
    """What a new post is about: whoever wrote these is told of it."""

    parent: Body | None = None
    quoted: Body | None = None


type Named = Mapping[tuple[str, str], Account]


def require_draft(actor: Account, draft: Draft, named: Named, about: About, post_id: int) -> None:
    """Refuse a new post that carries what is not open to its author yet, once all else about it is right."""
    if is_new(actor):
        require_reach(actor, of_draft(actor, draft, named, about, post_id))


def of_draft(actor: Account, draft: Draft, named: Named, about: About, post_id: int) -> Carried:
    """What a new post carries."""
    parent, told = about.parent, frozenset(body.author.id for body in about if body)
    reached = answered(actor.id, parent.author.id, [each.id for each in parent.mentions]) if parent else frozenset()
    others = frozenset(account.id for account in named.values()) - {actor.id}
    return Carried(
        post_id,
        links=bool(addresses_elsewhere(draft.text, draft.warning, draft.poll)),
        named=others - reached,
        privately=_privately(draft, others, told) - {actor.id} - _who_named(actor, parent),
        pictures=len(draft.pictures),
        recordings=len(draft.recordings),
    )


def require_reach(actor: Account, carried: Carried) -> None:
    """Refuse what is not open to its author yet; what is open so many times a day is counted, once all else is right.

    ``Invalid`` names the field, and says when it opens.
    """
    reach = _asked_of(actor, carried)
    if reach is not EVERYTHING:
        unknown = _strangers(actor, reach, carried)
        _require_open(actor, reach, carried, unknown)
        _spend(actor, reach, carried, unknown)


def foresee_reach(actor: Account, carried: Carried) -> None:
    """The same for what is to be published later: nothing is counted yet."""
    reach = _asked_of(actor, carried)
    if reach is not EVERYTHING:
        _require_open(actor, reach, carried, _strangers(actor, reach, carried))


def require_recordings(actor: Account) -> None:
    """Refuse a video or a sound before it is sent, where its owner could not publish it."""
    _require_open(actor, reach_of(actor), Carried(0, recordings=1), ())


def answered(actor: int, author: int, named: Collection[int]) -> frozenset[int]:
    """Those whom an answer reaches by being one: whoever wrote the post, and whom that names; none of one's own."""
    return frozenset() if author == actor else frozenset({author, *named})


def addresses_elsewhere(text: str, warning: str, poll: NewPoll | None) -> set[str]:
    """The web addresses in all that a post says that lead away from here."""
    lines = (warning, *(poll.options if poll else ()))
    return elsewhere([*html.addresses_in(text), *(each for line in lines for each in html.addresses_in_line(line))])


def _asked_of(actor: Account, carried: Carried) -> Reach:
    return EVERYTHING if carried.is_plain else reach_of(actor)


def _who_named(actor: Account, parent: Body | None) -> frozenset[int]:
    """Whoever turned to the actor by name in the post that is answered."""
    called = parent is not None and any(each.id == actor.id for each in parent.mentions)
    return frozenset({parent.author.id}) if parent and called else frozenset()


def _privately(draft: Draft, named: frozenset[int], told: frozenset[int]) -> frozenset[int]:
    if draft.scope not in NARROW:
        return frozenset()
    if draft.scope == Scope.LIST:  # who is on the circle reads it only in a feed of who they follow, unless told of it
        return (named | told) & frozenset(draft.addressed)
    return named | frozenset(draft.addressed)


def _strangers(actor: Account, reach: Reach, carried: Carried) -> set[int]:
    if not carried.privately or reach.strangers is None:
        return set()
    since = timezone.now() - timedelta(seconds=_DAY) if reach.strangers else None
    return strangers(actor.id, carried.privately, since, carried.post_id)


def _require_open(actor: Account, reach: Reach, carried: Carried, unknown: Collection[int]) -> None:
    if carried.links and reach.links == 0:
        raise Invalid("text", no_links_yet(actor))
    if unknown and reach.strangers == 0:
        words = _("You can write to people who do not follow you and never wrote to you %(when)s.")
        raise Invalid("scope", words % {"when": when_more(actor)})
    if carried.recordings and not reach.recordings:
        raise Invalid("recordings", _("Video and sound open for you %(when)s.") % {"when": when_more(actor)})
    if reach.mentions is not None and len(carried.named) > reach.mentions:
        words = ngettext(
            "For now a post of yours can name %(count)s person besides those it answers. More open %(when)s.",
            "For now a post of yours can name %(count)s people besides those it answers. More open %(when)s.",
            reach.mentions,
        )
        raise Invalid("text", words % {"count": reach.mentions, "when": when_more(actor)})


def _spend(actor: Account, reach: Reach, carried: Carried, unknown: Collection[int]) -> None:
    """Count what is open so many times a day; when one of it was used up, none counts."""
    wanted = (
        ("links", reach.links, int(carried.links), "text"),
        ("strangers", reach.strangers, len(unknown), "scope"),
        ("files", reach.files, carried.pictures + carried.recordings, _field_of_files(carried)),
    )
    spent: list[tuple[Limit, int]] = []
    for kind, most, times, field in wanted:
        if not (most and times):
            continue
        limit = Limit(f"{kind}-a-day", "", _DAY, number=most)
        try:
            limits.count(limit, actor.id, times=times)
        except TooMany as used:
            for earlier, number in spent:
                limits.give_back(earlier, actor.id, number)
            raise Invalid(field, _used_up(actor, kind, most, used.retry_after)) from None
        spent.append((limit, times))


def _field_of_files(carried: Carried) -> str:
    return "pictures" if carried.pictures else "recordings"


def _used_up(actor: Account, kind: str, most: int, seconds: int) -> str:
    said = {
        "links": _("For now you can write %(most)s posts with links a day. Today’s are used: more in %(wait)s."),
        "strangers": _(
            "For now you can write to %(most)s people a day who do not follow you and never wrote to you:"
            " more in %(wait)s."
        ),
        "files": _("For now your posts can show and play %(most)s files a day: more in %(wait)s."),
    }
    hours = ceil(seconds / _HOUR)
    wait = ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    again = said[kind] % {"most": most, "wait": wait}
    return f"{again} {_('Without this limit %(when)s.') % {'when': when_more(actor)}}"
