"""Who lives in a world, and who follows, asks, mutes and blocks whom. Accounts are places from 0, not yet ids."""

import random
from collections import Counter
from dataclasses import dataclass, field

from bench.sizes import ESTRANGED, Size

LOCKED = 0.02  # of all accounts
_REQUESTS = 3  # for each locked account
_NAMES = [
    "Ada",
    "Bela",
    "Carla",
    "Dov",
    "Ela",
    "Farid",
    "Gita",
    "Hiro",
    "Ines",
    "Jonas",
    "Karim",
    "Lena",
    "Mira",
    "Nils",
    "Olga",
    "Pavel",
    "Qiu",
    "Rosa",
    "Samir",
    "Thea",
    "Uwe",
    "Vera",
]


@dataclass
class People:
    """The accounts of a world and what is between them."""

    size: Size
    random: random.Random
    follows: list[tuple[int, int]] = field(default_factory=list)
    mutes: set[tuple[int, int]] = field(default_factory=set)
    blocks: set[tuple[int, int]] = field(default_factory=set)
    requests: list[tuple[int, int]] = field(default_factory=list)
    locked: set[int] = field(default_factory=set)

    @property
    def count(self) -> int:
        """All accounts, the crowd at the end."""
        return self.size.accounts + self.size.crowd

    def username(self, place: int) -> str:
        """The user name of an account."""
        return f"{_NAMES[place % len(_NAMES)].lower()}{place}"

    def name(self, place: int) -> str:
        """The name shown; some have none and show their user name."""
        return "" if place % 7 == 0 else f"{_NAMES[place % len(_NAMES)]} {_NAMES[place * 7 % 19]}"

    def estranged(self, one: int, other: int) -> bool:
        """Whether one of the two blocks the other."""
        return (one, other) in self.blocks or (other, one) in self.blocks

    def followers(self) -> Counter[int]:
        """How many follow each."""
        return Counter(followed for _, followed in self.follows)

    def following(self) -> Counter[int]:
        """How many each follows."""
        return Counter(follower for follower, _ in self.follows)


def people(size: Size) -> People:
    """The people of a world of this size."""
    made = People(size, random.Random(size.seed))
    made.follows = _regular(made) if size.follows else _by_zipf(made)
    made.follows += [(place, 0) for place in range(size.accounts, made.count)]
    _estrange(made)
    _lock(made)
    return made


def _regular(made: People) -> list[tuple[int, int]]:
    """Everybody follows as many as follow them: neighbours on a ring in an order by chance."""
    size = made.size
    ring = list(range(size.accounts))
    made.random.shuffle(ring)
    steps = made.random.sample(range(1, size.accounts), size.follows)
    pairs = [(ring[at], ring[(at + step) % size.accounts]) for step in steps for at in range(size.accounts)]
    made.random.shuffle(pairs)
    return pairs


def _by_zipf(made: People) -> list[tuple[int, int]]:
    """The n-th account has an n-th part of the first one's followers."""
    size = made.size
    everybody = range(size.accounts)
    pairs = []
    for place in everybody:
        wanted = max(size.smallest, size.biggest // (place + 1))
        chosen = made.random.sample(everybody, wanted)
        pairs += [(follower, place) for follower in chosen if follower != place]
    made.random.shuffle(pairs)
    return pairs


def _estrange(made: People) -> None:
    """Some mute whom they follow; some block whom those follow, unless there is a follow between the two."""
    known = set(made.follows)
    friends: dict[int, list[int]] = {}
    for follower, followed in made.follows:
        friends.setdefault(follower, []).append(followed)
    for follower, followed in made.follows:
        if follower >= made.size.accounts or made.random.random() > ESTRANGED:
            continue
        if made.random.random() < 0.5:
            made.mutes.add((follower, followed))
        elif others := friends.get(followed):
            other = made.random.choice(others)
            if other != follower and not {(follower, other), (other, follower)} & known:
                made.blocks.add((follower, other))


def _lock(made: People) -> None:
    """Some accounts let followers in one by one, and a few wait at each."""
    places = range(made.size.accounts)
    made.locked = set(made.random.sample(places, int(made.size.accounts * LOCKED)))
    known = set(made.follows)
    for place in sorted(made.locked):
        for asking in made.random.sample(places, _REQUESTS):
            if asking != place and (asking, place) not in known and not made.estranged(asking, place):
                made.requests.append((asking, place))
