"""The viewer's half of posts: one statement, under the rule, read afresh each time."""

from collections.abc import Collection
from functools import cache
from typing import NamedTuple

from folkmoot.core.rows import Parameters, among, id_list, select
from folkmoot.posts.hydrate.views import Mark
from folkmoot.posts.visibility import Sight, sight


def marks_of(viewer: int | None, ids: Collection[int]) -> list[Mark]:
    """The viewer's halves of those posts that the viewer may see, in no order."""
    if not ids:
        return []
    text = marks_sql(sight(viewer), "post p", "p.id", among("p.id", "ids"))
    return marks(text, {"viewer": viewer, "ids": id_list(ids)})


def marks(text: str, parameters: Parameters) -> list[Mark]:
    """Run a statement that ``marks_sql`` made."""
    return [Mark._make(row[:12] + _flags(row[12:])) for row in select(text, parameters)]


@cache
def _flags(said: tuple[int, ...]) -> tuple[bool, ...]:
    """SQLite says 0 and 1 for no and yes; there are few combinations of five."""
    return tuple(map(bool, said))


@cache
def marks_sql(seen_by: Sight, source: str, cursor: str, where: str) -> str:
    """A statement for the marks of the posts ``p`` in ``source``, under the rule; pages are cut by ``cursor``.

    ``t`` is what a boost passed on (which the rule says is there), and nothing for other posts: those are most.
    """
    own = _MEMBERS if seen_by is Sight.MEMBER else _NOBODYS
    return f"""SELECT {cursor}, p.id, p.version, a.version,
      {_TARGET}, COALESCE(t.version, p.version), COALESCE(ta.version, a.version),
      COALESCE(c.likes, 0), COALESCE(c.boosts, 0), COALESCE(c.replies, 0),
      COALESCE(c.reactions, 0), COALESCE(c.quotes, 0), {own.columns}
      FROM {source}
      JOIN accounts_account a ON a.id = p.account_id
      LEFT JOIN post t ON t.id = p.boost_of_id
      LEFT JOIN accounts_account ta ON ta.id = t.account_id
      LEFT JOIN post_counters c ON c.post_id = {_TARGET}
      {own.joins}
      WHERE {seen_by.sql("p", "a")} AND {where}"""


class _Own(NamedTuple):
    """Where the viewer's half comes from: looked up beside the post, or (nobody's) nowhere."""

    columns: str
    joins: str


_TARGET = "COALESCE(p.boost_of_id, p.id)"
_MEMBERS = _Own(
    f"""l.id IS NOT NULL, mb.id IS NOT NULL, bm.id IS NOT NULL, COALESCE(t.account_id, p.account_id) = %(viewer)s
        AND EXISTS (SELECT 1 FROM posts_pin pn WHERE pn.account_id = %(viewer)s AND pn.post_id = {_TARGET}),
      COALESCE(t.account_id, p.account_id) = %(viewer)s""",
    f"""LEFT JOIN posts_like l ON l.account_id = %(viewer)s AND l.post_id = {_TARGET}
      LEFT JOIN post mb ON mb.account_id = %(viewer)s AND mb.boost_of_id = {_TARGET} AND mb.deleted_at IS NULL
      LEFT JOIN posts_bookmark bm ON bm.account_id = %(viewer)s AND bm.post_id = {_TARGET}""",
)
_NOBODYS = _Own("1 = 0, 1 = 0, 1 = 0, 1 = 0, 1 = 0", "")
