"""Words in texts, in any script: the table that filters stand on."""

import pytest

from folkmoot.posts.hydrate.matching import folded, has_part, has_word


@pytest.mark.parametrize(
    ("text", "word", "whole"),
    [
        ("The cat sat", "cat", True),
        ("concatenate", "cat", False),
        ("cats", "cat", False),
        ("CAT!", "cat", True),
        ("(cat)", "cat", True),
        ("a_cat", "cat", False),
        ("cat2", "cat", False),
        ("cats and a cat", "cat", True),
        ("Straße", "strasse", True),
        ("STRASSE", "straße", True),
        ("ｃａｔ", "cat", True),
        ("ﬁre", "fire", True),
        ("é́cole", "cole", False),
        ("e\u0301te\u0301", "été", True),
        ("so\u00adft hy\u200bphen", "soft hyphen", True),
        ("football\nleague", "football league", True),
        ("football  league", "football league", True),
        ("footballleague", "football league", False),
        ("#Election2026", "#election2026", True),
        ("#Election2026x", "#election2026", False),
        ("x#cats", "#cats", True),
        ("C++ rocks", "c++", True),
        ("قرأت كتاب اليوم", "كتاب", True),
        ("قرأت كِتَابٌ اليوم", "كتاب", True),
        ("قرأت كتـــاب اليوم", "كتاب", True),
        ("كتابة", "كتاب", False),
        ("والكتاب", "كتاب", False),
        ("كتاب، وقلم", "كتاب", True),
        ("我喜欢足球比赛", "足球", True),
        ("サッカーが好き", "サッカー", True),
        ("축구를 좋아해", "축구", True),
        ("ฉันชอบฟุตบอลมาก", "ฟุตบอล", True),
        ("我的iPhone坏了", "iphone", True),
        ("हिन्दी", "हिन", False),
        ("हिन्दी भाषा", "हिन्दी", True),
        ("Москва слезам", "москва", True),
        ("московский", "москва", False),
        ("ΟΔΟΣ", "οδοσ", True),
        ("nothing", "", False),
        ("", "cat", False),
    ],
)
def test_whole_words(text: str, word: str, whole: bool) -> None:
    assert has_word(folded(text), folded(word)) is whole


@pytest.mark.parametrize(
    ("text", "word", "found"),
    [("concatenate", "cat", True), ("dog", "cat", False), ("والكتاب", "كتاب", True), ("dog", "", False)],
)
def test_parts_of_words(text: str, word: str, found: bool) -> None:
    assert has_part(folded(text), folded(word)) is found


def test_what_is_never_seen_folds_to_nothing() -> None:
    assert folded("\u200b\u00ad \u064b") == ""
