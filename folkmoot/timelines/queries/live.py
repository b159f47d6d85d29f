"""Who of those that listen gets a post, and what of it is their own: one statement for all of them, the same rule.

What a feed says of its one viewer is said here of each account ``v``; the cursor of a mark is whose it is.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from folkmoot.core.rows import among, id_list, respelled, select
from folkmoot.posts.hydrate import Mark, marks, marks_of, marks_sql
from folkmoot.posts.models import Carries
from folkmoot.posts.queries import UNDER_TAGS, Feed, unmuted
from folkmoot.posts.visibility import VIEWER, Sight, knew_sql, listed_sql, sight, visitors_knew_sql
from folkmoot.timelines.queries.circles import SHOWN, UNMUTED
from folkmoot.timelines.queries.feeds import HOME_LESS


@dataclass(frozen=True)
class Facts:
    """What decides in which feeds a post may stand, whoever looks."""

    author: int
    scope: str
    is_listed: bool
    is_tagged: bool  # may come to people by its hashtags
    from_here: bool
    has_media: bool
    tags: tuple[str, ...]


def facts(post_id: int) -> Facts | None:
    """What a post is, or was until it was deleted; nothing for one that there never was."""
    found = select(_FACTS, {"post": post_id})
    if not found:
        return None
    tags = select("SELECT t.name FROM post_tag pt JOIN posts_tag t ON t.id = pt.tag_id WHERE pt.post_id = %(post)s",
                  {"post": post_id})  # fmt: skip
    author, scope, listed, tagged, here, media = found[0]
    names = tuple(row[0] for row in tags)
    return Facts(author, scope, bool(listed), bool(tagged), bool(here), bool(media), names)


def at_home(post_id: int, viewers: Collection[int]) -> list[Mark]:
    """The post for those of these viewers in whose home feed it stands."""
    return _asked(_home(), post_id, viewers)


def in_the_open(post_id: int, viewers: Collection[int]) -> list[Mark]:
    """The post for those of these viewers in whose community feed it stands."""
    return _asked(_open(), post_id, viewers)


def under_tags(post_id: int, viewers: Collection[int]) -> list[Mark]:
    """The post for those of these viewers who find it under the hashtags that it carries."""
    return _asked(_tagged(), post_id, viewers)


def in_circles(post_id: int, circles: Collection[int]) -> list[Mark]:
    """The post for those of these circles in whose feed it stands; the cursor of a mark is the circle."""
    return _asked(_circles(), post_id, circles)


def for_visitors(post_id: int) -> list[Mark]:
    """The post for those who are not signed in, if they may see it."""
    return marks_of(None, [post_id])


def those_who_knew(post_id: int, viewers: Collection[int], named: Collection[int]) -> set[int]:
    """Those of these viewers who could see a post that is gone; ``named`` are those it was for by name."""
    given = {"post": post_id, "of": id_list(viewers), "named": id_list(named)}
    return {row[0] for row in select(_knew(), given)} if viewers else set()


def visitors_knew(post_id: int) -> bool:
    """Whether those who are not signed in could see a post that is gone."""
    text = f"SELECT 1 FROM post p WHERE p.id = %(post)s AND {visitors_knew_sql('p')}"
    return sight(None) is Sight.VISITOR and bool(select(text, {"post": post_id}))


def owners_of(author: int, circles: Collection[int]) -> dict[int, int]:
    """Those of these circles that an author is on, each with whose it is."""
    return dict(select(_on(), {"author": author, "of": id_list(circles)})) if circles else {}


_FACTS = f"""SELECT p.account_id, p.scope, {listed_sql("p")}, {UNDER_TAGS} AND p.boost_of_id IS NULL,
  a.domain = '', (p.carries & {Carries.PICTURES | Carries.RECORDINGS}) <> 0
  FROM post p JOIN accounts_account a ON a.id = p.account_id WHERE p.id = %(post)s"""
_EACH = "accounts_account v JOIN post p ON p.id = %(post)s"


def _asked(text: str, post_id: int, of: Collection[int]) -> list[Mark]:
    return marks(text, {"post": post_id, "of": id_list(of)}) if of else []


def _text(source: str, cursor: str, where: str) -> str:
    text = marks_sql(Sight.MEMBER, source, cursor, f"{among(cursor, 'of')} AND {where}")
    return respelled(text, VIEWER, "v.id")


@cache
def _home() -> str:
    source = "accounts_account v JOIN home_entry e ON e.account_id = v.id AND e.post_id = %(post)s JOIN post p"
    return _text(f"{source} ON p.id = e.post_id", "v.id", HOME_LESS.where)


@cache
def _open() -> str:
    return _text(_EACH, "v.id", unmuted(0, Feed("", listed_sql("p"), "")).where)


@cache
def _tagged() -> str:
    return _text(_EACH, "v.id", unmuted(0, Feed("", UNDER_TAGS, "")).where)


@cache
def _circles() -> str:
    """What the feed of a circle says of the post ``i``, for circles of any kind."""
    shown = " ".join(f"WHEN '{kind}' THEN {rule}" for kind, rule in SHOWN.items())
    shown = respelled(shown, "%(circle)s", "ci.id")
    source = """relations_circle ci JOIN accounts_account v ON v.id = ci.account_id JOIN post i ON i.id = %(post)s
      JOIN relations_circlemember cm ON cm.circle_id = ci.id AND cm.account_id = i.account_id
      JOIN post p ON p.id = i.id"""
    return _text(source, "ci.id", f"i.scope <> 'direct' AND CASE ci.replies {shown} END AND {UNMUTED}")


@cache
def _knew() -> str:
    knew = knew_sql("p", "v.id", among("v.id", "named"))
    return f"SELECT v.id FROM {_EACH} WHERE {among('v.id', 'of')} AND {knew}"


@cache
def _on() -> str:
    return f"""SELECT ci.id, ci.account_id FROM relations_circle ci
      JOIN relations_circlemember cm ON cm.circle_id = ci.id
      WHERE cm.account_id = %(author)s AND {among("ci.id", "of")}"""
