"""The lines that owners offer for profiles, each with the choices they gave for it, if any: pure."""

import unicodedata
from typing import NamedTuple

LINES_MOST = 8
CHOICES_MOST = 30
LONGEST = 60


class ProfileLine(NamedTuple):
    """One line that members may want on their profiles; no choices: they write what they like."""

    name: str
    choices: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """By what it is compared."""
        return compared(self.name)


def read_lines(text: str) -> tuple[ProfileLine, ...]:
    """One in each line of the text: a name, and after a colon the choices with commas between them."""
    lines: dict[str, ProfileLine] = {}
    for written in text.splitlines():
        name, _colon, rest = written.partition(":")
        if compared(name):
            lines.setdefault(compared(name), ProfileLine(" ".join(name.split()), parts_of(rest)))
    return tuple(lines.values())[:LINES_MOST]


def parts_of(value: str) -> tuple[str, ...]:
    """What a line of a profile says, in parts: “German, English” says two things."""
    for sign in ";،、，·\n":
        value = value.replace(sign, ",")
    found: dict[str, str] = {}
    for part in value.split(","):
        said = " ".join(part.split())[:LONGEST]
        if compared(said):
            found.setdefault(compared(said), said)
    return tuple(found.values())[:CHOICES_MOST]


def compared(text: str) -> str:
    """A name or a part as it is compared: case, width and blanks make no difference."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())[:LONGEST]
