"""What becomes of a line once it is said: new words, votes and their end, emoji, an author who agrees to a quote."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from folkmoot.project.demo.storybook import Line

_LATEST = timedelta(minutes=1)
_REWORDED = timedelta(minutes=7)  # after it was said, or reworded before
_AGREED = timedelta(minutes=50)


@dataclass(frozen=True)
class Sequel:
    """Something that is done with a line."""

    line: Line


@dataclass(frozen=True)
class Rewording(Sequel):
    """Who said it says it better."""

    text: str


@dataclass(frozen=True)
class Reacting(Sequel):
    """Somebody answers with an emoji."""

    who: str
    emoji: str


@dataclass(frozen=True)
class Voting(Sequel):
    """Somebody votes for the option in this place."""

    who: str
    choice: int


@dataclass(frozen=True)
class Ending(Sequel):
    """The poll is over."""


@dataclass(frozen=True)
class Agreeing(Sequel):
    """Whoever is quoted has no objection."""


@dataclass(frozen=True)
class Sequels:
    """Everything that others and the author do with one line that was said at ``moment``; ``who`` may read it."""

    line: Line
    moment: datetime
    now: datetime
    who: Sequence[str]
    random: Random

    def all(self) -> Iterator[tuple[datetime, Sequel]]:
        """In no particular order, each with its moment."""
        for number, text in enumerate([*self.line.at_first, self.line.text][1:], 1):
            yield self.moment + number * _REWORDED, Rewording(self.line, text)
        if self.line.agreed:
            yield self.moment + _AGREED, Agreeing(self.line)
        for emoji, most in self.line.reactions.items():
            for who in self.random.sample(self.who, min(most, len(self.who))):
                yield self._before(self.now - _LATEST), Reacting(self.line, who, emoji)
        yield from self._poll()

    def _poll(self) -> Iterator[tuple[datetime, Sequel]]:
        poll = self.line.poll
        if poll is None:
            return
        end = self.moment + timedelta(hours=poll.hours)
        choices = [place for place, votes in enumerate(poll.options.values()) for _ in range(votes)]
        voters = self.random.sample(self.who, min(len(choices), len(self.who)))
        for who, choice in zip(voters, choices, strict=False):
            yield self._before(min(end, self.now - _LATEST)), Voting(self.line, who, choice)
        if end < self.now:
            yield end, Ending(self.line)

    def _before(self, end: datetime) -> datetime:
        """Some moment until then, rather soon."""
        return self.moment + (end - self.moment) * self.random.uniform(0.05, 0.95) ** 2
