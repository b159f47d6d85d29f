"""HTML that is rendered once with marks in it, and filled in each time with what differs."""

import re
from collections.abc import Mapping

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
    return "".join([own[piece] if place % 2 else piece for place, piece in enumerate(pieces)])
