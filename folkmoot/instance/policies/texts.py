"""Texts of policies: Markdown as members know it, with headings; made into safe HTML."""

import re
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup

from folkmoot.core import html

_HEADING = re.compile(r"#{1,6}[ \t]+(\S.*?)[ \t#]*$")


class Section(NamedTuple):
    """A heading, empty for what stands before the first one, and what stands below it as safe HTML."""

    heading: str
    html: Markup


@lru_cache(maxsize=16)  # everybody reads the same few texts
def sections(text: str) -> tuple[Section, ...]:
    """The text in its parts; a line that begins with ``##`` and a blank is a heading."""
    parts: list[tuple[str, list[str]]] = [("", [])]
    for line in text.splitlines():
        found = _HEADING.match(line)
        if found:
            parts.append((found[1], []))
        else:
            parts[-1][1].append(line)
    made = [Section(heading, _safe("\n".join(lines).strip())) for heading, lines in parts]
    return tuple(each for each in made if each.heading or each.html)


def as_html(text: str) -> str:
    """The whole text as one piece of safe HTML."""
    return "".join(
        (f"<h2>{_plain(each.heading)}</h2>" if each.heading else "") + str(each.html) for each in sections(text)
    )


def paragraphs(text: str) -> list[str]:
    """The text in pieces that can be compared: a heading, a paragraph or one entry of a list each."""
    pieces: list[str] = []
    fresh = True
    for line in (line.strip() for line in text.splitlines()):
        begins = fresh or bool(re.match(r"#{1,6}[ \t]|[-*+][ \t]|\d+[.)][ \t]", line))
        if line and begins:
            pieces.append(line)
        elif line:
            pieces[-1] += f" {line}"
        fresh = not line or bool(_HEADING.match(line))
    return pieces


def numbered(text: str) -> str:
    """Rules, one in each line, as a list with numbers."""
    return "\n".join(f"{n}. {line}" for n, line in enumerate(filter(None, text.splitlines()), 1))


def listed(text: str) -> str:
    """Rules, one in each line, as a list without numbers, so that one more does not change all that follow."""
    return "\n".join(f"- {line}" for line in filter(None, text.splitlines()))


def bare(piece: str) -> str:
    """A piece without the signs of Markdown around it, as one reads it."""
    return re.sub(r"\*\*|^#{1,6}[ \t]+|^[-*+][ \t]+", "", piece).strip()


def _safe(text: str) -> Markup:
    return Markup(html.render(text, {}))  # noqa: S704 - an explicit list of tags has the last word there


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
