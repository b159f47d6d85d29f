"""The statements that read the index: which posts hold all that is asked for, the newest first."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.db import connection

from folkmoot.accounts.models import Account
from folkmoot.accounts.queries import username_of
from folkmoot.core.ids import LARGEST_ID
from folkmoot.core.rows import select
from folkmoot.posts.visibility import Sight
from folkmoot.search.folding import asked_by, number
from folkmoot.search.language import Asked
from folkmoot.search.queries.documents import fact
from folkmoot.search.visibility import searched_sql

WINDOW = 1_000  # matches that are looked at together
_LATE = 5_000  # places: an entry may stand that far from where its id would have it


class Match(NamedTuple):
    """One post that holds all that is asked for, and that the viewer may find."""

    at: int  # its place in the index
    post_id: int
    is_own: int
    is_followed: int
    text: str


@dataclass(frozen=True, slots=True)
class Terms:
    """A question as numbers: all of these, one of each group, none of those. What must follow each other is read."""

    wanted: tuple[int, ...]
    groups: tuple[tuple[int, ...], ...]
    unwanted: tuple[int, ...]
    after: int
    before: int
    not_on: tuple[tuple[int, int], ...]


class Window(NamedTuple):
    """The newest matches below a place: those that the viewer may find, and where those that were looked at end."""

    matches: list[Match]
    lowest: int  # in the index, 0 when there are no more
    highest: int


def terms(viewer: int, asked: Asked) -> Terms:
    """A question in the numbers of the index."""
    chosen = _numbers([fact("by", asked.account_id)]) if asked.account_id else ()
    groups = (chosen, _authors(viewer, asked), _numbers(fact("in", each) for each in asked.scopes))
    words = [*asked.words, *(piece for some in asked.phrases for piece in some)]
    wanted = [*(word for piece in words for word in asked_by(piece)), *_facts(asked)]
    no = asked.without or Asked()
    unwanted = [each for word in no.words if len(each := asked_by(word)) == 1]
    facts = [*_facts(no), *(fact("in", each) for each in no.scopes)]
    return Terms(
        _numbers(wanted),
        tuple(some for some in groups if some),
        (*_numbers([*facts, *(word for (word,) in unwanted)]), *_authors(viewer, no)),
        asked.after,
        asked.before,
        asked.not_on,
    )


def window(viewer: int, found: Terms, below: int) -> Window:
    """The newest matches below a place."""
    text, parameters = (_postgres if connection.vendor == "postgresql" else _sqlite)(found, below)
    rows = select(
        text, {"viewer": viewer, "after": found.after, "before": found.before, "window": WINDOW, **parameters}
    )
    [(_zero, count, lowest, highest, _text)] = [row for row in rows if not row[0]]
    return Window([Match(*row) for row in rows if row[0]], lowest if count == WINDOW else 0, highest)


def _numbers(words: Iterable[str]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(map(number, words)))


def _facts(asked: Asked) -> list[str]:
    found = [*(fact("tag", each) for each in asked.tags), *(fact("has", each) for each in asked.has)]
    return [*found, fact("is", "reply")] if asked.is_reply else found


def _authors(viewer: int, asked: Asked) -> tuple[int, ...]:
    """Whoever has one of these names; somebody whom nobody knows wrote nothing."""
    if not asked.authors:
        return ()
    ids = [viewer] if "me" in asked.authors else []
    for typed in asked.authors:
        name, _at, domain = typed.removeprefix("@").partition("@")
        elsewhere = "" if domain.lower() == settings.FOLKMOOT.host else domain.lower()
        same = Account.objects.filter(username=username_of(name), domain=elsewhere)
        ids += same.values_list("id", flat=True)
    return _numbers(fact("by", each) for each in ids or [0])


def _sqlite(found: Terms, below: int) -> tuple[str, dict[str, object]]:
    all_of = [_hexadecimal(found.wanted, " AND "), *(f"({_hexadecimal(some, ' OR ')})" for some in found.groups)]
    match = " AND ".join(filter(None, all_of)) or "any"
    if found.unwanted:
        match = f"({match}) NOT ({_hexadecimal(found.unwanted, ' OR ')})"
    top, bottom = below, 0
    if found.before < LARGEST_ID:
        top = min(below, _place(found.before, "<", "DESC", 0) + _LATE)
    if found.after:
        bottom = _place(found.after, ">", "ASC", LARGEST_ID) - _LATE
    matching = """SELECT w.rowid AS at, e.post_id FROM search_words w JOIN search_entry e ON e.place = w.rowid
      WHERE search_words MATCH %(match)s AND w.rowid < %(top)s AND w.rowid > %(bottom)s
      ORDER BY w.rowid DESC LIMIT %(window)s"""
    return _text(matching, found.not_on), {"match": match, "top": top, "bottom": bottom}


def _place(post_id: int, side: str, order: str, otherwise: int) -> int:
    text = f"SELECT place FROM search_entry WHERE post_id {side} %(post)s ORDER BY post_id {order} LIMIT 1"
    rows = select(text, {"post": post_id})
    return int(rows[0][0]) if rows else otherwise


def _hexadecimal(words: Collection[int], between: str) -> str:
    """Words as FTS5 has them: digits in quotes, so that nothing that was typed reaches its language."""
    return between.join(f'"{word & 0xFFFFFFFF:08X}"' for word in words)


def _postgres(found: Terms, below: int) -> tuple[str, dict[str, object]]:
    """With the numbers in the text: only so does PostgreSQL plan by how frequent each of them is."""
    said = [f"e.words @> {_array(found.wanted)}"] if found.wanted else []
    said += [f"e.words && {_array(some)}" for some in found.groups]
    said += [f"NOT e.words && {_array(found.unwanted)}"] if found.unwanted else []
    matching = f"""SELECT e.post_id AS at, e.post_id FROM search_entry e
      WHERE {" AND ".join(said) or "1 = 1"} AND e.post_id < %(top)s AND e.post_id > %(bottom)s
      ORDER BY e.post_id DESC LIMIT {WINDOW}"""
    return _text(matching, found.not_on), {"top": min(below, found.before), "bottom": found.after}


def _array(words: Collection[int]) -> str:
    return f"'{{{','.join(map(str, words))}}}'::integer[]"


def _text(matching: str, not_on: Iterable[tuple[int, int]]) -> str:
    """The matches under the rule, in no order, and one more row (``at`` is 0) about all that were looked at."""
    left_out = "".join(f" AND NOT (p.id >= {first:d} AND p.id < {end:d})" for first, end in not_on)
    return f"""WITH m AS MATERIALIZED ({matching})
      SELECT m.at, p.id, CASE WHEN p.account_id = %(viewer)s THEN 1 ELSE 0 END,
        CASE WHEN EXISTS (SELECT 1 FROM relations_follow rf
          WHERE rf.follower_id = %(viewer)s AND rf.followed_id = p.account_id) THEN 1 ELSE 0 END,
        p.text
      FROM m CROSS JOIN post p CROSS JOIN accounts_account a
      WHERE p.id = m.post_id AND a.id = p.account_id AND p.id > %(after)s AND p.id < %(before)s{left_out}
        AND {searched_sql("p", "a")} AND {Sight.MEMBER.sql("p", "a")}
      UNION ALL
      SELECT 0, COUNT(*), COALESCE(MIN(m.at), 0), COALESCE(MAX(m.at), 0), '' FROM m"""
