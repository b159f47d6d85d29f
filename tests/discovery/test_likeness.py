"""What looks the same is the same thing: hashtags in letters that look alike, spellings of an address."""

import pytest

from folkmoot.discovery.likeness import LONGEST, canonical, link_key, skeleton


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("paper", "раper"),  # Cyrillic er and a
        ("HELLO", "ΗΕLLO"),  # Greek capitals
        ("cafe", "Café"),
        ("go2024", "gο2024"),  # Greek omicron
        ("book", "b00k"),
        ("all", "a11"),
        ("modern", "modem"),
        ("free_library", "FreeLibrary"),
        ("ｗｉｄｅ", "wide"),
        ("كتاب", "کتاب"),  # the Persian kaf
        ("مكتبة", "مَكتبَة"),  # with vowel signs
        ("zoo", "zoo\u200d"),
        ("vvild", "wild"),
    ],
)
def test_hashtags_that_look_alike_are_one(one, other):
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"), [("mail", "mall"), ("books", "brooks"), ("كتاب", "كاتب"), ("москва", "минск"), ("茶", "本")]
)
def test_hashtags_that_do_not_are_not(one, other):
    assert skeleton(one) != skeleton(other)


def test_there_is_always_something_left_of_a_hashtag_and_not_too_much():
    assert skeleton("__") == "__"
    assert len(skeleton("a" * 500)) == LONGEST


@pytest.mark.parametrize(
    "address",
    [
        "http://www.example.org/story/",
        "https://example.org/story#part",
        "https://m.example.org/story?utm_source=mail&fbclid=1",
        "HTTPS://EXAMPLE.ORG/story",
    ],
)
def test_addresses_that_lead_to_one_page_are_one(address):
    assert link_key(address) == link_key("https://example.org/story")


def test_what_an_address_asks_for_stays():
    assert canonical("https://example.org/?b=2&a=1") == "example.org?a=1&b=2"
    assert link_key("https://example.org/?id=1") != link_key("https://example.org/?id=2")
