"""Who knows whom in the story: when members come in, and whom they follow from when on."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from folkmoot.project.demo.storybook import Line, Story

_NAMED = re.compile(r"@([a-z]+)")
_STRANGERS, _ONCE, _OFTEN = 0.09, 0.65, 0.95  # how likely one follows another, by how often they have talked
_EAVESDROPPERS = timedelta(minutes=5)  # who answers among followers has followed for that long at least
_LOCKED = timedelta(days=25)  # a locked account took its last new followers so long ago

type Pair = tuple[str, str]


class Acquaintance:
    """When everybody joins, and who follows whom since when."""

    def __init__(self, story: Story, said_at: dict[int, datetime], now: datetime, random: Random) -> None:
        self.story, self.said_at, self.now, self.random = story, said_at, now, random
        self.names = [person.username for person in story.people]
        self.joined = self._joined()
        self.follows = dict(self._follows())

    def followers(self, name: str, moment: datetime) -> list[str]:
        """Who follows a member at that moment."""
        return [one for (one, other), since in self.follows.items() if other == name and since < moment]

    def members(self, moment: datetime) -> list[str]:
        """Who has joined by then."""
        return [name for name in self.names if self.joined[name] < moment]

    def _joined(self) -> dict[str, datetime]:
        """A little before the first word said by them or to them; the owner is there before all others."""
        first = dict.fromkeys(self.names, self.now)
        for line in self.story.lines():
            for name in {line.by, *_NAMED.findall(line.text)} & first.keys():
                first[name] = min(first[name], self.said_at[id(line)])
        for person in self.story.people:
            for name in set(_NAMED.findall(person.bio)) & first.keys():
                first[name] = min(first[name], first[person.username])
        joined = {name: first[name] - timedelta(hours=self.random.uniform(2, 40)) for name in self.names}
        return {**joined, self.names[0]: min(joined.values()) - timedelta(hours=5)}

    def _follows(self) -> Iterator[tuple[Pair, datetime]]:
        talked, needed = self._talked(), self._needed()
        for pair in self._pairs():
            earliest = max(self.joined[name] for name in pair) + timedelta(minutes=20)
            since = earliest + timedelta(days=self.random.expovariate(1 / 18))
            owned = self.names[0] in pair  # everybody knows who has the keys
            likely = _OFTEN if owned else {0: _STRANGERS, 1: _ONCE}.get(talked[pair], _OFTEN)
            if pair in needed:
                yield pair, min(since, needed[pair])
            elif self.random.random() < likely and since < self._last_chance(pair[1]):
                yield pair, since

    def _pairs(self) -> list[Pair]:
        """Everybody with everybody else, but for those who block each other and those who still have to ask."""
        told = self.story.incidents
        apart = {frozenset((each["by"], each["of"])) for each in told.get("blocks", ())}
        asking = {(each["by"], each["of"]) for each in told.get("requests", ())}
        pairs = [(one, other) for one in self.names for other in self.names if one != other]
        return [pair for pair in pairs if pair not in asking and frozenset(pair) not in apart]

    def _last_chance(self, name: str) -> datetime:
        locked = {person.username for person in self.story.people if person.locked}
        return self.now - (_LOCKED if name in locked else timedelta(hours=1))

    def _talked(self) -> Counter[Pair]:
        talked: Counter[Pair] = Counter()
        for line in self.story.lines():
            for answer in line.answers:
                talked[answer.by, line.by] += 1
                talked[line.by, answer.by] += 1
        return talked

    def _needed(self) -> dict[Pair, datetime]:
        """Follows without which an answer could not have been given."""
        threads: list[Line] = [thread for thread in self.story.threads if thread.scope == "followers"]
        return {
            (line.by, thread.by): self.said_at[id(thread)] - _EAVESDROPPERS
            for thread in threads
            for line in thread.all()
            if line.by != thread.by
        }
