"""How many independent voices there are among those who speak of a thing. Pure: no tables, no clock.

Whoever writes nearly what another wrote, or has two other things in common with somebody, counts together with them
as one cluster, in which each further voice counts for less. Nobody is shut out by this: it only says how far a crowd
is one.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from folkmoot.accounts.reach import Level
from folkmoot.discovery.signature import Signature, are_alike, shared_needed

FURTHER = 0.3  # what each further voice of a cluster counts of the one before
TIED = 0.1  # what each loose tie to somebody who was counted before takes away
HOUR = 60 * 60 * 1000
COUNTS = 0.2  # weight from which on a voice counts as one
_ONE = 2  # ties of this strength make two one
_BY_LEVEL = {Level.NEW: 0.0, Level.KNOWN: 0.3, Level.MEMBER: 1.0, Level.REGULAR: 1.0, Level.PILLAR: 1.0}
_BY_AGE = ((2, 0.0), (14, 0.5))  # days: younger ones count for that much
_SELDOM, _RARELY = 3, 0.5  # days here of the last hundred or so
_UNKNOWN = 0.25  # nobody whom the community knows follows them


class Voice(NamedTuple):
    """Somebody who speaks of a thing, with what may tie them to others; all of it from what is kept anyway."""

    account_id: int
    made: int  # when the account was made, in milliseconds
    days: int  # since then
    trust: int
    lately: int  # days on which they were here, of about the last hundred
    is_known: bool  # somebody follows them whom the community knows
    near: str = ""  # keyed hash of the network they came from, while it is kept
    inviter: int = 0
    signature: Signature = ()
    is_gone: bool = False  # the post was taken back or removed, or the account is not there for others
    language: str = ""


class Crowd(NamedTuple):
    """What the voices of a thing come to."""

    voices: int
    clusters: int  # those that count
    weight: float  # independent voices
    share_weak: float  # of voices that are new, alike, or taken back
    largest: float  # share of the voices that are in the largest cluster
    present: int  # those whose words are still there: what is told to everybody


type Friends = Mapping[int, AbstractSet[int]]


def friends(follows: AbstractSet[tuple[int, int]]) -> Friends:
    """By person, who follows them and is followed by them."""
    found: dict[int, set[int]] = defaultdict(set)
    for one, other in follows:
        if (other, one) in follows:
            found[one].add(other)
    return dict(found)


class _Cluster:
    def __init__(self, leader: Voice, weight: float) -> None:
        self.leader, self.first, self.weight, self.size, self.share = leader, weight, weight, 1, FURTHER

    def take(self, weight: float) -> None:
        self.weight += weight * self.share
        self.share *= FURTHER
        self.size += 1


def weight(voice: Voice) -> float:
    """What one voice counts by itself: by trust, by age, by whether they live here and somebody knows them."""
    if voice.is_gone:
        return 0.0
    found = _BY_LEVEL.get(Level(voice.trust), 0.0)
    found *= next((share for days, share in _BY_AGE if voice.days < days), 1.0)
    found *= _RARELY if voice.lately < _SELDOM else 1.0
    return found * (1.0 if voice.is_known else _UNKNOWN)


def tie(one: Voice, other: Voice, friends_of: Friends) -> int:
    """How much two people have in common: from two on they count together."""
    loose = (
        bool(one.near and one.near == other.near)
        + bool(one.inviter and one.inviter == other.inviter)
        + (one.inviter == other.account_id or other.inviter == one.account_id)
        + (abs(one.made - other.made) < HOUR)
        + (other.account_id in friends_of.get(one.account_id, ()))
    )
    return loose if loose >= _ONE or not are_alike(one.signature, other.signature) else _ONE


class _Leaders:
    """The clusters so far, each found by what its leader might have in common with somebody: few are compared."""

    def __init__(self, friends_of: Friends) -> None:
        self.clusters: list[_Cluster] = []
        self._friends_of = friends_of
        self._by_mark: dict[Hashable, list[int]] = defaultdict(list)
        self._by_bin: dict[tuple[int, int], list[int]] = defaultdict(list)

    def add(self, cluster: _Cluster) -> None:
        place, leader = len(self.clusters), cluster.leader
        self.clusters.append(cluster)
        for mark in _marks(leader, range(1)):
            self._by_mark[mark].append(place)
        for each in _bins(leader.signature):
            self._by_bin[each].append(place)

    def tied(self, voice: Voice) -> list[tuple[int, _Cluster]]:
        """The clusters that have anything in common with somebody, the first ones first, and how much."""
        near = {place for mark in self._looked_for(voice) for place in self._by_mark.get(mark, ())}
        same = Counter(place for each in _bins(voice.signature) for place in self._by_bin.get(each, ()))
        least = shared_needed(voice.signature)
        near.update(place for place, count in same.items() if count >= least)
        found = ((tie(self.clusters[place].leader, voice, self._friends_of), place) for place in sorted(near))
        return [(strength, self.clusters[place]) for strength, place in found if strength]

    def _looked_for(self, voice: Voice) -> Iterator[Hashable]:
        yield from _marks(voice, range(-1, 2))
        yield "is", voice.inviter
        yield "by", voice.account_id
        yield from (("is", friend) for friend in self._friends_of.get(voice.account_id, ()))


def _marks(voice: Voice, hours: Iterable[int]) -> Iterator[Hashable]:
    """What somebody is found by."""
    yield "is", voice.account_id
    yield from (("hour", voice.made // HOUR + each) for each in hours)
    if voice.near:
        yield "near", voice.near
    if voice.inviter:
        yield "by", voice.inviter


def _bins(signature: Signature) -> Iterator[tuple[int, int]]:
    return ((place, value) for place, value in enumerate(signature) if value)


def crowd(voices: Sequence[Voice], friends_of: Friends) -> Crowd:
    """What some people come to together; those who count most are looked at first."""
    leaders = _Leaders(friends_of)
    weak = 0
    for voice in sorted(voices, key=lambda each: (-weight(each), each.account_id)):
        own, ties = weight(voice), leaders.tied(voice)
        near = next((each for strength, each in ties if strength >= _ONE), None)
        weak += own < COUNTS or near is not None
        if near:
            near.take(own)
        else:
            leaders.add(_Cluster(voice, own / (1 + TIED * len(ties))))
    count, clusters = len(voices) or 1, leaders.clusters
    return Crowd(
        len(voices),
        sum(weight(each.leader) >= COUNTS for each in clusters),
        sum(each.weight for each in clusters),
        weak / count,
        max((each.size for each in clusters), default=0) / count,
        sum(not each.is_gone for each in voices),
    )
