"""Words as they are compared: one spelling for all that people would call the same, in every script.

Posts and questions go through the same few steps, in Python, so that both databases find the same. Pure: no tables.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from zlib import crc32

FACT = "\x1f"  # how what is no word begins; nobody can write it
MOST = 4_000  # different pieces of one text that are kept; a text of the usual length has some thirty

# Where words are written without spaces between them: cut into pairs of characters.
_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_UNSPACED = _HAN + (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u1000-\u1049\u1780-\u17d3"  # Thai, Lao, Burmese, Khmer
    "\u1100-\u11ff\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3130-\u318e\u31f0-\u31ff\uac00-\ud7a3"
)
# Signs that belong to the letter before them, in scripts where a word without them is another word.
_SIGNS = (
    "\u0900-\u0963\u0966-\u0dff\u0f18-\u0f39\u0f71-\u0fbc\u135d-\u135f\u1712-\u1734\u17d4-\u17dd\u1a55-\u1bf3"
    "\ua802-\uabed"
)
_PICTURES = "\u2190-\u23ff\u2460-\u27bf\u2900-\u2bff\U0001f000-\U0001f3fa\U0001f400-\U0001faff"
_PIECE = re.compile(f"(?P<run>[{_UNSPACED}]+)|[{_PICTURES}]|(?:(?![{_UNSPACED}{_PICTURES}])[\\w{_SIGNS}])+")
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_IS_HAN = re.compile(f"[{_HAN}]")
_RAW = re.compile(r"[^\s!-/:-@\[-^`{-~]+")  # what stands between spaces and ASCII punctuation

_UNSEEN = (0x00AD, 0x061C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF)
_ACCENTS = (*range(0x0300, 0x0370), *range(0x1AB0, 0x1B00), *range(0x1DC0, 0x1E00), *range(0x20D0, 0x2100),
            *range(0xFE00, 0xFE10), *range(0xFE20, 0xFE30))  # fmt: skip
_POINTS = (*range(0x0610, 0x061B), 0x0640, *range(0x064B, 0x0660), 0x0670, *range(0x06D6, 0x06DD),
           *range(0x06DF, 0x06E5), *range(0x06E7, 0x06E9), *range(0x06EA, 0x06EE), *range(0x0591, 0x05BE),
            0x05BF, 0x05C1, 0x05C2, 0x05C4, 0x05C5, 0x05C7)  # fmt: skip
_LETTERS = {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe",
            "ٱ": "ا", "ى": "ي", "ة": "ه", "ی": "ي", "ک": "ك", "ہ": "ه", "ھ": "ه", "ە": "ه"}  # fmt: skip
_ZEROS = "٠۰०০੦૦୦௦౦೦൦๐໐༠၀០"
_FOLDED = str.maketrans(
    dict.fromkeys(map(chr, (*_UNSEEN, *_ACCENTS, *_POINTS)), "")
    | _LETTERS
    | {chr(ord(zero) + digit): str(digit) for zero in _ZEROS for digit in range(10)}
)


def fold(text: str) -> str:
    """A text without what makes no difference: case, accents, width, Arabic and Hebrew points, marks of direction."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFC", apart.translate(_FOLDED))


def pieces(text: str) -> list[str]:
    """The words of a text in order, each folded; what is written without spaces stays in one piece."""
    return [found[0] for found in _PIECE.finditer(fold(text))]


def words_of(text: str) -> set[str]:
    """All by which a text can be found: its words, and of what is written without spaces each pair of characters."""
    return {word for piece in set(pieces(text)) for word in _cut(piece)}


def asked_by(piece: str) -> list[str]:
    """What of ``words_of`` a text must have that holds this piece."""
    if len(piece) > 1 and is_unspaced(piece):
        return list(dict.fromkeys(_pairs(piece)))
    return [piece]


def is_unspaced(piece: str) -> bool:
    """Whether a piece is of a script that puts no spaces between words."""
    return bool(_IS_UNSPACED.match(piece))


def spaced(found: Sequence[str]) -> str:
    """Pieces as one line that can be searched for a phrase made by ``phrase``."""
    return f" {' '.join(found)} "


def phrase(found: Sequence[str]) -> str:
    """Pieces as they stand in a line when they follow each other; unspaced ones may go on at both ends."""
    before = "" if is_unspaced(found[0]) else " "
    after = "" if is_unspaced(found[-1]) else " "
    return f"{before}{' '.join(found)}{after}"


def number(word: str) -> int:
    """A word as the index keeps it: 31 bits, so that nothing readable stands there; two words rarely share one.

    Facts that nobody chooses stand below zero, so that no word, however it is chosen, has the number of one.
    """
    found = crc32(word.encode(errors="replace")) & 0x7FFFFFFF
    return found - (1 << 31) if word.startswith(FACT) and not word.startswith(f"{FACT}tag:") else found


def matches_in(text: str, wanted: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Where in a text, as it was written, the wanted pieces stand."""
    for found in _RAW.finditer(text):
        for start, end in _matches(found[0], wanted):
            yield found.start() + start, found.start() + end


@lru_cache(maxsize=4_000)
def _matches(raw: str, wanted: frozenset[str]) -> tuple[tuple[int, int], ...]:
    folded = fold(raw)
    if folded in wanted:
        return ((0, len(raw)),)
    if len(folded) != len(raw):  # letters were joined or left out: the places are not known, so all of it is
        return ((0, len(raw)),) if _places(folded, wanted) else ()
    return tuple(_places(folded, wanted))


def _places(folded: str, wanted: frozenset[str]) -> list[tuple[int, int]]:
    places = []
    for found in _PIECE.finditer(folded):
        if found[0] in wanted:
            places.append(found.span())
        elif found["run"]:
            places += [
                (found.start() + each.start(), found.start() + each.end())
                for piece in sorted(wanted)
                if is_unspaced(piece)
                for each in re.finditer(re.escape(piece), found[0])
            ]
    return places


def _cut(piece: str) -> Iterator[str]:
    if len(piece) == 1 or not is_unspaced(piece):
        yield piece
        return
    yield from _pairs(piece)
    yield from _IS_HAN.findall(piece)  # one of these is a word


def _pairs(piece: str) -> Iterator[str]:
    return (piece[place : place + 2] for place in range(len(piece) - 1))
