"""What goes over the wire: a kind of news and ids, in pieces that every carrier takes."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Literal, get_args

type News = Literal["home", "notifications"]  # what open pages are told as well
type Change = Literal["post", "edit", "gone", "filters", "access", "announcement", "answer", "withdrawal"]

_KNOWN = frozenset((*get_args(News.__value__), *get_args(Change.__value__)))


@dataclass(frozen=True)
class Message:
    """One piece of news: what it is about, and whom it is for where that is known already."""

    what: str
    accounts: tuple[int, ...] = ()
    about: int = 0  # the post, or the announcement
    tags: tuple[int, ...] = ()  # the hashtags of a post that is gone
    word: str = ""  # the emoji that an announcement was answered with

    def pieces(self, most: int) -> Iterator[bytes]:
        """The message as bytes, with at most so many accounts in each."""
        for start in range(0, len(self.accounts) or 1, most):
            yield _written(replace(self, accounts=self.accounts[start : start + most]))


def read(piece: bytes) -> Message:
    """What a piece says; ``ValueError`` for what none of us wrote."""
    found = json.loads(piece)
    try:
        message = Message(
            str(found["what"]),
            _ids(found.get("accounts", ())),
            int(found.get("about", 0)),
            _ids(found.get("tags", ())),
            str(found.get("word", "")),
        )
    except (AttributeError, KeyError, TypeError) as problem:
        raise ValueError(problem) from problem
    if message.what not in _KNOWN:
        raise ValueError(message.what)
    return message


def _ids(found: list[int]) -> tuple[int, ...]:
    return tuple(map(int, found))


def _written(message: Message) -> bytes:
    said = {name: value for name, value in asdict(message).items() if value}
    return json.dumps(said, separators=(",", ":")).encode()
