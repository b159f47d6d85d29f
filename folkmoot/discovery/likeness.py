"""Things that look the same are the same thing: hashtags in letters that look alike, spellings of an address. Pure."""

import hashlib
import re
from urllib.parse import parse_qsl, urlencode, urlsplit

from folkmoot.accounts.queries.likeness import in_like_letters
from folkmoot.search.folding import fold

LONGEST = 128
_ALIKE = (("0", "o"), ("1", "l"), ("rn", "m"), ("vv", "w"))  # in a row of small letters nobody tells them apart
_MARKS = re.compile(r"(?:utm_\w+|fbclid|gclid|igshid|mc_[ce]id|ref|ref_src|si)", re.IGNORECASE)  # who came from where


def skeleton(tag: str) -> str:
    """What a hashtag looks like at a glance, in whichever letters, with or without accents and underscores."""
    found = "".join(sign for sign in fold(in_like_letters(tag)) if sign.isalnum() or not sign.isascii())
    for seen, taken_for in _ALIKE:
        found = found.replace(seen, taken_for)
    return (found or fold(tag))[:LONGEST]


def canonical(address: str) -> str:
    """The one spelling of an address: without what only says where somebody came from."""
    parts = urlsplit(address)
    asked = [
        (name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _MARKS.fullmatch(name)
    ]
    host = (parts.netloc or "").lower().removeprefix("www.").removeprefix("m.")
    query = f"?{urlencode(sorted(asked))}" if asked else ""
    return f"{host}{parts.path.rstrip('/')}{query}"


def link_key(address: str) -> str:
    """What a link is found by whatever its spelling."""
    return hashlib.sha256(canonical(address).encode(errors="replace")).hexdigest()
