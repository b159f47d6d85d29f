"""Whether two texts say nearly the same, told from numbers made with a secret: the words cannot be read from them.

A text is its words and pairs of neighbouring words. Each gets a keyed hash; of those that fall into one of 32 bins the
smallest is kept. Two texts share about as many bins as they share of what they say (one permutation minhash).
"""

import hashlib
import re
from functools import cache
from itertools import pairwise
from struct import pack, unpack

from django.conf import settings

from folkmoot.search.folding import is_unspaced, pieces

BINS = 32
ALIKE = 0.45  # share of bins from which on texts count as one
_SHORT = 6  # words: so little said twice is the same only if all of it is
_MOST = 400  # pieces of a text that are read
_SIZE = 2
_FORMAT = f">{BINS}H"
_SALT = b"folkmoot.discovery:"
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_NAME = re.compile(r"[@#][^\s.,;:!?()]+")

type Signature = tuple[int, ...]


def signature(text: str) -> bytes:
    """The signature of a text without its links, names and hashtags; of nothing it is empty."""
    said = _said(text)
    if not said:
        return b""
    bins = [0] * BINS
    for piece in _parts(said):
        number = int.from_bytes(hashlib.blake2b(piece.encode(errors="replace"), digest_size=4, key=_key()).digest())
        place, value = number % BINS, (number >> 5 & 0xFFFF) or 1
        if not bins[place] or value < bins[place]:
            bins[place] = value
    return pack(_FORMAT, *bins)


def read(kept: bytes) -> Signature:
    """A signature as it is compared."""
    return unpack(_FORMAT, kept) if len(kept) == BINS * _SIZE else ()


def are_alike(one: Signature, other: Signature) -> bool:
    """Whether two texts say nearly the same; of those that say nothing nobody knows."""
    if not one or not other:
        return False
    both = sum(a == b != 0 for a, b in zip(one, other, strict=True))
    either = sum(bool(a or b) for a, b in zip(one, other, strict=True))
    return both >= ALIKE * either


def shared_needed(one: Signature) -> float:
    """In how many bins another text has to be the same at least, so that it can say nearly the same."""
    return ALIKE * sum(map(bool, one))


def _said(text: str) -> list[str]:
    words: list[str] = []
    for piece in pieces(_NAME.sub(" ", _LINK.sub(" ", text)))[:_MOST]:
        if is_unspaced(piece) and len(piece) > 1:
            words += [piece[place : place + 2] for place in range(len(piece) - 1)]
        else:
            words.append(piece)
    return words[:_MOST]


def _parts(said: list[str]) -> set[str]:
    if len(said) <= _SHORT:
        return {f"{place} {' '.join(said)}" for place in range(BINS)}
    return {*said, *map(" ".join, pairwise(said))}


@cache
def _key() -> bytes:
    return hashlib.sha256(_SALT + settings.HASH_KEY.encode()).digest()
