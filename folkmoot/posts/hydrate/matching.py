"""Whether a text has a word in it, in any script: pure, over folded texts."""

import re
import unicodedata
from functools import lru_cache

_UNSPACED = ("CJK ", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN")
_SILENT = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
_BLANKS = re.compile(r"\s+")


def folded(text: str) -> str:
    """A text as it is compared: case, width, vowel signs, stretched letters and invisible signs make no difference."""
    return _BLANKS.sub(" ", _SILENT.sub("", unicodedata.normalize("NFKC", text)).casefold()).strip()


def has_word(text: str, word: str) -> bool:
    """Whether a folded word or phrase stands in a folded text by itself, not as a part of other words.

    Scripts that write no blanks between words, such as Chinese, know no such thing: there it may stand anywhere.
    """
    start = text.find(word) if word else -1
    while start >= 0:
        end = start + len(word)
        if not (_joined(text[start - 1 : start], word[0]) or _joined(word[-1], text[end : end + 1])):
            return True
        start = text.find(word, start + 1)
    return False


def has_part(text: str, word: str) -> bool:
    """Whether a folded word stands anywhere in a folded text."""
    return bool(word) and word in text


def _joined(one: str, other: str) -> bool:
    """Whether two signs that stand side by side belong to one word."""
    return bool(one and other) and _is_spaced_letter(one) and _is_spaced_letter(other)


@lru_cache(maxsize=4_096)
def _is_spaced_letter(sign: str) -> bool:
    if not (sign.isalnum() or sign == "_" or unicodedata.category(sign)[0] == "M"):
        return False
    return not unicodedata.name(sign, "").startswith(_UNSPACED)
