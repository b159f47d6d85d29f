"""One spelling for all that people would call the same, in every script."""

from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.search import folding
from folkmoot.search.folding import asked_by, fold, matches_in, number, phrase, pieces, spaced, words_of
from folkmoot.search.queries.documents import Document, fact, numbers


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Garden", "gARDEN"),
        ("Crème BRÛLÉE", "creme brulee"),
        ("Straße", "STRASSE"),
        ("Ærø, Łódź, Đà Nẵng", "aero lodz da nang"),
        ("İstanbul'da ışık", "istanbul da isik"),
        ("Ёлка", "елка"),
        ("Ναύπλιο ΟΔΟΣ", "ναυπλιο οδος"),
        ("العَرَبِيَّةُ", "العربية"),
        ("الكتـــــاب", "الكتاب"),
        ("أحمد إسلام آمن ٱلله", "احمد اسلام امن الله"),
        ("مكتبة على", "مكتبه علي"),
        ("کتاب فارسی", "كتاب فارسي"),
        ("می‌شود", "میشود"),
        ("ﻣﺮﺣﺒﺎ", "مرحبا"),
        ("١٢٣ ۴۵۶ १२", "123 456 12"),
        ("שָׁלוֹם", "שלום"),
        ("ｆｕｌｌ ｗｉｄｔｈ", "full width"),
        ("ﬁne ①", "fine 1"),
        ("ｶﾞｰﾃﾞﾝ", "ガーデン"),
        ("\u202eabc\u202c\u200f", "abc"),
        ("soft\u00adhyphen", "softhyphen"),
        ("e\u0301te\u0301", "été"),
        ("किताबें", "किताबें"),
    ],
)
def test_what_is_the_same(written: str, asked: str) -> None:
    assert words_of(written) == words_of(asked) != set()


@pytest.mark.parametrize(
    ("one", "other"),
    [("cat", "cats"), ("はな", "ばな"), ("ハナ", "はな"), ("सुख", "सख"), ("Вода", "Водa"), ("كتب", "كتاب"), ("กา", "กิ")],
)
def test_what_is_not(one: str, other: str) -> None:
    assert words_of(one) != words_of(other)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("To be, or not-to-be!", ["to", "be", "or", "not", "to", "be"]),
        ("don't #Garden_Party @bob", ["don", "t", "garden_party", "bob"]),
        ("https://example.org/a-b?c=1", ["https", "example", "org", "a", "b", "c", "1"]),
        ("iPhone用のケース", ["iphone", "用のケース"]),
        ("東京都庁、お茶。", ["東京都庁", "お茶"]),
        ("한국어 공부", ["한국어", "공부"]),
        ("สวัสดีครับ", ["สวัสดีครับ"]),
        ("tea🍵🍵 and 👍🏽", ["tea", "🍵", "🍵", "and", "👍"]),
        ("👩‍👩‍👧", ["👩", "👩", "👧"]),
        ("، … — \u200f\u202e ()", []),
        ("नदी। किताब॥", ["नदी", "किताब"]),
        ("", []),
        ("\ud800", []),
    ],
)
def test_pieces(text: str, found: list[str]) -> None:
    assert pieces(text) == found


def test_pairs_of_characters_where_there_are_no_spaces() -> None:
    assert words_of("東京都") == {"東京", "京都", "東", "京", "都"}
    assert words_of("おちゃ") == {"おち", "ちゃ"}
    assert words_of("서울에서") == {"서울", "울에", "에서"}
    assert words_of("茶 a") == {"茶", "a"}
    assert asked_by("東京都") == ["東京", "京都"]
    assert asked_by("茶") == ["茶"]
    assert asked_by("tokyo") == ["tokyo"]
    assert asked_by("ははは") == ["はは"]


@pytest.mark.parametrize(
    ("text", "asked", "there"),
    [
        ("We open the garden gate", "garden gate", True),
        ("We open the gate of the garden", "garden gate", False),
        ("gardens gates", "garden gate", False),
        ("東京都庁で飲む", "都庁", True),
        ("東京都庁で飲む", "京庁", False),
        ("新しいiPhone用ケース", "iphone用", True),
        ("新しいiPhoneと用ケース", "iphone用", False),
    ],
)
def test_phrases(text: str, asked: str, there: bool) -> None:
    assert (phrase(pieces(asked)) in spaced(pieces(text))) is there


@pytest.mark.parametrize(
    ("text", "asked", "marked"),
    [
        ("Le Café, ÉTÉ!", "cafe ete", ["Café", "ÉTÉ"]),
        ("l'été est là", "ete", ["été"]),
        ("القراءة العَرَبِيَّةُ جميلة", "العربية", ["العَرَبِيَّةُ"]),
        ("東京都庁で都庁を", "都庁", ["都庁", "都庁"]),
        ("東京 east", "都庁", []),
        ("Straße und Straßen", "strasse", ["Straße"]),
        ("“Straße”", "strasse", ["“Straße”"]),
        ("garden gardens Garden", "garden", ["garden", "Garden"]),
        ("<b>garden</b>", "garden", ["garden"]),
        ("tea🍵", "🍵", ["🍵"]),
        ("nothing", "", []),
    ],
)
def test_where_it_stands(text: str, asked: str, marked: list[str]) -> None:
    assert [text[start:end] for start, end in matches_in(text, frozenset(pieces(asked)))] == marked


def test_numbers_fit_into_a_column_and_are_the_same_in_every_process() -> None:
    assert number("garden") == 1_007_229_162
    assert number("garden") == number("garden") != number("gardens")
    assert {-(1 << 31) <= number(str(each)) < 1 << 31 for each in range(1_000)} == {True}
    assert number("\ud800") == number("?")


def test_no_word_has_the_number_of_a_fact() -> None:
    """These two are one in the plain sum."""
    assert crc32(b"\x1fby:115000000000000000") == crc32(b"qsgoaedy")
    assert number("\x1fby:115000000000000000") != number("qsgoaedy")
    for kind in ("by:1", "has:link", "in:public", "is:reply"):
        assert number(f"\x1f{kind}") < 0 <= number(kind)
    assert number("\x1ftag:moot") >= 0, "anybody writes hashtags"


@given(st.text(max_size=80))
def test_nothing_that_can_be_typed_is_too_much(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    for piece in pieces(text):
        assert phrase([piece]) in spaced(pieces(text))
        assert set(asked_by(piece)) <= words_of(text)
    wanted = frozenset(pieces(text))
    assert all(0 <= start < end <= len(text) for start, end in matches_in(text, wanted))


def test_words_and_facts_together_are_no_more_than_the_index_numbers() -> None:
    assert folding.MOST <= 64 * 64, "the index on SQLite numbers the words of a post with two digits of base 64"
    tags = " ".join(f"#w{each}" for each in range(2_500))
    words = " ".join(f"w{each}" for each in range(5_000))
    crowded = Document(1, 2, "public", 0, is_reply=True, text=tags, aside=words, kinds=frozenset())
    assert len(numbers(crowded)) == folding.MOST
    assert {number(fact("by", 2)), number(fact("is", "reply"))} < set(numbers(crowded)), "what is left out are words"
