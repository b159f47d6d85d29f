"""What pages of other sites say about themselves, honest ones and others."""

import time

import pytest

from folkmoot.core.html import addresses_in
from folkmoot.core.pages import decoded, facts_in, one_line, whole_address

MB = 1 << 20
HONEST = """<!doctype html>
<html lang="de"><head><title>
  Reiher am Fluß &amp; See </title>
<meta property="og:title" content="Der &quot;Reiher&quot;">
<META NAME='Description' CONTENT='Ein Vogel'/>
<meta name=twitter:image content=https://pics.example/a.png>
<meta property="og:title" content="another">
<link rel="stylesheet" href="/a.css"><link rel="Alternate me" type="application/json+oembed" href="/o?a=1&amp;b=2">
</head><body><p>words</p></body></html>"""


def test_an_honest_page() -> None:
    facts = facts_in(HONEST)
    assert one_line(facts.title, 300) == "Reiher am Fluß & See"
    assert (facts.language, facts.oembed) == ("de", "/o?a=1&amp;b=2")
    assert facts.meta == {
        "og:title": "Der &quot;Reiher&quot;",
        "description": "Ein Vogel",
        "twitter:image": "https://pics.example/a.png",
    }
    assert facts.first("og:nothing", "og:title", "description") == "Der &quot;Reiher&quot;"
    assert facts.first("og:nothing") == ""


@pytest.mark.parametrize(
    "hidden",
    [
        '<!-- <meta name="a" content="x"> -->',
        '<script>var a = \'<meta name="a" content="x">\'</script>',
        '<STYLE><meta name="a" content="x"></STYLE>',
        '<template><meta name="a" content="x"></template>',
        '<noscript><meta name="a" content="x"></noscript>',
        "<svg><title>x</title></svg>",
        '<!-- never closed <meta name="a" content="x">',
        '<script>never closed <meta name="a" content="x">',
        '<metadata name="a" content="x">',
        '<link rel="alternate" type="text/html" href="/a"><link type="application/json+oembed" href="/b">',
    ],
)
def test_what_is_not_the_pages_own_word_is_stepped_over(hidden: str) -> None:
    facts = facts_in(hidden)
    assert (facts.title, facts.oembed, facts.meta.get("a")) == ("", "", None)


def test_what_follows_a_comment_is_read_again() -> None:
    assert facts_in('<!-- a --><script></script><meta name="a" content="x">').meta == {"a": "x"}


@pytest.mark.parametrize(
    "hostile",
    [
        "<div>" * MB,
        "<" * MB,
        '<meta property="a" content="' * MB,
        "<meta " + "a=b " * MB,
        "<meta " + "a" * MB,
        "<meta" + " " * MB,
        "<meta" + "/ " * MB,
        "<meta a" + "= " * MB,
        "<meta " + "'" * MB,
        "<meta " + "a='" * MB,
        "<!--" * MB,
        "<!---->" * MB,
        "<script>" * MB,
        "<script></script>" * MB,
        "<title" * MB,
        "<title>" * MB,
        "<title" + ">" * MB,
    ],
)
def test_a_megabyte_of_malice_takes_no_time(hostile: str) -> None:
    before = time.process_time()
    facts = facts_in(hostile[:MB])
    assert time.process_time() - before < 2
    assert len(facts.meta) <= 300
    assert len(facts.title) <= 2_000


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        ("Grüße".encode(), "text/html; charset=utf-8", "Grüße"),
        ("Grüße".encode("latin-1"), "text/html; charset=ISO-8859-1", "Grüße"),
        ("“Grüße”".encode("cp1252"), 'text/html; charset="iso-8859-1"', "“Grüße”"),
        ("Привет".encode("koi8-r"), "text/html;charset=KOI8-R", "Привет"),
        ("\ufeffGrüße".encode("utf-16"), "text/html", "\ufeffGrüße"),
        ("Grüße".encode("utf-8-sig"), "text/html; charset=koi8-r", "Grüße"),
        ("Grüße".encode(), "text/html", "Grüße"),
        ("Grüße".encode("cp1252"), "text/html", "Grüße"),
        ("Grüße".encode()[:-2], "text/html", "Grü\ufffd"),
        ('<meta charset="shift_jis">日本'.encode("shift_jis"), "text/html", '<meta charset="shift_jis">日本'),
    ],
)
def test_charsets(body: bytes, content_type: str, text: str) -> None:
    assert decoded(body, content_type).removeprefix("\ufeff") == text.removeprefix("\ufeff")


def test_a_letter_cut_in_two_does_not_change_the_charset() -> None:
    assert decoded("Grü".encode()[:-1], "text/html") == "Gr\ufffd"


@pytest.mark.parametrize("name", ["utf-7", "idna", "rot13", "unicode_escape", "zip", "undefined", "nonsense", "x" * 99])
def test_charsets_that_only_play_tricks_are_not_used(name: str) -> None:
    assert decoded(b"+ADw-b+AD4- \\u003c <b>", f"text/html; charset={name}") == "+ADw-b+AD4- \\u003c <b>"
    assert decoded(f'<meta charset="{name}">+ADw-'.encode(), "text/html").endswith("+ADw-")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("  a \n\t b  ", "a b"),
        ("&lt;b&gt; &amp;amp;", "<b> &amp;"),
        ("pay\u202egpj.exe", "paygpj.exe"),
        ("a\0b\x1bc", "abc"),
        ("e" + "\u0301" * 200, "é" + "\u0301" * 8),
        ("x" * 50, "x" * 29 + "…"),
        ("&#" + "9" * 5_000 + ";", None),
        ("&#xD800;&#0;", "\ufffd\ufffd"),
        ("\u2066\u2067\u200b", ""),
    ],
)
def test_words_come_in_one_clean_short_line(said: str, kept: str | None) -> None:
    found = one_line(said, 30)
    assert len(found) <= 30
    assert kept is None or found == kept


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("/a?b=1&amp;c=2", "https://site.example/a?b=1&c=2"),
        ("//other.example/x", "https://other.example/x"),
        (" http://a.example ", "http://a.example"),
        ("javascript:alert(1)", ""),
        ("JaVaScRiPt:alert(1)", ""),
        ("data:text/html,x", ""),
        ("vbscript:x", ""),
        ("file:///etc/passwd", ""),
        ("https://user:pw@a.example/", ""),
        ("//[", ""),
        ("https://a.example/a b", ""),
        ("https://a.example/\u202e", ""),
        ("https://a.example/" + "x" * 3_000, ""),
    ],
)
def test_addresses_are_of_the_web_or_none(said: str, address: str) -> None:
    assert whole_address(said, "https://site.example/q") == address


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("no link", []),
        ("see https://a.example/x.", ["https://a.example/x"]),
        ("[here](https://b.example/) and https://a.example/", ["https://b.example/", "https://a.example/"]),
        ("https://a.example https://a.example", ["https://a.example"]),
        ("`https://a.example`", []),
        ("```\nhttps://a.example\n```", []),
        ("@bob #tag://x ftp://a.example", []),
        ("[x](javascript://a)", []),
        (r"[x](https:\/\/a.example/b)", ["https://a.example/b"]),
        ("[x](https:&#47;&#47;a.example)", ["https://a.example"]),
        ("[x]( https&colon;//a.example )", ["https://a.example"]),
        ("[x][y] and [y]: https:\\/\\/a.example", []),
    ],
)
def test_the_links_of_a_text(text: str, found: list[str]) -> None:
    assert addresses_in(text) == found
