"""The story of the demo as it is written down: who lives in the street, and what they say to each other."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
STREET = FOLDER / "street.json"
THREADS = FOLDER / "story"
BELONGINGS = FOLDER / "belongings.json"


@dataclass(frozen=True)
class Question:
    """A poll of the story, with how many choose each option, and for how many hours they can."""

    options: dict[str, int]
    hours: float


@dataclass(frozen=True)
class Line:
    """One post of the story; ``likes`` and ``boosts`` say how many, where that matters."""

    by: str
    text: str
    days_ago: float = 0
    at: str = ""  # the time of the day; empty: exactly so many days before now
    scope: str = "public"
    warning: str = ""
    language: str = "en"
    pictures: tuple[str, ...] = ()
    recordings: tuple[str, ...] = ()
    poll: Question | None = None
    quotes: str = ""  # how the line begins that this one quotes
    agreed: bool = False  # its author was asked, and has no objection
    circle: str = ""  # the name of one of the author's own, for the scope "list"
    reply_policy: str = "everyone"
    quote_policy: str = ""
    at_first: tuple[str, ...] = ()  # what it said before it was edited
    pinned: bool = False
    likes: int | None = None
    boosts: int = 0
    reactions: dict[str, int] = field(default_factory=dict)  # how many answer with each emoji
    answers: tuple["Line", ...] = ()

    def said_at(self, now: datetime) -> datetime:
        """When the first line of a thread is said, as seen from ``now``."""
        return before(now, self.days_ago, self.at)

    def all(self) -> Iterator["Line"]:
        """The line and everything below it, as it stands in the book."""
        yield self
        for answer in self.answers:
            yield from answer.all()


@dataclass(frozen=True)
class Person:
    """One member, with the words and pictures of the profile."""

    username: str
    name: str
    bio: str
    role: str = "member"
    fields: tuple[tuple[str, str], ...] = ()
    avatar: str = ""
    header: str = ""
    locked: bool = False
    language: str = ""  # of the pages, where it is not the community's

    @property
    def email(self) -> str:
        """The address of the login, which leads nowhere."""
        return f"{self.username}@demo.example"


@dataclass(frozen=True)
class Story:
    """The whole of it."""

    community: dict[str, Any]
    rules: list[str]
    shown: tuple[str, ...]  # who gets a password: an owner, a moderator, members
    people: tuple[Person, ...]
    threads: tuple[Line, ...]
    incidents: dict[str, list[dict[str, Any]]] = field(default_factory=dict)  # blocks, mutes, reports, …
    belongings: dict[str, Any] = field(default_factory=dict)  # what the community and its members have besides posts

    def lines(self) -> Iterator[Line]:
        """Every post of every thread."""
        for thread in self.threads:
            yield from thread.all()


@cache
def read() -> Story:
    """The story in this folder."""
    street = json.loads(STREET.read_text(encoding="utf-8"))
    files = sorted(THREADS.glob("*.json"))
    threads = [line(given) for path in files for given in json.loads(path.read_text(encoding="utf-8"))]
    return Story(
        community=street.pop("community"),
        rules=street.pop("rules"),
        shown=tuple(street.pop("shown")),
        people=tuple(person(given) for given in street.pop("people")),
        threads=tuple(threads),
        incidents=street,
        belongings=json.loads(BELONGINGS.read_text(encoding="utf-8")),
    )


def line(given: dict[str, Any]) -> Line:
    """A line as it is written down, with its answers."""
    lists = {name: tuple(given.get(name, ())) for name in ("pictures", "recordings", "at_first")}
    answers = tuple(line(answer) for answer in given.get("answers", ()))
    poll = Question(**given["poll"]) if "poll" in given else None
    return Line(**{**given, **lists, "poll": poll, "answers": answers})


def person(given: dict[str, Any]) -> Person:
    """A member as written down."""
    fields = tuple((each["name"], each["value"]) for each in given.get("fields", ()))
    return Person(**{**given, "fields": fields})


def before(now: datetime, days_ago: float, at: str) -> datetime:
    """So many days before now: at that time of the day, or to the minute."""
    moment = now - timedelta(days=days_ago)
    return datetime.combine(moment.date(), time.fromisoformat(at), now.tzinfo) if at else moment
