"""Whether texts say nearly the same, told from keyed numbers."""

import pytest
from django.conf import settings

from folkmoot.discovery import signature as signing
from folkmoot.discovery.signature import BINS, are_alike, read, signature

LONG = "the council wants to close the old library on saturday and nobody asked the people who read there every day"


def alike(one: str, other: str) -> bool:
    return are_alike(read(signature(one)), read(signature(other)))


@pytest.mark.parametrize(
    "other",
    [
        LONG,
        LONG.upper(),
        f"{LONG} #library @olivia https://example.org/a",
        LONG.replace("saturday", "sunday"),
        LONG.replace("close the old", "shut the old").replace("every day", "each day"),
        f"{LONG} 42 wow",
    ],
)
def test_a_text_with_few_changes_says_the_same(other):
    assert alike(LONG, other)


@pytest.mark.parametrize(
    "other",
    [
        "my daughter learned to read in the library and i cannot believe that they want to take this from others",
        "نجتمع اليوم مساء في الحديقة مع الخبز والموسيقى والأطفال يلعبون قرب النهر",
        "今晚我们在河边的花园见面带上面包茶和音乐孩子邻居书雨光",
        "",
    ],
)
def test_a_text_about_the_same_says_something_else(other):
    assert not alike(LONG, other)


def test_texts_without_spaces_are_compared_by_pairs_of_signs():
    one = "今晚我们在河边的花园见面带上面包茶和音乐孩子邻居书雨光"
    assert alike(one, one.replace("茶", "酒"))
    assert not alike(one, "昨天图书馆关门了没有人问过每天在那里读书的人他们很难过")


def test_a_few_words_are_the_same_only_when_all_of_them_are():
    assert alike("Goal! #football", "goal")
    assert not alike("goal for us", "goal for them")


def test_of_nothing_there_is_no_signature_and_nothing_is_like_it():
    assert signature("#library @bob https://example.org/x ...") == b""
    assert not alike("", "")
    assert read(b"short") == ()


def test_a_signature_is_small_whatever_the_text():
    assert {len(signature(text)) for text in ("one", LONG, "word " * 10_000, "字" * 10_000)} == {2 * BINS}


def test_whoever_has_not_the_key_makes_other_numbers(monkeypatch):
    ours = signature(LONG)
    monkeypatch.setattr(settings, "HASH_KEY", "another key")
    signing._key.cache_clear()
    try:
        assert signature(LONG) != ours
    finally:
        monkeypatch.undo()
        signing._key.cache_clear()
    assert signature(LONG) == ours
