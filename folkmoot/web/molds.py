"""HTML that is rendered once with marks in it, and filled in each time with what differs."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from markupsafe import Markup

_MARK = re.compile("\0(\\w+)\1")  # no text of a member or an owner holds these: texts are cleaned


def mark(name: str) -> Markup:
    """What stands in the HTML where something is to be filled in."""
    return Markup(f"\0{name}\1")  # noqa: S704 - a word of ours


def cut(html: str) -> list[str]:
    """The HTML cut at its marks: text, the name of a mark, text, and so on."""
    return _MARK.split(html)


def fill(pieces: list[str], own: Mapping[str, str]) -> str:
    """The HTML again, with what is put in for each mark; it has to be escaped already."""
    filled = pieces.copy()
    filled[1::2] = map(own.__getitem__, pieces[1::2])
    return "".join(filled)


class Encoded(NamedTuple):
    """HTML that was cut, as it is sent: one letter of another script, filled in, does not widen all the rest."""

    pieces: list[bytes]
    names: list[str]

    def fill(self, own: Mapping[str, bytes]) -> bytes:
        """The page, with what is put in for each mark; it has to be escaped already."""
        filled = self.pieces.copy()
        filled[1::2] = map(own.__getitem__, self.names)
        return b"".join(filled)


def encoded(pieces: list[str]) -> Encoded:
    """What was cut, ready to be sent."""
    return Encoded([piece.encode() for piece in pieces], pieces[1::2])
