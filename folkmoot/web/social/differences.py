"""What is different between two texts, word by word."""

import re
from difflib import SequenceMatcher
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup

_PIECE = re.compile(r"\S+|\s+")
_DEL = Markup('<del><span class="hidden">{} </span>{}</del>')
_INS = Markup('<ins><span class="hidden">{} </span>{}</ins>')


def difference(before: str, after: str) -> Markup:
    """The newer text, with what was taken out and what was put in marked; screen readers are told as well."""
    return _marked(before, after, get_language())


@lru_cache(maxsize=500)
def _marked(before: str, after: str, language: str | None) -> Markup:
    del language
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    shown = Markup()
    for kind, start, end, from_, to in SequenceMatcher(None, old, new).get_opcodes():
        gone, come = "".join(old[start:end]), "".join(new[from_:to])
        if kind == "equal":
            shown += come
            continue
        shown += _DEL.format(_("[removed]"), gone) if gone else ""
        shown += _INS.format(_("[added]"), come) if come else ""
    return shown
