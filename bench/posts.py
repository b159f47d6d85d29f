"""What is said in a world: posts, boosts, answers, likes, in the order in which they happen."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from bench import texts
from bench.people import People
from bench.sizes import BOOSTS, LINKED, MENTIONS, REPLIES, SCOPES, TAGGED
from bench.texts import Pen, Words

_RECENT = 2_000  # posts that are still answered and passed on
_TRIES = 8
_SILENT = Words("", "", "")


@dataclass(slots=True)
class Said:
    """One post; a boost has no words."""

    number: int  # which it is, from 0: the world's clock
    author: int
    scope: str
    words: Words
    root: int  # number of the thread's first post
    parent: "Said | None" = None
    boosted: "Said | None" = None
    mentions: list[int] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    likers: list[int] = field(default_factory=list)


class Chronicle:
    """All that is said by these people; ``counters`` and ``written`` fill up on the way."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.size = people.size
        self.random = random.Random(self.size.seed + 1)
        self.pen = Pen(self.size.seed + 2)
        self.order = list(range(self.size.accounts))
        self.random.shuffle(self.order)
        self.recent: list[Said] = []
        self.boosts: set[tuple[int, int]] = set()
        self.thread: Said | None = None  # the first post of the one long thread
        self.answers = 0  # in that thread
        self.written: dict[int, int] = Counter()  # posts that are not boosts, by author
        self.counters: dict[int, list[int]] = {}  # likes, boosts, replies by the post's number

    def posts(self) -> Iterator[Said]:
        """Everything in order."""
        for number in range(self.size.posts):
            said = self._next(number)
            if not said.boosted:
                said.likers = self._likers(said)
                self.written[said.author] += 1
                self._remember(said)
            self._count(said)
            yield said

    def _next(self, number: int) -> Said:
        chance, author = self.random.random(), self._author()
        if self.thread and self.answers < self.size.thread and chance < 2 * REPLIES:
            return self._answer(number, author, self.thread)
        if chance < BOOSTS and (target := self._other(author)) and (author, target.number) not in self.boosts:
            self.boosts.add((author, target.number))
            scope = "community" if target.scope == "community" else "public"
            return Said(number, author, scope, _SILENT, number, boosted=target)
        if chance < BOOSTS + REPLIES and (target := self._other(author)):
            return self._answer(number, author, target)
        return self._start(number, author)

    def _author(self) -> int:
        """Few write much: half of what is said comes from a quarter of the people."""
        return self.order[int(self.size.accounts * self.random.random() ** 2)]

    def _other(self, author: int) -> Said | None:
        """A recent post of somebody else that the author may see and pass on."""
        for _ in range(_TRIES if self.recent else 0):
            said = self.random.choice(self.recent)
            if said.author != author and not self.people.estranged(author, said.author):
                return said
        return None

    def _start(self, number: int, author: int) -> Said:
        scope = self.random.choices(tuple(SCOPES), SCOPES.values())[0]
        said = Said(number, author, scope, self.pen.words(), number)
        if self.random.random() < TAGGED:
            said.tags = self.pen.some_tags()
            self._close(said, [texts.hashtag(tag) for tag in said.tags])
        elif self.random.random() < LINKED:
            self._close(said, [texts.link(number)])
        if self.random.random() < MENTIONS:
            self._name(said, self.random.randrange(self.size.accounts))
        if number >= self.size.posts // 2 and not self.thread and scope == "public":
            self.thread = said
        return said

    def _answer(self, number: int, author: int, parent: Said) -> Said:
        if parent is self.thread and (author == parent.author or self.people.estranged(author, parent.author)):
            return self._start(number, author)
        self.answers += parent is self.thread
        said = Said(number, author, parent.scope, self.pen.words(), parent.root, parent=parent)
        if self.random.random() < 0.7:
            self._name(said, parent.author)
        return said

    def _close(self, said: Said, pieces: list[tuple[str, str]]) -> None:
        said.words = texts.with_end(said.words, *(" ".join(piece) for piece in zip(*pieces, strict=True)))

    def _name(self, said: Said, place: int) -> None:
        if place != said.author and not self.people.estranged(said.author, place):
            said.words = texts.with_start(said.words, *texts.mention(self.people.username(place)))
            said.mentions.append(place)

    def _likers(self, said: Said) -> list[int]:
        if said.scope == "followers" or self.random.random() > self.size.likes / 2.5:
            return []
        places = {
            self.random.randrange(self.size.accounts) for _ in range(self.random.choice((1, 1, 1, 2, 2, 3, 5, 5)))
        }
        return [place for place in sorted(places - {said.author}) if not self.people.estranged(place, said.author)]

    def _remember(self, said: Said) -> None:
        if said.scope == "followers":
            return
        if len(self.recent) < _RECENT:
            self.recent.append(said)
        else:
            self.recent[said.number % _RECENT] = said

    def _count(self, said: Said) -> None:
        if said.likers:
            self._counted(said)[0] += len(said.likers)
        if said.boosted:
            self._counted(said.boosted)[1] += 1
        if said.parent:
            self._counted(said.parent)[2] += 1

    def _counted(self, said: Said) -> list[int]:
        return self.counters.setdefault(said.number, [0, 0, 0])
