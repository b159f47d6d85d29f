"""The story in time: everything that happens in the street, in order, the same for the same seed and moment."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from folkmoot.project.demo.acquaintance import Acquaintance
from folkmoot.project.demo.sequels import Sequel, Sequels
from folkmoot.project.demo.storybook import Line, Person, Story, before

SEED = 1931  # when the hall was opened
_LATEST = timedelta(minutes=1)  # nothing is younger
_QUICK, _SLOW = timedelta(minutes=2), timedelta(hours=7)  # answers
_LOCKS = 20  # days ago
_KEPT = 0.5  # how likely a well liked line is bookmarked by somebody
_EVENING = "18:00"
_FOR_FEW = frozenset({"list", "direct"})  # which are read and answered


@dataclass(frozen=True)
class Joining:
    """Somebody comes in."""

    person: Person


@dataclass(frozen=True)
class Saying:
    """Somebody says a line, perhaps in answer to another."""

    line: Line
    answers: Line | None


@dataclass(frozen=True)
class Doing:
    """Somebody does something with a line: ``like``, ``boost`` or ``bookmark``."""

    who: str
    deed: str
    line: Line


@dataclass(frozen=True)
class Turning:
    """Somebody turns to somebody: ``follow``, ``block`` or ``mute``; or locks the own door: ``lock``."""

    who: str
    deed: str
    whom: str


@dataclass(frozen=True)
class Incident:
    """Something for staff to look at: a ``report`` or an ``application``, as the book tells it."""

    kind: str
    told: dict[str, str]


@dataclass(frozen=True)
class Arranging:
    """Somebody arranges things that only they see: a circle, a hashtag, a filter, what is to be written."""

    who: str
    told: Mapping[str, Any]


type Event = Joining | Saying | Doing | Turning | Incident | Arranging | Sequel
type Dated = tuple[datetime, Event]


def chronicle(story: Story, now: datetime, seed: int = SEED) -> list[Dated]:
    """All that happens up to ``now``, oldest first, no two things at the same moment."""
    random = Random(seed)  # noqa: S311 - a story, not a secret
    said_at = _said_at(story, now, random)
    people = Acquaintance(story, said_at, now, random)
    dated: list[Dated] = [(people.joined[person.username], Joining(person)) for person in story.people]
    dated += _sayings(story, said_at)
    dated += [(since, Turning(one, "follow", other)) for (one, other), since in people.follows.items()]
    for line in story.lines():
        echo = _Echo(line, said_at[id(line)], people, random)
        dated += [*echo.all(), *Sequels(line, echo.moment, now, echo.everybody, random).all()]
    dated += _incidents(story, now)
    for each in story.belongings.get("arrangements", ()):
        dated.append((before(now, each["days_ago"], _EVENING), Arranging(each["who"], each)))
    return _apart(sorted(dated, key=lambda each: each[0]), now)


def _said_at(story: Story, now: datetime, random: Random) -> dict[int, datetime]:
    """The moment of every line, by its identity."""
    moments: dict[int, datetime] = {}
    for thread in story.threads:
        start = thread.said_at(now)
        raw = dict(_paced(thread, start, random))
        most = max(raw.values()) - start
        room = now - _LATEST - start
        scale = min(1.0, room / most) if most else 1.0
        moments |= {key: start + (moment - start) * scale for key, moment in raw.items()}
    return moments


def _paced(line: Line, moment: datetime, random: Random) -> Iterator[tuple[int, datetime]]:
    yield id(line), moment
    for answer in line.answers:
        moment += min(_SLOW, _QUICK + timedelta(minutes=random.lognormvariate(2.7, 1.1)))
        yield from _paced(answer, moment, random)


def _sayings(story: Story, said_at: dict[int, datetime]) -> Iterator[Dated]:
    for thread in story.threads:
        yield said_at[id(thread)], Saying(thread, None)
    for line in story.lines():
        for answer in line.answers:
            yield said_at[id(answer)], Saying(answer, line)


class _Echo:
    """What others do with one line."""

    def __init__(self, line: Line, moment: datetime, people: Acquaintance, random: Random) -> None:
        self.line, self.moment, self.people, self.random = line, moment, people, random
        followers = people.followers(line.by, moment)
        everybody = followers if line.scope == "followers" else people.members(moment)
        self.followers = self._willing(followers)
        self.everybody = self._willing(everybody)

    def all(self) -> Iterator[Dated]:
        """Likes, boosts and bookmarks of the line, with their moments."""
        if self.line.scope in _FOR_FEW:
            return
        yield from self._dated("like", self._some([*self.everybody, *self.followers, *self.followers], self._likes()))
        yield from self._dated("boost", self._some(self.followers, self.line.boosts))
        if self.line.likes and self.random.random() < _KEPT:
            yield from self._dated("bookmark", self._some(self.everybody, self.random.choice((1, 1, 2, 3))))

    def _willing(self, names: Sequence[str]) -> list[str]:
        quiet = {self.line.by, *(told["of"] for told in self.people.story.incidents.get("blocks", ()))}
        return [name for name in names if name not in quiet]

    def _likes(self) -> int:
        if self.line.likes is not None:
            return self.line.likes
        return self.random.choice((1, 1, 2, 2, 3) if self.line.days_ago else (0, 0, 0, 0, 1, 1, 2))

    def _some(self, names: Sequence[str], most: int) -> list[str]:
        """Some of these, each once; a name that stands there more often comes up more often."""
        chosen: dict[str, None] = {}
        for name in self.random.sample(names, len(names)):
            if len(chosen) < most:
                chosen[name] = None
        return list(chosen)

    def _dated(self, deed: str, names: Sequence[str]) -> Iterator[Dated]:
        room = self.people.now - _LATEST - self.moment
        for name in names:
            delay = timedelta(minutes=1 + self.random.lognormvariate(3.6, 1.4))
            if delay > room:
                delay = room * self.random.uniform(0.1, 0.95)
            yield self.moment + delay, Doing(name, deed, self.line)


def _incidents(story: Story, now: datetime) -> Iterator[Dated]:
    told = story.incidents
    for deed, kind in {"block": "blocks", "mute": "mutes", "follow": "requests"}.items():
        for each in told.get(kind, ()):
            yield before(now, each["days_ago"], _EVENING), Turning(each["by"], deed, each["of"])
    for kind in ("report", "application"):
        for each in told.get(f"{kind}s", ()):
            yield before(now, each["days_ago"], _EVENING), Incident(kind, each)
    for person in story.people:
        if person.locked:
            yield before(now, _LOCKS, _EVENING), Turning(person.username, "lock", person.username)


def _apart(dated: list[Dated], now: datetime) -> list[Dated]:
    """The same order with at least a millisecond between any two, since ids count in milliseconds."""
    apart: list[Dated] = []
    last = datetime.min.replace(tzinfo=now.tzinfo)
    for moment, event in dated:
        last = max(moment, last + timedelta(milliseconds=2))
        apart.append((last, event))
    return apart
