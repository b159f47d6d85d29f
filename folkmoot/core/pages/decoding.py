"""Bytes to text, by what the answer and the page say of it: only by charsets that pages of the web are written in."""

import codecs
import re

_KNOWN = {
    codecs.lookup(name).name: "cp1252" if name in {"ascii", "iso-8859-1"} else name
    for name in (
        *("utf-8", "utf-16", "utf-16-le", "utf-16-be", "ascii", "koi8-r", "koi8-u", "macintosh", "gb18030", "gbk"),
        *("gb2312", "big5", "big5hkscs", "euc-jp", "shift_jis", "iso-2022-jp", "euc-kr", "cp949", "cp874", "cp866"),
        *(f"cp125{number}" for number in range(9)),
        *(f"iso-8859-{number}" for number in range(1, 17) if number != 12),  # noqa: PLR2004 - there is no such part
    )
}
_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_IN_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE | re.ASCII)
_IN_PAGE = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_LOOKED_AT = 4_096  # bytes in which a page has to say it
_FALLBACK = "cp1252"  # what old pages that say nothing are written in


def decoded(body: bytes, content_type: str) -> str:
    """The text of a page; what cannot be read becomes a mark of replacement."""
    for mark, name in _MARKS.items():
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    told = _known(_IN_HEADER.search(content_type)) or _known(_IN_PAGE.search(body[:_LOOKED_AT]))
    return body.decode(told or _guessed(body), "replace")


def _known(found: re.Match[str] | re.Match[bytes] | None) -> str:
    if found is None:
        return ""
    label = found[1] if isinstance(found[1], str) else found[1].decode("ascii", "replace")
    try:
        return _KNOWN.get(codecs.lookup(label).name, "")
    except LookupError:
        return ""


def _guessed(body: bytes) -> str:
    """UTF-8 if it can be that: a letter that the end has cut in two is no reason against it."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(body)
    except UnicodeDecodeError:
        return _FALLBACK
    return "utf-8"
