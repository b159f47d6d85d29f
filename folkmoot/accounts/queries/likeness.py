"""Names that look like others at a glance."""

import unicodedata
from functools import cache

from django.conf import settings
from django.utils.translation import gettext as _

from folkmoot.accounts.models import ALIKE
from folkmoot.core.rows import select

_OFFICES = (
    *("admin", "administrator", "mod", "mods", "moderator", "moderators", "official", "operator", "owner", "staff"),
    *("الإدارة", "المدير", "المشرف", "المالك", "مدير", "مشرف"),
)
_DOUBLES = (  # a letter, and what looks like it as a capital and as a small one
    ("a", "ΑА", "αаɑ"), ("b", "ΒВ", "вь"), ("c", "С", "с"), ("d", "", "ԁđ"), ("e", "ΕЕ", "εе"), ("g", "", "ɡ"),
    ("h", "ΗН", "нһħ"), ("i", "ΙІ", "ιіı"), ("j", "Ј", "ј"), ("k", "ΚК", "κк"), ("l", "", "ł|"), ("m", "ΜМ", "м"),
    ("n", "Ν", "пπ"), ("o", "ΟО", "οоø"), ("p", "ΡР", "ρр"), ("q", "", "ԛ"), ("r", "", "г"), ("s", "Ѕ", "ѕ"),
    ("t", "ΤТ", "τт"), ("u", "", "υ"), ("v", "", "ν"), ("w", "", "ωԝ"), ("x", "ΧХ", "χх"), ("y", "ΥУ", "γу"),
    ("z", "Ζ", ""), ("ي", "", "یى"), ("ك", "", "ک"),
)  # fmt: skip
_CAPITALS = {ord(sign): letter for letter, capitals, _small in _DOUBLES for sign in capitals}
_SMALL = {ord(sign): letter for letter, _capitals, small in _DOUBLES for sign in small}
_STAFF = """SELECT DISTINCT a.username, a.name FROM accounts_rolegrant g JOIN accounts_account a ON a.id = g.account_id
  WHERE a.active"""


def looks(username: str) -> str:
    """A user name as it looks at a glance: 0 is o, 1 and i are l, rn is m, and underscores are nothing."""
    found = username
    for seen, taken_for in ALIKE:
        found = found.replace(seen, taken_for)
    return found


def looks_taken(username: str) -> bool:
    """Whether somebody here, or once here, has a name that looks like this one."""
    if settings.TEST_PROFILE:
        return False
    return bool(select(_alike(), {"looks": looks(username), "name": username}))


def name_problem(name: str) -> str:
    """Why nobody but staff can be called this, in words for the form; empty where they can."""
    if settings.TEST_PROFILE:
        return ""
    theirs = {_glance(each) for row in select(_STAFF, {}) for each in row} | _offices()
    if _glance(name) not in theirs - {""}:
        return ""
    return _("That looks like the name of somebody who runs this community. Please add something to it.")


def in_like_letters(name: str) -> str:
    """A name with a Latin letter for whatever looks like one, small, and with its accents apart."""
    return unicodedata.normalize("NFKD", name).translate(_CAPITALS).casefold().translate(_SMALL)


def _glance(name: str) -> str:
    """A name as it looks in any letters: no accents, no signs, and what looks like a Latin letter is one."""
    return looks("".join(sign for sign in in_like_letters(name) if sign.isalnum()))


@cache
def _offices() -> frozenset[str]:
    return frozenset(map(_glance, _OFFICES))


@cache
def _alike() -> str:
    """Written as the index ``account_likeness`` has it."""
    column = "username"
    for seen, taken_for in ALIKE:
        column = f"replace({column}, '{seen}', '{taken_for}')"
    return f"SELECT 1 FROM accounts_account WHERE {column} = %(looks)s AND domain = '' AND username <> %(name)s LIMIT 1"
