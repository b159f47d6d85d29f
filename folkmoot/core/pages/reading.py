"""The few tags in which a page tells of itself: OpenGraph, Twitter cards, title, description, oEmbed.

This is no parser of HTML, on purpose: those build trees, and strangers know trees that take hours. Here the text is
walked through once, comments and scripts are stepped over, and only so many tags of such a length are looked into.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_MOST_TAGS = 300
_LONGEST_TAG = 8_192  # characters
_LONGEST_TITLE = 2_000
_START = re.compile(
    r"<(?:(!--)|(script|style|template|noscript|textarea|svg)\b|(meta|link|title|html)\b)", re.IGNORECASE
)
_ATTRIBUTE = re.compile(r"""[\s/]*+([^\s=>"'/]{1,64}+)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>"']*+)))?""")
_TITLE = re.compile(r"[^>]*+>([^<]*+)")
_OEMBED = "application/json+oembed"


@dataclass
class PageFacts:
    """What a page says: ``meta`` by the lower-case name of each property, the first one counts."""

    meta: dict[str, str] = field(default_factory=dict)
    title: str = ""
    language: str = ""
    oembed: str = ""  # where more is told, as JSON

    def first(self, *names: str) -> str:
        """The first of these properties that says anything."""
        return next((self.meta[name] for name in names if self.meta.get(name)), "")


def facts_in(text: str) -> PageFacts:
    """What the page says about itself."""
    facts = PageFacts()
    for name, inside in _tags(text):
        if name == "title":
            facts.title = facts.title or _title(inside)
        else:
            _note(facts, name, _attributes(inside))
    return facts


def _tags(text: str) -> Iterator[tuple[str, str]]:
    """The tags that matter, each with what follows its name."""
    at = count = 0
    while count < _MOST_TAGS and (found := _START.search(text, at)):
        if found[3]:
            count += 1
            at = found.end()
            yield found[3].lower(), text[at : at + _LONGEST_TAG]
        else:
            at = _after(text, found)


def _after(text: str, found: re.Match[str]) -> int:
    """Where the comment or script ends: at the end of everything when nobody closed it."""
    if found[1]:
        end = text.find("-->", found.end())
        return end + 3 if end >= 0 else len(text)
    end_tag = re.compile(f"</{found[2]}", re.IGNORECASE).search(text, found.end())
    return end_tag.end() if end_tag else len(text)


def _title(inside: str) -> str:
    found = _TITLE.match(inside)
    return found[1][:_LONGEST_TITLE].strip() if found else ""


def _attributes(inside: str) -> dict[str, str]:
    found: dict[str, str] = {}
    at = 0
    while match := _ATTRIBUTE.match(inside, at):
        found.setdefault(match[1].lower(), (match[2] or match[3] or match[4] or "").strip())
        at = match.end()
    return found


def _note(facts: PageFacts, name: str, attributes: Mapping[str, str]) -> None:
    if name == "html":
        facts.language = facts.language or attributes.get("lang", "")
    elif name == "meta":
        about = attributes.get("property") or attributes.get("name") or ""
        facts.meta.setdefault(about.lower(), attributes.get("content", ""))
    elif attributes.get("type", "").lower() == _OEMBED and "alternate" in attributes.get("rel", "").lower().split():
        facts.oembed = facts.oembed or attributes.get("href", "")
