"""Words and addresses from pages of other sites, brought into a shape that can be kept and shown."""

from html import unescape
from urllib.parse import urljoin, urlsplit

from folkmoot.core.html import clean

_LOOKED_AT = 4_000  # characters; also, Python makes no number of more digits
LONGEST_ADDRESS = 2_048


def one_line(text: str, most: int) -> str:
    """The text in one line of at most so many characters, with entities as the characters they stand for."""
    line = " ".join(clean(unescape(text[:_LOOKED_AT])).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def whole_address(text: str, base: str) -> str:
    """The web address that ``text`` is on the page ``base``; empty when it is none."""
    try:
        address = urljoin(base, unescape(text[:_LOOKED_AT]).strip())
        parts = urlsplit(address)
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.username is None
    except ValueError:
        return ""
    plain = address.isprintable() and " " not in address
    return address if is_web and plain and len(address) <= LONGEST_ADDRESS else ""
