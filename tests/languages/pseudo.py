"""A made-up language in which every translated text stands in ⟦brackets⟧, and the reading of its pages.

What a page says outside the brackets was written by a member, or nobody can translate it. Words of members must stand
in an element that keeps their direction to itself (``bdi``, ``dir``), or, where no element can stand, between the
invisible signs that do the same: so this finds names that would tumble in a page from right to left as well.
"""

import re
from collections.abc import Collection, Iterator
from gettext import NullTranslations

from django.utils.translation.trans_real import CONTEXT_SEPARATOR

from tests.crawl.markup import Element, Page

CODE = "qps"
SPOKEN = {"title", "placeholder", "aria-label", "aria-description", "aria-roledescription", "aria-valuetext", "label"}
UNSPOKEN = {"script", "style", "svg", "textarea"}
INNERMOST = re.compile(r"⟦[^⟦⟧]*⟧")
APART = re.compile(r"\u2068[^\u2068\u2069]*\u2069")
ADDRESS = re.compile(r"\w\S*@\S+")
WORD = re.compile(r"[^\W\d_]{2,}")
OF_MEMBERS = {"time_zone", "language"}  # what stands in these is called the same in every language, or was checked
SAME_EVERYWHERE = {"Folkmoot"}


class Pseudo(NullTranslations):
    """Translates a text into itself, in brackets."""

    def to_language(self) -> str:
        return CODE

    def gettext(self, message: str) -> str:
        return f"⟦{message.rpartition(CONTEXT_SEPARATOR)[2]}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


def untranslated(source: str) -> list[str]:
    """The words of a page that no translator ever saw, and no member wrote."""
    root = Page(source).root
    said = [_heard("".join(_texts(root)))]
    said += [f"{name}: {_heard(value)}" for name, value in _attributes(root) if _heard(value)]
    return [words for words in said if words]


def tumbling(source: str, names: Collection[str]) -> set[str]:
    """The names of members that stand bare in a page, where letters that run the other way would mix with the words."""
    root = Page(source).root
    bare = " ".join(["".join(_texts(root)), *(value for _name, value in _attributes(root))])
    return set(WORD.findall(ADDRESS.sub(" ", APART.sub(" ", bare)))) & set(names)


def _heard(text: str) -> str:
    """The words outside of brackets."""
    text, before = APART.sub(" ", text), ""
    while text != before:
        before, text = text, INNERMOST.sub(" ", text)
    return " ".join(word for word in WORD.findall(text) if word not in SAME_EVERYWHERE)


def _texts(element: Element) -> Iterator[str]:
    for each in element.content:
        if isinstance(each, str):
            yield each
        elif not _is_anothers(each):
            yield from _texts(each)
        if isinstance(each, Element):
            yield " "


def _attributes(element: Element) -> Iterator[tuple[str, str]]:
    for each in element.all():
        around = _above(each)
        for name, value in each.attributes.items():
            spoken = name in SPOKEN or (name == "alt" and each["dir"] != "auto") or _is_sentence(name, value)
            if spoken and not any(one["dir"] == "auto" for one in around):
                yield name, value


def _is_sentence(name: str, value: str) -> bool:
    """What scripts show comes by data attributes."""
    return name.startswith("data-") and " " in value.strip() and not value.startswith(("/", "{", "@", "#", "http"))


def _is_anothers(element: Element) -> bool:
    """Whether it holds what a member wrote, or a word in a language of its own."""
    own = element.tag != "html" and ("lang" in element or "dir" in element)
    choice = element.tag == "select" and element["name"] in OF_MEMBERS
    return own or choice or element.tag == "bdi" or element.tag in UNSPOKEN


def _above(element: Element) -> list[Element]:
    found, here = [element], element.parent
    while here:
        found.append(here)
        here = here.parent
    return found
