"""Templates hold no script, no style, and no word that could not be translated."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.house import tree

TRANSLATED = re.compile(r"{%-?\+?\s*trans\b.*?{%-?\s*endtrans\s*-?%}", re.DOTALL)
JINJA = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
COMPUTED_TAG = re.compile(r"(</?){{.*?}}", re.DOTALL)
SPOKEN = {"alt", "aria-label", "aria-description", "placeholder", "title", "content", "label"}
SAME_EVERYWHERE = {"Folkmoot"}
TECHNICAL_META = {"viewport", "color-scheme", "htmx-config", "robots", "referrer", "theme-color", "generator"}
WORD = re.compile(r"[^\W\d_]{2,}")

PAGES = tree.files("folkmoot", ".html")
TEXTS = tuple(path for path in tree.files("folkmoot", ".txt") if "templates" in path.parts)


class Reading(HTMLParser):
    """Reads a template without its Jinja parts, and notes what does not belong there."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.untranslated: list[str] = []
        self.open = ""
        self.feed(JINJA.sub("", COMPUTED_TAG.sub(r"\1b", TRANSLATED.sub("", source))))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open = tag
        given = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(f"<{tag}>")
        self.inline += [name for name, value in attrs if _runs(name, value or "")]
        spoken = SPOKEN if given.get("name") not in TECHNICAL_META else set()
        for name, value in attrs:
            if name in spoken and tag != "link":
                self._hear(value or "")

    def handle_data(self, data: str) -> None:
        if self.open not in {"script", "style"}:
            self._hear(data)

    def handle_endtag(self, tag: str) -> None:
        self.open = ""

    def _hear(self, text: str) -> None:
        """Note words; but not the attributes that a macro sets aside for its tags."""
        if '="' not in text and set(WORD.findall(text)) - SAME_EVERYWHERE:
            self.untranslated.append(" ".join(text.split()))


def _runs(name: str, value: str) -> bool:
    return (
        name == "style" or name.startswith(("on", "hx-on")) or value.strip().lower().startswith(("javascript:", "js:"))
    )


@pytest.mark.parametrize("path", PAGES, ids=tree.name)
def test_pages_hold_no_script_and_no_style(path: Path) -> None:
    assert Reading(path.read_text()).inline == []


@pytest.mark.parametrize("path", PAGES, ids=tree.name)
def test_every_word_on_a_page_can_be_translated(path: Path) -> None:
    assert Reading(path.read_text()).untranslated == []


@pytest.mark.parametrize("path", TEXTS, ids=tree.name)
def test_every_word_of_a_mail_can_be_translated(path: Path) -> None:
    rest = JINJA.sub("", TRANSLATED.sub("", path.read_text()))
    assert [word for word in WORD.findall(rest) if word not in SAME_EVERYWHERE] == []


@pytest.mark.parametrize("path", PAGES, ids=tree.name)
def test_nothing_is_marked_safe_in_a_template(path: Path) -> None:
    """What may stand unescaped arrives as ``Markup`` from the code that made it safe."""
    assert re.findall(r"\|\s*safe\b|autoescape\s+false", path.read_text()) == []


@pytest.mark.parametrize(
    ("source", "inline"),
    [
        ('<p style="x">', ["style"]),
        ("<script>1</script>", ["<script>"]),
        ("<b onclick=x>", ["onclick"]),
        ('<b hx-on:click="x">', ["hx-on:click"]),
        ('<a href="javascript:x">', ["href"]),
        ("<style></style>", ["<style>"]),
        ('<script src="{{ x }}" defer></script>', []),
    ],
)
def test_inline_code_is_found(source: str, inline: list[str]) -> None:
    assert Reading(source).inline == inline


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>Hello</p>", ["Hello"]),
        ('<p title="Hello there">', ["Hello there"]),
        ('<p>{{ _("Hello") }} · {% trans %}Hello{% endtrans %}</p>', []),
        ('<meta name="viewport" content="width=device-width">', []),
        ("{% if a %}<p>#5</p>{% endif %}", []),
    ],
)
def test_untranslated_words_are_found(source: str, words: list[str]) -> None:
    assert Reading(source).untranslated == words
