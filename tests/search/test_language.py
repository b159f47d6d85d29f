"""What people type is taken apart, and nothing typed is an error."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.core.ids import LARGEST_ID, id_at
from folkmoot.search.language import LONGEST, MOST_WORDS, Asked, read


def _day(year: int, month: int, day: int) -> int:
    return id_at(datetime(year, month, day, tzinfo=UTC))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", {}),
        ("   ", {}),
        ("garden", {"words": ("garden",)}),
        ("Garden  gárden bread", {"words": ("garden", "bread")}),
        ('"garden gate" bread', {"phrases": (("garden", "gate"),), "words": ("bread",)}),
        ('"garden"', {"words": ("garden",)}),
        ('"garden gate', {"phrases": (("garden", "gate"),)}),
        ("„garden gate“", {"phrases": (("garden", "gate"),)}),
        ("«garden gate»", {"phrases": (("garden", "gate"),)}),
        ('""', {}),
        ("well-known", {"phrases": (("well", "known"),)}),
        ("bread -soup", {"words": ("bread",), "without": Asked(words=("soup",))}),
        ('-"hot soup"', {"without": Asked(phrases=(("hot", "soup"),))}),
        ("#Garden", {"tags": ("garden",)}),
        ("-#Garden", {"without": Asked(tags=("garden",))}),
        ('"#Garden"', {"words": ("garden",)}),
        ("#", {}),
        ("@bob", {"words": ("bob",)}),
        ("@bob@elsewhere.example", {"words": ("bob", "elsewhere", "example")}),
        ("from:bob", {"authors": ("bob",)}),
        ("FROM:@Bob", {"authors": ("@Bob",)}),
        ('from:"bob"', {"authors": ("bob",)}),
        ("from:bob from:alice from:bob", {"authors": ("bob", "alice")}),
        ("-from:bob", {"without": Asked(authors=("bob",))}),
        ("from:", {"words": ("from",)}),
        ("from:@", {"words": ("from",)}),
        ("has:media", {"has": ("media",)}),
        ("has:IMAGES has:sound", {"has": ("image", "audio")}),
        ("has:poll has:polls", {"has": ("poll",)}),
        ("-has:link", {"without": Asked(has=("link",))}),
        ("has:fun", {"phrases": (("has", "fun"),)}),
        ("in:public in:direct", {"scopes": ("public", "direct")}),
        ("in:heaven", {"phrases": (("in", "heaven"),)}),
        ("is:reply", {"is_reply": True}),
        ("-is:reply", {"without": Asked(is_reply=True)}),
        ("is:nice", {"phrases": (("is", "nice"),)}),
        ("before:2026-03-02", {"before": _day(2026, 3, 2)}),
        ("before:2026-03", {"before": _day(2026, 3, 1)}),
        ("before:2026", {"before": _day(2026, 1, 1)}),
        ("after:2026-03-02", {"after": _day(2026, 3, 3) - 1}),
        ("after:2026-12", {"after": _day(2027, 1, 1) - 1}),
        ("after:2026", {"after": _day(2027, 1, 1) - 1}),
        ("on:2026-02-28", {"after": _day(2026, 2, 28) - 1, "before": _day(2026, 3, 1)}),
        ("after:2026-01-01 after:2026-02-01", {"after": _day(2026, 2, 2) - 1}),
        ("after:٢٠٢٦-٠٣-٠٢", {"after": _day(2026, 3, 3) - 1}),
        ("-before:2026-03", {"after": _day(2026, 3, 1) - 1}),
        ("-after:2026-03", {"before": _day(2026, 4, 1)}),
        ("-on:2026-03", {"not_on": ((_day(2026, 3, 1), _day(2026, 4, 1)),)}),
        ("-on:2026-03 -on:2026-03", {"not_on": ((_day(2026, 3, 1), _day(2026, 4, 1)),)}),
        ("-before:2026 -after:2026", {"after": _day(2026, 1, 1) - 1, "before": _day(2027, 1, 1)}),
        ("-before:0001", {}),
        ("-before:yesterday", {"without": Asked(phrases=(("before", "yesterday"),))}),
        ("before:2026-02-30", {"phrases": (("before", "2026", "02", "30"),)}),
        ("before:2026-13", {"phrases": (("before", "2026", "13"),)}),
        ("before:yesterday", {"phrases": (("before", "yesterday"),)}),
        ("before:0000", {"phrases": (("before", "0000"),)}),
        ("before:0001", {"before": 0}),
        ("colour:red", {"phrases": (("colour", "red"),)}),
        ("https://example.org", {"phrases": (("https", "example", "org"),)}),
        ("东京都", {"words": ("东京都",)}),
        ("\u200fكتاب\u200f \u202emore\u202c", {"words": ("كتاب", "more")}),
        ("🎉", {"words": ("🎉",)}),
        ("🎉 🍞", {"words": ("🎉", "🍞")}),
        ("-", {}),
        ("--garden", {"without": Asked(words=("garden",))}),
        ("AND OR NOT NEAR", {"words": ("and", "or", "not", "near")}),
        ("'; DROP TABLE post; --", {"words": ("drop", "table", "post")}),
        ("garden* ^bread (soup) {x} a+b", {"words": ("garden", "bread", "soup", "x"), "phrases": (("a", "b"),)}),
        ("\0\x01\x1fby:1", {"phrases": (("by", "1"),)}),
    ],
)
def test_what_is_meant(typed: str, meant: dict[str, Any]) -> None:
    assert read(typed) == Asked(**meant)


def test_the_end_of_time_is_a_day_like_any_other() -> None:
    for typed in ("before:9999", "before:9999-12-31", "on:9999-12-31"):
        assert read(typed).before == LARGEST_ID - 1
    assert read("after:9999-12-31").after == read("after:9999").after == LARGEST_ID - 2


@pytest.mark.parametrize("typed", ["x" * 10_000, "garden " * 2_000, '"' * 10_000, "-" * 10_000, "from:" * 2_000])
def test_what_is_far_too_long_is_cut_and_says_so(typed: str) -> None:
    asked = read(typed)
    assert asked.cut
    assert sum(map(len, asked.words)) <= LONGEST


def test_more_words_than_are_read() -> None:
    many = " ".join(f"w{each}" for each in range(MOST_WORDS + 1))
    assert (len(read(many).words), read(many).cut) == (MOST_WORDS, True)
    assert (len(read(f'"{many}"').phrases[0]), read(f'"{many}"').cut) == (MOST_WORDS, True)
    assert not read("a few words").cut


@pytest.mark.parametrize(("typed", "nothing"), [("", True), ("- : \" '", True), ("has:poll", False), ("-a", False)])
def test_when_nothing_is_asked(typed: str, nothing: bool) -> None:
    assert read(typed).is_nothing is nothing


def test_what_is_marked() -> None:
    asked = read('bread "garden gate" #Rain from:bob -soup')
    assert asked.marked == {"bread", "garden", "gate", "rain"}
    assert asked.has_words
    assert not read("from:bob -soup").has_words


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("alice has:poll", "alice"),
        ("from:bob", ""),
        ("-alice bob", "bob"),
        ('"Alice Liddell" is:reply', "Alice Liddell"),
        ("#harb", "#harb"),
        ("has:fun", "has:fun"),
        ("@erin@else", "@erin@else"),
    ],
)
def test_what_names_are_compared_with(typed: str, words: str) -> None:
    assert read(typed).typed == words


@given(st.text(max_size=200))
def test_nothing_typed_is_an_error(typed: str) -> None:
    asked = read(typed)
    assert "" not in (*asked.words, *asked.tags)
    assert all(len(some) > 1 for some in asked.phrases)
    assert 0 <= asked.after <= LARGEST_ID
