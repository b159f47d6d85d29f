"""Texts of policies as safe HTML, and what is different between two of them."""

import pytest

from folkmoot.instance.policies.diff import Difference, compare
from folkmoot.instance.policies.texts import as_html, bare, listed, numbered, paragraphs, sections


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("## Who\n\nWe.", '<h2>Who</h2><p dir="auto">We.</p>'),
        ("# Who ##\nWe.", '<h2>Who</h2><p dir="auto">We.</p>'),
        ("#who", '<p dir="auto"><a href="/tags/who" class="mention hashtag" rel="tag">#<span>who</span></a></p>'),
        ("## **A** & <b>", "<h2>**A** &amp; &lt;b&gt;</h2>"),
        ("", ""),
        ("\n\n", ""),
    ],
)
def test_headings(text: str, html: str) -> None:
    assert as_html(text) == html


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "## <script>alert(1)</script>",
        "## <img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "<a href='javascript:alert(1)'>x</a>",
        "![x](https://evil.example/x.png)",
        "<iframe src=https://evil.example></iframe>",
        "```\n</code><script>alert(1)</script>\n```",
        "<style>*{display:none}</style>",
    ],
)
def test_nothing_runs(attack: str) -> None:
    html = as_html(f"Before.\n\n{attack}\n\nAfter.")
    for bad in ("<script", "<img", "<iframe", "<style", "<a href='", 'href="javascript'):
        assert bad not in html.lower()
    assert "After." in html


def test_sections_are_read_once() -> None:
    assert sections("## A\n\nb") is sections("## A\n\nb")


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("## A\nb\nc\n\nd", ["## A", "b c", "d"]),
        ("- a\n  more\n- b\n\nc", ["- a more", "- b", "c"]),
        ("1. a\n2) b", ["1. a", "2) b"]),
        ("", []),
    ],
)
def test_paragraphs(text: str, pieces: list[str]) -> None:
    assert paragraphs(text) == pieces


def test_rules_as_lists() -> None:
    assert numbered("a\n\nb") == "1. a\n2. b"
    assert listed("a\n\nb") == "- a\n- b"
    assert [bare(each) for each in ("## **A**", "- a", "b")] == ["A", "a", "b"]


def told(found: list[Difference]) -> list[tuple[str, str, str]]:
    return [(each.how, each.before, each.after) for each in found]


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("a b c", "a b c", []),
        ("", "new words", [("added", "", "new words")]),
        ("old words", "", [("removed", "old words", "")]),
        ("We keep it 30 days.", "We keep it 60 days.", [("changed", "We keep it 30 days.", "We keep it 60 days.")]),
        ("One thing here.\n\nTwo.", "Two.", [("removed", "One thing here.", "")]),
        ("a b c\n\nx y z", "x y z\n\nq r s", [("removed", "a b c", ""), ("added", "", "q r s")]),
        (
            "one\n\nwe are four",
            "we are five",
            [("removed", "one", ""), ("changed", "we are four", "we are five")],
        ),
        (
            "a b\n\nc d",
            "other",
            [("added", "", "other"), ("removed", "a b", ""), ("removed", "c d", "")],
        ),
    ],
)
def test_what_is_different(before: str, after: str, found: list[tuple[str, str, str]]) -> None:
    assert told(compare(before, after)) == found


def test_changed_words_are_marked() -> None:
    (only,) = compare("We keep it for 30 days, say.", "We keep it for 60 days, say.")
    assert [(piece.mark, piece.words.strip()) for piece in only.pieces] == [
        ("same", "We keep it for"),
        ("removed", "30"),
        ("added", "60"),
        ("same", "days, say."),
    ]


def test_a_paragraph_of_thousands_of_words_is_shown_whole() -> None:
    many = "word " * 2_001
    (only,) = compare(many + "x", many + "y")
    assert [piece.mark for piece in only.pieces] == ["removed", "added"]


def test_a_text_that_was_written_anew_is_not_looked_through_word_by_word() -> None:
    """Every paragraph beside every other would take seconds, at each look of anybody."""
    old, new = ("\n\n".join(f"{word} {n} and more of it" for n in range(200)) for word in ("Old", "New"))
    found = compare(old, new)
    assert [each.how for each in found] == ["added"] * 200 + ["removed"] * 200
    assert [each.how for each in compare(old[:600], new[:600])].count("changed") > 5


def test_the_same_two_texts_are_compared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = compare("One thing.\n\nKept.", "Another thing.\n\nKept.")
    monkeypatch.setattr("folkmoot.instance.policies.diff.SequenceMatcher", None)
    again = compare("One thing.\n\nKept.", "Another thing.\n\nKept.")
    assert again == first
    again.clear()
    assert compare("One thing.\n\nKept.", "Another thing.\n\nKept.") == first
