"""What people type to search, taken apart. Nothing typed is an error: what is no operator is words. Pure: no tables."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from folkmoot.core.ids import LARGEST_ID, id_at
from folkmoot.search.folding import fold, pieces

LONGEST = 1_000  # characters that are read; the rest is left out
MOST_WORDS = 24  # of which the first count
HAS = {"media": "media", "image": "image", "images": "image", "picture": "image", "pictures": "image", "photo": "image",
       "photos": "image", "video": "video", "videos": "video", "audio": "audio", "sound": "audio", "link": "link",
       "links": "link", "poll": "poll", "polls": "poll"}  # fmt: skip
SCOPES = ("public", "community", "followers", "direct")
IS = ("reply",)
TIMES = ("before", "after", "on")

_PART = re.compile(r'(-?)(?:([a-z]{2,6}):)?(?:"([^"]*)(?:"|$)|([^\s"]+))', re.IGNORECASE)
_QUOTES = str.maketrans("“”„‟«»＂", '"' * 7)
_UNSEEN = re.compile("[\x00-\x1f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ud800-\udfff\ufeff]")
_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_ONE_MORE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is meant."""

    words: tuple[str, ...] = ()  # folded pieces that must be there
    phrases: tuple[tuple[str, ...], ...] = ()  # pieces that must follow each other
    tags: tuple[str, ...] = ()  # folded, without ``#``
    authors: tuple[str, ...] = ()  # names as typed; any of them
    has: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()  # any of them
    is_reply: bool = False
    after: int = 0  # ids
    before: int = LARGEST_ID
    not_on: tuple[tuple[int, int], ...] = ()  # days, months and years that are left out, by their ids
    without: "Asked | None" = field(default=None)  # none of what is in there
    cut: bool = False  # more was typed than is read
    account_id: int = 0  # of whom a program asks, beside what is typed
    typed: str = field(default="", compare=False)  # the words as they were typed: names are compared with them

    @property
    def has_words(self) -> bool:
        """Whether posts are asked for by what they say, and not only by what they are."""
        return bool(self.words or self.phrases or self.tags)

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is asked that a post could answer."""
        return self == Asked(cut=self.cut)

    @property
    def marked(self) -> frozenset[str]:
        """What is shown as found."""
        return frozenset((*self.words, *(piece for some in self.phrases for piece in some), *self.tags))


class _Parts:
    """A question while it is being read."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.phrases: list[tuple[str, ...]] = []
        self.tags: list[str] = []
        self.authors: list[str] = []
        self.has: list[str] = []
        self.scopes: list[str] = []
        self.is_reply = False
        self.after, self.before = 0, LARGEST_ID
        self.not_on: list[tuple[int, int]] = []
        self.typed: list[str] = []

    def take_text(self, text: str) -> None:
        """Words, or a hashtag; what is joined by points or strokes must follow each other."""
        found = pieces(text)
        self.typed.append(text)
        if text.startswith("#") and len(found) == 1:
            self.tags.append(found[0])
        elif len(found) > 1 and "@" not in text:
            self.phrases.append(tuple(found))
        else:
            self.words += found

    def take_operator(self, name: str, value: str) -> bool:
        """Whether this is an operator with a value that it knows."""
        known = fold(value)
        if name == "from" and value.strip("@"):
            self.authors.append(value)
        elif name == "has" and known in HAS:
            self.has.append(HAS[known])
        elif name == "in" and known in SCOPES:
            self.scopes.append(known)
        elif name == "is" and known in IS:
            self.is_reply = True
        else:
            return False
        return True

    def take_time(self, name: str, value: str) -> bool:
        """Whether this is a time that it knows, in which a post has to be."""
        span = _span(fold(value)) if name in TIMES else None
        if span is None:
            return False
        if name in {"before", "on"}:
            self.before = min(self.before, span[0] if name == "before" else span[1])
        if name in {"after", "on"}:
            self.after = max(self.after, (span[1] if name == "after" else span[0]) - 1)
        return True

    def leave_out_time(self, name: str, value: str) -> bool:
        """The same of a time in which it may not be."""
        span = _span(fold(value)) if name in TIMES else None
        if span is None:
            return False
        if name == "before":
            self.after = max(self.after, span[0] - 1)
        elif name == "after":
            self.before = min(self.before, span[1])
        else:
            self.not_on.append(span)
        return True

    def made(self, without: Asked | None, *, cut: bool) -> Asked:
        """The question, with as much of it as is read."""
        words = tuple(dict.fromkeys(self.words))
        phrases = tuple(dict.fromkeys(self.phrases))
        long = len(words) > MOST_WORDS or len(phrases) > MOST_WORDS or any(len(some) > MOST_WORDS for some in phrases)
        return Asked(
            words=words[:MOST_WORDS],
            phrases=tuple(some[:MOST_WORDS] for some in phrases[:MOST_WORDS]),
            tags=_few(self.tags),
            authors=_few(self.authors),
            has=_few(self.has),
            scopes=_few(self.scopes),
            is_reply=self.is_reply,
            after=self.after,
            before=self.before,
            not_on=_few(self.not_on),
            without=without,
            cut=cut or long,
            typed=" ".join(self.typed),
        )


def _few[T](some: list[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(some))[:MOST_WORDS]


def read(typed: str) -> Asked:
    """What somebody asks; quotes hold words together, ``-`` leaves out, and ``name:value`` says what a post is."""
    text = _UNSEEN.sub(" ", typed[:LONGEST]).translate(_QUOTES)
    wanted, unwanted = _Parts(), _Parts()
    for minus, name, quoted, plain in _parts(text):
        parts = unwanted if minus else wanted
        value, take_time = quoted or plain, wanted.leave_out_time if minus else wanted.take_time
        if not (name and (parts.take_operator(name.lower(), value) or take_time(name.lower(), value))):
            parts.take_text(f"{name}:{value}" if name else plain or quoted.lstrip("#"))
    without = unwanted.made(None, cut=False)
    return wanted.made(None if without.is_nothing else without, cut=len(typed) > LONGEST)


def _parts(text: str) -> Iterator[tuple[str, ...]]:
    return (found.groups("") for found in _PART.finditer(text))


def _span(value: str) -> tuple[int, int] | None:
    """The ids of a day, a month or a year, from the first to the first after it."""
    found = _DAY.fullmatch(value)
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
        last = first if day else date(first.year, month or 12, 28)
    except ValueError:
        return None
    return _id_of(first), _id_of(_next(last, whole=day is None))


def _next(last: date, *, whole: bool) -> date:
    """The day after a day, or the first day after its month."""
    if not whole:
        return last + _ONE_MORE if last < date.max else last
    return date(last.year + last.month // 12, last.month % 12 + 1, 1) if last.year < date.max.year else date.max


def _id_of(day: date) -> int:
    return min(max(id_at(datetime.combine(day, time(), UTC)), 0), LARGEST_ID - 1)  # the largest stands for no bound
