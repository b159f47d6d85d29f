"""Counting what rises: every few minutes, over what was said in the last day, in a bounded number of statements.

For each of four kinds the 60 things that most people speak of, and of each the first 300 people; of likes and follows
the newest 20,000. Whatever the size of the community, that is sixteen statements to read, and two to write.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import timedelta
from operator import attrgetter
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from folkmoot.core.events import publish
from folkmoot.core.ids import id_at
from folkmoot.core.rows import insert_once
from folkmoot.discovery.actions.noting import KEPT, is_on
from folkmoot.discovery.events import CountWanted
from folkmoot.discovery.independence import Crowd, Voice, crowd, friends
from folkmoot.discovery.kinds import Kind
from folkmoot.discovery.models import CountWish, Rising
from folkmoot.discovery.queries import evidence
from folkmoot.discovery.rise import held, languages_of, needed, speed, usual_of

WINDOWS = {
    Kind.TAG: timedelta(days=1),
    Kind.LINK: timedelta(days=1),
    Kind.POST: timedelta(days=1),
    Kind.PERSON: timedelta(days=3),
}
PLOTTED = 7  # days
DAYS = KEPT.days


class _Thing(NamedTuple):
    """All that was said of one thing, in whatever spelling."""

    kind: Kind
    key: str
    ref: int  # the spelling that most use
    voices: list[Voice]
    days: list[int]


class _Counted(NamedTuple):
    thing: _Thing
    found: Crowd
    usual: float  # on a day; nothing where nobody knows
    held: str
    speed: float

    @property
    def order(self) -> tuple[bool, float, int]:
        """What is shown stands above what is not."""
        return not self.held, self.speed, self.thing.ref


@transaction.atomic
def wish_count() -> None:
    """Have it counted soon what rises, where nobody is about to do so."""
    if insert_once(CountWish, id=1):
        publish(CountWanted())


def count_as_wished() -> None:
    """Count what rises; whoever wishes for it from here on has it counted once more."""
    CountWish.objects.all().delete()
    count_anew()


def count_anew() -> None:
    """Put what rises now in the place of what rose a few minutes ago; where nothing is counted, nothing stays."""
    counted = sorted(_all(), key=attrgetter("order")) if is_on() else []
    with transaction.atomic():
        Rising.objects.all().delete()
        Rising.objects.bulk_create(_row(place, each) for place, each in enumerate(counted, start=1))


def _all() -> Iterator[_Counted]:
    need, now = needed(evidence.members()), timezone.now()
    noted = evidence.noted_for(DAYS)
    for kind, window in WINDOWS.items():
        things = list(_things(kind, evidence.voices(kind, id_at(now - window), need)))
        friends_of = friends(evidence.follows({voice.account_id for thing in things for voice in thing.voices}))
        for thing in things:
            found = crowd(thing.voices, friends_of)
            since = noted if kind in {Kind.TAG, Kind.LINK} else DAYS  # all else is always there
            usual = usual_of(thing.days, since, window.days)
            meanwhile = None if usual is None else usual * window.days
            yield _Counted(thing, found, usual or 0.0, held(found, meanwhile, need), speed(found, meanwhile or 0.0))


def _things(kind: Kind, said: Mapping[int, list[Voice]]) -> Iterator[_Thing]:
    """What was spoken of, each spelling with those that look the same."""
    alike: dict[str, list[int]] = defaultdict(list)
    for ref, key in evidence.keys(kind, said).items():
        alike[key].append(ref)
    for refs in alike.values():
        refs.sort(key=lambda ref: (-len(said[ref]), ref))
    days = evidence.by_day(kind, {ref: refs[0] for refs in alike.values() for ref in refs}, DAYS)
    for key, refs in alike.items():
        people = {voice.account_id: voice for ref in reversed(refs) for voice in said[ref]}
        yield _Thing(kind, key, refs[0], list(people.values()), days[refs[0]])


def _row(place: int, counted: _Counted) -> Rising:
    thing, found = counted.thing, counted.found
    return Rising(
        place=place,
        kind=thing.kind,
        ref=thing.ref,
        key=thing.key,
        languages=languages_of(thing.voices),
        held=counted.held,
        voices=found.voices,
        present=found.present,
        clusters=found.clusters,
        share_new=round(100 * found.share_weak),
        largest=round(100 * found.largest),
        usual=counted.usual,
        days=thing.days[-PLOTTED:],
    )
